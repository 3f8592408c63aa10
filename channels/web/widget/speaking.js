/**
 * Speaking instead of writing: offers the microphone where the language can be heard, and fetches
 * the rest (`voice/`) when it is first pressed.
 */

import { Problem } from "./api.js";
import { withRuby } from "./element.js";
import { annotated, language, text } from "./words.js";

export class Speaking {
  #parts;
  #languages = null;
  #voice = null;
  #isStarting = false;

  /**
   * @param {{base: URL, api: import("./api.js").Api, store: import("./store.js").Store,
   *   conversation: import("./conversation.js").Conversation,
   *   panel: () => import("./panel.js").Panel, composer: () => import("./composer.js").Composer,
   *   log: () => import("./log.js").Log}} parts
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Whether the microphone is on, or about to be. */
  get isOn() {
    return this.#voice !== null;
  }

  /** Whether answers are spoken, and so need not be read out by anything else. */
  get isAloud() {
    return this.#voice?.isAloud ?? false;
  }

  /** Show the button if the gateway can hear the language of the widget. */
  async offer() {
    try {
      this.#languages ??= (await this.#parts.api.readVoice()).languages;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return; // without voice; the next opening asks again
    }
    this.#parts.composer().microphone.hidden = !this.#languages[language()]?.listens;
  }

  async toggle() {
    if (this.isOn) this.stop();
    else if (!this.#isStarting) await this.#start();
  }

  /** Turn the microphone off. */
  stop() {
    this.#voice?.close();
  }

  /** Something was typed or pressed. */
  asked() {
    this.#voice?.asked();
  }

  /** The assistant has answered. */
  answered() {
    this.#voice?.answered();
  }

  async #start() {
    this.#isStarting = true;
    this.#parts.composer().microphone.setAttribute("aria-busy", "true");
    try {
      const { begin } = await import("./voice/voice.js");
      const voice = await begin(this.#parts, { closed: () => this.#closed() });
      if (voice === null || voice.isClosed) return; // it may have failed by now
      this.#voice = voice;
      this.#press(true);
    } catch (error) {
      console.warn("Madoguchi's voice could not be loaded:", error.message);
      this.#parts.log().note(withRuby(annotated("voice_away")));
      this.#parts.panel().announce(text("voice_away"));
    } finally {
      this.#isStarting = false;
      this.#parts.composer().microphone.removeAttribute("aria-busy");
    }
  }

  #closed() {
    this.#voice = null;
    this.#press(false);
  }

  #press(isOn) {
    this.#parts.composer().microphone.setAttribute("aria-pressed", String(isOn));
  }
}
