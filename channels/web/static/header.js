/** The head of the page: the ward, the application in progress, and erasing the conversation. */

import { element, phoneLink } from "./element.js";

const SETTLE_MS = 1200;

/** The ward selector; `choose({id, name})` is called once the resident has settled on one. */
export class WardSelector {
  constructor(choose) {
    this.select = document.getElementById("ward");
    this.phone = document.getElementById("ward-phone");
    this.choose = choose;
    this.known = "";
    this.timer = null;
    let lastKey = null;
    this.select.addEventListener("keydown", (event) => {
      lastKey = event.key;
      if (event.key === "Enter") this.#settle();
    });
    this.select.addEventListener("pointerdown", () => (lastKey = null));
    this.select.addEventListener("change", () => {
      clearTimeout(this.timer);
      // Arrow keys and letters change a closed selector at every press: wait for the last one.
      const stepping = lastKey !== null && lastKey !== "Enter";
      this.timer = stepping ? setTimeout(() => this.#settle(), SETTLE_MS) : null;
      if (!stepping) this.#settle();
    });
    this.select.addEventListener("blur", () => this.#settle());
  }

  /** @param {Array<{id: string, name: string}>} wards */
  offer(wards) {
    const listed = new Set(Array.from(this.select.options, (option) => option.value));
    for (const ward of wards) {
      if (!listed.has(ward.id)) this.select.append(element("option", { value: ward.id }, ward.name));
    }
    this.select.disabled = false;
    this.select.value = this.known;
  }

  /** Show the ward of the conversation, `{id, name, phone}` or null. */
  show(ward) {
    this.known = ward?.id ?? "";
    const listed = Array.from(this.select.options).some((option) => option.value === this.known);
    if (!listed) this.select.append(element("option", { value: ward.id }, ward.name));
    this.select.options[0].disabled = ward !== null;
    if (this.timer === null) this.select.value = this.known;
    this.phone.replaceChildren();
    if (ward?.phone) this.phone.append(`${ward.name}役所 `, phoneLink(ward.phone));
  }

  #settle() {
    clearTimeout(this.timer);
    this.timer = null;
    const { value, selectedOptions } = this.select;
    if (value === "" || value === this.known) return;
    this.known = value;
    this.choose({ id: value, name: selectedOptions[0].textContent });
  }
}

/** Show how far the application is: `{title, step, steps}` or null. */
export function showApplication(application) {
  const bar = document.getElementById("application");
  bar.hidden = application === null;
  if (application === null) return;
  document.getElementById("application-title").textContent = `${application.title}の申請`;
  const counted = application.steps > 0;
  const progress = document.getElementById("application-progress");
  progress.hidden = !counted;
  progress.max = counted ? application.steps : 1;
  progress.value = application.step ?? 0;
  document.getElementById("application-count").textContent = counted
    ? `${application.step}／${application.steps}`
    : "";
}

/** Ask before erasing; `erase` is called if the resident agrees. */
export function wireErase(erase) {
  const dialog = document.getElementById("erase-dialog");
  document.getElementById("erase").addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "erase") erase();
  });
}

/** Tell the style sheet how much the sticky head and foot cover, so that focus is never hidden. */
export function wireCoveredHeights() {
  const root = document.documentElement;
  const watch = new ResizeObserver(() => {
    for (const id of ["header", "composer"]) {
      const box = document.getElementById(id);
      const covers = getComputedStyle(box).position === "sticky" ? box.offsetHeight : 0;
      root.style.setProperty(`--${id}-height`, `${covers}px`);
    }
  });
  watch.observe(document.getElementById("header"));
  watch.observe(document.getElementById("composer"));
  watch.observe(root);
}
