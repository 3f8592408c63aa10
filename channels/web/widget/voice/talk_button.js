/**
 * The button that is held while one speaks. Pressed shortly, or by a switch, it stays pressed until
 * it is pressed again: not everybody can hold a button.
 */

import { element, newElementId, withRuby } from "../element.js";
import { annotated } from "../words.js";

const HELD_MS = 400;
const KEYS = [" ", "Enter"];

export class TalkButton {
  #talk;
  #since = 0;
  #isDown = false;
  #wasTalking = false;
  #isTalking = false;

  /** @param {(on: boolean) => void} talk */
  constructor(talk) {
    this.#talk = talk;
    const hintId = newElementId("talk");
    this.button = element(
      "button",
      { type: "button", class: "primary talk", "aria-pressed": "false", "aria-describedby": hintId },
      ...withRuby(annotated("voice_talk")),
    );
    this.box = element(
      "div",
      { class: "talk-box" },
      this.button,
      element("p", { id: hintId, class: "hint" }, ...withRuby(annotated("voice_talk_hint"))),
    );
    this.button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.button.setPointerCapture(event.pointerId);
      this.#down();
    });
    for (const end of ["pointerup", "pointercancel"]) this.button.addEventListener(end, () => this.#up());
    this.button.addEventListener("keydown", (event) => {
      if (!KEYS.includes(event.key)) return;
      event.preventDefault(); // no click follows
      if (!event.repeat) this.#down();
    });
    this.button.addEventListener("keyup", (event) => {
      if (!KEYS.includes(event.key)) return;
      event.preventDefault();
      this.#up();
    });
    this.button.addEventListener("blur", () => this.#up());
    this.button.addEventListener("contextmenu", (event) => event.preventDefault());
    this.button.addEventListener("click", (event) => {
      // Those of a pointer were seen above; a screen reader's or a switch's come alone.
      if (event.detail === 0) this.#set(!this.#isTalking);
    });
  }

  set isEnabled(enabled) {
    if (enabled) this.button.removeAttribute("aria-disabled");
    else {
      this.button.setAttribute("aria-disabled", "true");
      this.letGo();
    }
  }

  /** Nobody speaks any more. */
  letGo() {
    this.#isDown = false;
    this.#set(false);
  }

  #down() {
    this.#isDown = true;
    this.#since = performance.now();
    this.#wasTalking = this.#isTalking;
    this.#set(true);
  }

  #up() {
    if (!this.#isDown) return;
    this.#isDown = false;
    const wasHeld = performance.now() - this.#since >= HELD_MS;
    if (wasHeld || this.#wasTalking) this.#set(false);
  }

  #set(talking) {
    if (talking === this.#isTalking) return;
    if (talking && this.button.getAttribute("aria-disabled") === "true") return;
    this.#isTalking = talking;
    this.button.setAttribute("aria-pressed", String(talking));
    this.#talk(talking);
  }
}
