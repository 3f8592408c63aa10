// Saves the form as it is filled in. The page works without this: the server decides everything.

const PAUSE_MS = 1500;

const form = document.getElementById("apply");
const progress = document.getElementById("progress");
const address = form.getAttribute("action");
const said = form.dataset;

let timer = null;
let saving = null;
let isDirty = false;
let isRefused = false;

function control(name) {
  return form.querySelector(`[name="${name}"]`);
}

function say(text) {
  progress.textContent = text;
}

function sent() {
  return new URLSearchParams(new FormData(form));
}

// A problem is shown once its field was left, and taken away as soon as it is solved.
function showProblem(question, problem) {
  const isBusy = question.contains(document.activeElement);
  const error = question.querySelector(".error");
  const words = error.querySelector(".words");
  if (problem && isBusy && error.hidden) return;
  error.hidden = !problem;
  words.textContent = problem ? problem.text : "";
  if (problem) words.lang = problem.lang;
  question.classList.toggle("wrong", Boolean(problem));
  const marked =
    question.querySelector("[role=radiogroup]") ?? question.querySelector("input, select, textarea");
  if (problem) marked.setAttribute("aria-invalid", "true");
  else marked.removeAttribute("aria-invalid");
}

// Other answers ask for other questions: take those that are new, let go of those that are gone.
async function redraw() {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = document.getElementById("questions");
  let before = null;
  for (const question of fresh.querySelectorAll("#questions > .question")) {
    let here = document.getElementById(question.id);
    if (!here) {
      here = document.importNode(question, true);
      if (before) before.after(here);
      else list.prepend(here);
    }
    before = here;
  }
  for (const question of [...list.children]) {
    if (!fresh.getElementById(question.id)) question.remove();
  }
  control("-seen").value = fresh.querySelector('[name="-seen"]').value;
}

async function save() {
  isDirty = false;
  say(said.saving);
  const response = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: sent(),
  });
  if (response.status === 409) {
    isRefused = true;
    say(said.changed);
    return;
  }
  if (!response.ok) throw new Error(response.statusText);
  const { revision, fields, problems } = await response.json();
  control("-revision").value = revision;
  for (const question of form.querySelectorAll(".question")) {
    showProblem(question, problems[question.dataset.field]);
  }
  const isGrown = fields.join() !== control("-seen").value;
  if (isGrown) await redraw();
  say(isGrown ? `${said.saved} ${said.grown}` : said.saved);
}

function saveNow() {
  clearTimeout(timer);
  if (isRefused) return;
  if (saving) {
    isDirty = true;
    return;
  }
  saving = save()
    .catch(() => say(said.failed))
    .finally(() => {
      saving = null;
      if (isDirty) saveNow();
    });
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(saveNow, PAUSE_MS);
});
form.addEventListener("change", saveNow);
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  isDirty = false;
  if (!saving) return;
  // The save under way changes the revision that this post has to name.
  event.preventDefault();
  const button = event.submitter;
  saving.then(() => form.requestSubmit(button));
});
// A page that the browser kept is older than what was saved since.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
