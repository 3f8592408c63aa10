/**
 * A keyboard on the screen for those who cannot use one of their own: kana, letters and digits in
 * rows; or the options of a list. `scanning.js` steps through its rows, a finger may press its keys.
 */

import { button, element, worded, withRuby } from "./element.js";
import { annotated, language, text } from "./words.js";

const KANA = ["あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ", "まみむめも", "やゆよー゛", "らりるれろ", "わをん゜小"];
const LATIN = ["abcdef", "ghijkl", "mnopqr", "stuvwx", "yz@._"];
const DIGITS = ["12345", "67890-"];
const DATE_WORDS = ["令和", "平成", "昭和", "年", "月", "日"];
const SMALL = { あ: "ぁ", い: "ぃ", う: "ぅ", え: "ぇ", お: "ぉ", つ: "っ", や: "ゃ", ゆ: "ゅ", よ: "ょ" };
const MARKS = { "゛": "\u3099", "゜": "\u309a" };
const OPTIONS_IN_ROW = 3;

/** The text with a key pressed behind it: a mark or 小 changes the last character. */
export function typedWith(said, key) {
  const last = said.slice(-1);
  if (key === "小") return said.slice(0, -1) + (SMALL[last] ?? last);
  if (MARKS[key] === undefined) return said + key;
  const marked = (last + MARKS[key]).normalize("NFC");
  return marked.length === 1 ? said.slice(0, -1) + marked : said;
}

function layoutFor(control) {
  if (control.parentElement.querySelector('input[type="date"]')) return ["date"];
  const mode = control.inputMode;
  if (mode === "numeric" || mode === "tel") return ["digits"];
  if (mode === "email") return ["latin"];
  return ["ja", "ja-easy"].includes(language()) ? ["kana", "latin"] : ["latin", "kana"];
}

export class Keyboard {
  constructor(announce) {
    this.announce = announce;
    this.box = element("div", { class: "keyboard", role: "group", "aria-label": text("keyboard"), hidden: true });
    this.closed = () => {};
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** The rows, each with its keys. */
  get rows() {
    return Array.from(this.box.querySelectorAll(".keys"));
  }

  /** Write into a control. */
  open(control) {
    this.control = control;
    this.layouts = layoutFor(control);
    this.#draw();
  }

  /** Choose among the options of a list. */
  openOptions(select) {
    this.control = select;
    const keys = Array.from(select.options, (option) =>
      button({ class: "key" }, option.textContent, () => {
        select.value = option.value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        this.announce(option.textContent);
        this.close();
      }),
    );
    const rows = [];
    while (keys.length > 0) rows.push(keys.splice(0, OPTIONS_IN_ROW));
    this.#show([this.#command("close", () => this.close())], ...rows);
  }

  close() {
    this.box.hidden = true;
    this.box.replaceChildren();
    this.closed();
  }

  #draw() {
    const [layout] = this.layouts;
    const letters = { kana: KANA, latin: LATIN, digits: [], date: [] }[layout];
    const rows = [...letters, ...DIGITS].map((row) => Array.from(row, (key) => this.#key(key)));
    if (layout === "date") rows.unshift(DATE_WORDS.map((word) => this.#key(word)));
    const commands = [
      this.#command("decide", () => this.#decide()),
      this.#command("delete_letter", () => this.#write(this.control.value.slice(0, -1))),
      ...(letters.length > 0 ? [this.#command("space", () => this.#write(`${this.control.value} `))] : []),
      ...(this.layouts.length > 1 ? [this.#command("other_letters", () => this.#turn())] : []),
      this.#command("close", () => this.close()),
    ];
    this.shown = worded("output", { class: "written" }, this.control.value);
    this.#show(commands, ...rows);
    this.box.prepend(this.shown);
  }

  #show(...rows) {
    this.box.replaceChildren(...rows.map((keys) => element("div", { class: "keys" }, ...keys)));
    this.box.hidden = false;
  }

  #key(key) {
    return button({ class: "key", lang: "ja" }, key, () => {
      this.#write(typedWith(this.control.value, key));
    });
  }

  #command(key, press) {
    return button({ class: "key command" }, withRuby(annotated(key)), press);
  }

  #turn() {
    this.layouts = [...this.layouts.slice(1), this.layouts[0]];
    this.#draw();
  }

  #write(said) {
    const most = this.control.maxLength;
    this.control.value = most > 0 ? said.slice(0, most) : said;
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
    this.shown.textContent = this.control.value;
    this.announce(this.control.value);
  }

  #decide() {
    const { form } = this.control;
    this.close();
    form?.requestSubmit();
  }
}
