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
// A file goes along once. If that fails it waits for the buttons, not to be sent with every save.
const tried = new WeakSet();

function control(name) {
  return form.querySelector(`[name="${name}"]`);
}

function say(text) {
  progress.textContent = text;
}

function chosen(input) {
  return [...input.files];
}

function fileInputs() {
  return [...form.querySelectorAll("[type=file]")];
}

function sent(files) {
  const data = new FormData(form);
  if (files.length > 0) return data;
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

// A problem is shown once its field was left, and taken away as soon as it is solved. A file is
// given at once, so nobody is disturbed in the middle of it.
function showProblem(question, problem) {
  const input = question.querySelector("[type=file]");
  const isBusy = !input && question.contains(document.activeElement);
  const error = question.querySelector(".error");
  const words = error.querySelector(".words");
  if (problem && isBusy && error.hidden) return;
  error.hidden = !problem;
  words.textContent = problem ? problem.text : "";
  if (problem) words.lang = problem.lang;
  question.classList.toggle("wrong", Boolean(problem));
  const marked =
    input ??
    question.querySelector("[role=radiogroup]") ??
    question.querySelector("input, select, textarea");
  if (problem) marked.setAttribute("aria-invalid", "true");
  else marked.removeAttribute("aria-invalid");
}

// The server reads nothing of a form with a file that is far too large.
function refuseTooLarge(input) {
  const question = input.closest(".question");
  const [file] = chosen(input);
  delete question.dataset.tooLarge;
  if (!file || file.size <= Number(input.dataset.mostBytes)) return;
  const megabytes = Math.ceil((file.size / 1024 / 1024) * 10) / 10;
  question.dataset.tooLarge = input.dataset.tooLarge.replace("{megabytes}", megabytes);
  input.value = "";
  showProblem(question, tooLarge(question));
}

function tooLarge(question) {
  const text = question.dataset.tooLarge;
  return text && { text, lang: document.documentElement.lang };
}

// What was given, or why it was not taken, is drawn by the server; a file that was chosen
// meanwhile stays.
function replaceFileQuestion(here, fresh, files) {
  if (chosen(here.querySelector("[type=file]")).some((file) => !files.includes(file))) return here;
  const isBusy = here.contains(document.activeElement);
  here.replaceWith(fresh);
  if (isBusy) fresh.querySelector("[type=file]").focus();
  return fresh;
}

// Other answers ask for other questions: take those that are new, let go of those that are gone.
async function redraw(files, isOtherFile) {
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
    } else if (isOtherFile && question.querySelector("[type=file]")) {
      here = replaceFileQuestion(here, document.importNode(question, true), files);
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
  const files = fileInputs().flatMap(chosen).filter((file) => !tried.has(file));
  for (const file of files) tried.add(file);
  const takesBack = form.querySelector('[name="-taken-back"]:checked') !== null;
  say(said.saving);
  const response = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: sent(files),
  });
  if (response.status === 409) {
    isRefused = true;
    say(said.changed);
    return null;
  }
  if (!response.ok) throw new Error(response.statusText);
  const { revision, fields, problems } = await response.json();
  control("-revision").value = revision;
  for (const question of form.querySelectorAll(".question")) {
    showProblem(question, problems[question.dataset.field] ?? tooLarge(question));
  }
  const isGrown = fields.join() !== control("-seen").value;
  const isOtherFile = files.length > 0 || takesBack;
  if (isGrown || isOtherFile) await redraw(files, isOtherFile);
  const isWaiting = fileInputs().some((input) => chosen(input).length > 0);
  if (isWaiting) say(said.failed);
  else say(isGrown ? `${said.saved} ${said.grown}` : said.saved);
  return files.length > 0 ? form.querySelector('[type=file][aria-invalid="true"]') : null;
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
form.addEventListener("change", ({ target }) => {
  if (target.type === "file") refuseTooLarge(target);
  saveNow();
});
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  isDirty = false;
  if (!saving) return;
  // The save under way changes the revision that this post has to name.
  event.preventDefault();
  const button = event.submitter;
  saving.then((refused) => {
    if (refused) refused.focus();
    else form.requestSubmit(button);
  });
});
// A page that the browser kept is older than what was saved since.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
