/** The box at the bottom in which the resident writes. */

import { element, newElementId, withRuby, worded } from "./element.js";
import { annotated, text } from "./words.js";

const MOST = 2000;
const NOTICE_FROM = 1800;

/** Whether a key belongs to an input method that is still converting (Safari says so by 229). */
export function isConverting(event) {
  return event.isComposing || event.keyCode === 229;
}

export class Composer {
  /** @param {(said: {text: string, label: string}) => void} send */
  constructor(send) {
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
    this.form = element(
      "form",
      { autocomplete: "off" },
      element("label", { for: id, class: "visually-hidden" }, text("message")),
      this.text,
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
