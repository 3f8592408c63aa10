/** The box at the bottom in which the resident writes. */

import { button, element, newElementId, withRuby, worded } from "./element.js";
import { icon } from "./icon.js";
import { annotated, language, text } from "./words.js";

const MOST = 2000;
const NOTICE_FROM = 1800;
const MICROPHONE = ["M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0z", "M6 11a6 6 0 0 0 12 0", "M12 17v4"];
const WITHOUT_SPACES = ["ja", "ja-easy", "zh-Hans", "zh-Hant"];

/** Whether a key belongs to an input method that is still converting (Safari says so by 229). */
export function isConverting(event) {
  return event.isComposing || event.keyCode === 229;
}

export class Composer {
  /**
   * @param {(said: {text: string, label: string}) => void} send
   * @param {() => void} speak - the microphone's button is pressed
   */
  constructor(send, speak) {
    this.send = send;
    const id = newElementId("text");
    const noticeId = newElementId("length");
    this.text = element("textarea", {
      id,
      rows: 1,
      maxlength: MOST,
      enterkeyhint: "send",
      "aria-describedby": noticeId,
      placeholder: text("write_here"),
    });
    this.notice = element("p", { id: noticeId, class: "length-notice", "aria-live": "polite" });
    this.microphone = button(
      { class: "microphone", "aria-pressed": "false", hidden: true },
      [icon(...MICROPHONE), element("span", {}, ...withRuby(annotated("voice")))],
      speak,
    );
    this.form = element(
      "form",
      { autocomplete: "off" },
      element("label", { for: id, class: "visually-hidden" }, text("message")),
      this.text,
      this.microphone,
      element("button", { type: "submit", class: "primary" }, ...withRuby(annotated("send"))),
    );
    this.phone = element("span", { class: "ward-phone", lang: "ja" });
    this.box = element(
      "div",
      { class: "composer" },
      this.form,
      this.notice,
      element("p", { class: "note" }, worded("span", {}, withRuby(annotated("note"))), this.phone),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || isConverting(event)) return;
      event.preventDefault();
      this.#submit();
    });
    this.text.addEventListener("input", () => this.#fit());
  }

  /** Put back what could not be sent, before what has been typed since. */
  giveBack(said) {
    const typed = this.text.value;
    this.text.value = typed === "" ? said : `${said}\n${typed}`;
    this.#fit();
  }

  /** Write what was dictated behind what stands there. */
  write(said) {
    const typed = this.text.value;
    const space = typed === "" || WITHOUT_SPACES.includes(language()) ? "" : " ";
    this.text.value = `${typed}${space}${said}`.slice(0, MOST);
    this.#fit();
  }

  clear() {
    this.text.value = "";
    this.#fit();
  }

  focus() {
    this.text.focus();
  }

  /** Say what the box is for while a form question with its own control is open. */
  showQuestionOpen(open) {
    this.text.placeholder = text(open ? "write_reply" : "write_here");
  }

  #submit() {
    const said = this.text.value.trim();
    if (said === "") {
      this.text.focus();
      return;
    }
    this.clear();
    this.send({ text: said, label: said });
  }

  #fit() {
    const box = this.text;
    if (!CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 4}px`;
    }
    const left = MOST - box.value.length;
    if (left <= 0) {
      this.notice.textContent = text("too_long", { most: MOST });
    } else if (box.value.length >= NOTICE_FROM) {
      // Tens, so that a screen reader is not interrupted at every key.
      this.notice.textContent = text("letters_left", { count: Math.ceil(left / 10) * 10 });
    } else {
      this.notice.textContent = "";
    }
  }
}
