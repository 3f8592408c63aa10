// Procedures as you type: an editable combobox with a listbox (WAI-ARIA Authoring Practices 1.2,
// "Editable Combobox With List Autocomplete"). Without this script the form asks the server.

const DELAY_MS = 200;
const MOST_SHOWN = 8;

for (const form of document.querySelectorAll("form[data-search]")) {
  combobox(form, form.querySelector("input[type=search]"));
}

function combobox(form, input) {
  const { language } = document.documentElement.dataset;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let asking = new AbortController();
  let timer = 0;
  let active = -1;

  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.list);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.after(list);
  form.append(status);

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(position) {
    const options = [...list.children];
    active = options.length && position >= 0 ? position : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function show(items) {
    list.replaceChildren(...items.slice(0, MOST_SHOWN).map(option));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
    status.textContent = list.hidden
      ? form.dataset.none
      : form.dataset.found.replace("{count}", list.children.length);
  }

  function option(item, position) {
    const element = document.createElement("li");
    element.id = `${list.id}-${position}`;
    element.setAttribute("role", "option");
    element.dataset.procedure = item.id;
    element.textContent = item.name;
    return element;
  }

  function open(element) {
    const query = new URLSearchParams(new FormData(form));
    query.delete("q");
    location.assign(`/procedures/${element.dataset.procedure}?${query}`);
  }

  async function suggest() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const query = new URLSearchParams({ q: input.value.trim(), language });
    const ward = form.elements.namedItem("ward");
    if (ward) query.set("ward", ward.value);
    try {
      const response = await fetch(`/api/v1/procedures?${query}`, { signal });
      // Too many requests, or a server that is away: the form still works by its button.
      const items = response.ok ? await response.json() : [];
      if (!signal.aborted && response.ok) show(items);
    } catch (error) {
      if (error.name !== "AbortError" && !signal.aborted) close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim() === "") {
      close();
      status.textContent = "";
    } else {
      timer = setTimeout(suggest, DELAY_MS);
    }
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the kana-kanji conversion
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && count) {
      activate((active + 1) % count);
    } else if (event.key === "ArrowUp" && count) {
      activate((active <= 0 ? count : active) - 1);
    } else if (event.key === "Enter" && count && active >= 0) {
      open(list.children[active]);
    } else if (event.key === "Escape" && count) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // focus stays in the box
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) open(chosen);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
