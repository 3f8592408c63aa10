/** The settings: language, ward, size of the letters, scanning, and the conversation itself. */

import { button, element, newElementId, withRuby } from "./element.js";
import { annotated, htmlLanguage, language, text } from "./words.js";

const LANGUAGES = {
  ja: "日本語",
  "ja-easy": "やさしい日本語",
  en: "English",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
  ko: "한국어",
  vi: "Tiếng Việt",
  ne: "नेपाली",
  tl: "Tagalog",
};
export const SCALES = [0.85, 1, 1.15, 1.3, 1.5, 1.75, 2];
const SECONDS = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 8];

/** The name of a language in itself. */
export function languageName(tag) {
  return LANGUAGES[tag];
}

function heading(id, key) {
  return element("h3", { id }, ...withRuby(annotated(key)));
}

function section(key, ...children) {
  const id = newElementId("menu");
  return element("section", { "aria-labelledby": id }, heading(id, key), ...children);
}

/**
 * The settings as an element.
 *
 * @param {{scale: number, scan: boolean, scanSeconds: number}} now
 * @param {object} act - what they do: `language(tag)`, `ward(ward)`, `scale(number)`,
 *   `scan(on, seconds)`, `download()`, `erase()`, `close()`
 */
export class Menu {
  constructor(now, act) {
    this.act = act;
    this.close = button({ class: "choice back" }, withRuby(annotated("back_to_conversation")), act.close);
    this.ward = this.#wardSelect();
    this.box = element(
      "div",
      { class: "menu", hidden: true, role: "group", "aria-label": text("settings") },
      this.close,
      section("language", this.#languages()),
      section("your_ward", this.wardForm),
      section("text_size", this.#sizes(now.scale)),
      section("scan_title", this.#scanning(now)),
      section(
        "this_conversation",
        element(
          "ul",
          { class: "choices", role: "list" },
          element("li", {}, button({ class: "choice" }, withRuby(annotated("download")), act.download)),
          element("li", {}, button({ class: "danger" }, withRuby(annotated("erase")), act.erase)),
        ),
      ),
    );
  }

  #languages() {
    const items = Object.entries(LANGUAGES).map(([tag, name]) => {
      const current = tag === language();
      const attributes = { class: "choice", lang: htmlLanguage(tag), "aria-pressed": String(current) };
      return element("li", {}, button(attributes, name, () => current || this.act.language(tag)));
    });
    return element("ul", { class: "choices", role: "list" }, ...items);
  }

  #wardSelect() {
    const id = newElementId("ward");
    const select = element("select", { id, lang: "ja" });
    this.wardForm = element(
      "form",
      { class: "line" },
      element("label", { for: id }, ...withRuby(annotated("ward"))),
      select,
      element("button", { type: "submit", class: "choice" }, ...withRuby(annotated("change"))),
    );
    this.wardForm.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = this.wards?.find((ward) => ward.id === select.value);
      if (chosen !== undefined) this.act.ward(chosen);
    });
    return select;
  }

  #sizes(scale) {
    let at = Math.max(0, SCALES.indexOf(scale));
    const shown = element("output", { class: "size" }, `${Math.round(SCALES[at] * 100)}%`);
    const buttons = [];
    const set = (next) => {
      at = Math.min(Math.max(next, 0), SCALES.length - 1);
      shown.textContent = `${Math.round(SCALES[at] * 100)}%`;
      this.act.scale(SCALES[at]);
    };
    buttons.push(
      button({ class: "choice", "aria-label": `A− ${text("smaller")}` }, "A−", () => set(at - 1)),
      button({ class: "choice", "aria-label": `A ${text("usual_size")}` }, "A", () => set(SCALES.indexOf(1))),
      button({ class: "choice", "aria-label": `A+ ${text("larger")}` }, "A+", () => set(at + 1)),
    );
    return element("div", { class: "line" }, ...buttons, shown);
  }

  #scanning({ scan, scanSeconds }) {
    const onId = newElementId("scan");
    const secondsId = newElementId("seconds");
    const on = element("input", { type: "checkbox", id: onId });
    on.checked = scan;
    const seconds = element(
      "select",
      { id: secondsId },
      ...SECONDS.map((each) =>
        element(
          "option",
          { value: each },
          each === 0 ? text("scan_by_space") : text("scan_every", { seconds: each }),
        ),
      ),
    );
    seconds.value = String(scanSeconds);
    const tell = () => this.act.scan(on.checked, Number(seconds.value));
    on.addEventListener("change", tell);
    seconds.addEventListener("change", tell);
    return element(
      "div",
      {},
      element("p", { class: "hint" }, ...withRuby(annotated("scan_hint"))),
      element(
        "div",
        { class: "option" },
        on,
        element("label", { for: onId }, ...withRuby(annotated("scan_on"))),
      ),
      element(
        "div",
        { class: "line" },
        element("label", { for: secondsId }, ...withRuby(annotated("scan_speed"))),
        seconds,
      ),
    );
  }

  /** Offer the wards, `[{id, name, name_en}]`, with the present one chosen. */
  offer(wards, present) {
    this.wards = wards;
    const options = wards.map(({ id, name, name_en: english }) => {
      const isJapanese = ["ja", "ja-easy"].includes(language());
      return element("option", { value: id }, isJapanese || !english ? name : `${name} (${english})`);
    });
    this.ward.replaceChildren(element("option", { value: "" }, text("choose_ward")), ...options);
    this.ward.value = present?.id ?? "";
  }
}
