/** The box at the bottom in which the resident writes. */

const NOTICE_FROM = 1800;
const REPLY_HINT = "ほかの質問もできます";
const START_HINT = "質問を書いてください";

/** Whether a key belongs to an input method that is still converting (Safari says so by 229). */
export function isConverting(event) {
  return event.isComposing || event.keyCode === 229;
}

export class Composer {
  /** @param {(said: {text: string, label: string}) => void} send */
  constructor(send) {
    this.form = document.getElementById("composer-form");
    this.text = document.getElementById("text");
    this.notice = document.getElementById("length-notice");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || isConverting(event)) return;
      event.preventDefault();
      this.#submit(send);
    });
    this.text.addEventListener("input", () => this.#fit());
  }

  /** Put back what could not be sent, before what has been typed since. */
  giveBack(text) {
    const typed = this.text.value;
    this.text.value = typed === "" ? text : `${text}\n${typed}`;
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
    this.text.placeholder = open ? REPLY_HINT : START_HINT;
  }

  #submit(send) {
    const text = this.text.value.trim();
    if (text === "") {
      this.text.focus();
      return;
    }
    this.clear();
    send({ text, label: text });
  }

  #fit() {
    const { text } = this;
    if (!CSS.supports("field-sizing", "content")) {
      text.style.height = "auto";
      text.style.height = `${text.scrollHeight + 4}px`;
    }
    const left = text.maxLength - text.value.length;
    if (left <= 0) {
      this.notice.textContent = "2,000文字まで書けます。長いときは、分けて送ってください。";
    } else if (text.value.length >= NOTICE_FROM) {
      // Tens, so that a screen reader is not interrupted at every key.
      this.notice.textContent = `あと${Math.ceil(left / 10) * 10}文字ほど書けます。`;
    } else {
      this.notice.textContent = "";
    }
  }
}
