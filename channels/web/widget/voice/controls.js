/** What is seen of the voice: the sign that the microphone is on, captions, how to speak. */

import { button, element, newElementId, withRuby } from "../element.js";
import { annotated, htmlLanguage, text } from "../words.js";
import { TalkButton } from "./talk_button.js";

const STATES = {
  connecting: "voice_connecting",
  again: "voice_again",
  listening: "voice_listening",
  hearing: "voice_hearing",
  thinking: "thinking",
  speaking: "voice_speaking",
  held: "voice_held",
};
const MODE_WORDS = { converse: "voice_converse", push: "voice_push", dictate: "voice_dictate" };

export class Controls {
  #place;
  #act;
  #title = "";
  #mode;

  /**
   * @param {HTMLElement} place - where they stand as long as the microphone is on
   * @param {{mode: string, modes: string[], aloud: boolean}} now
   * @param {object} act - `mode(mode)`, `aloud(on)`, `talk(on)`, `quiet()`, `stop()`
   */
  constructor(place, now, act) {
    this.#place = place;
    this.#act = act;
    this.#mode = now.mode;
    this.sign = element(
      "p",
      { class: "sign", hidden: true },
      element("span", { class: "lamp", "aria-hidden": "true" }),
      ...withRuby(annotated("voice_on")),
    );
    this.state = element("p", { class: "state" });
    this.said = element("p", { class: "said", hidden: true });
    this.heard = element("p", { class: "heard", hidden: true });
    this.talk = new TalkButton(act.talk);
    this.quiet = button({ class: "choice", hidden: true }, withRuby(annotated("voice_quiet")), act.quiet);
    const stop = button({ class: "choice stop" }, withRuby(annotated("voice_stop")), act.stop);
    place.replaceChildren(
      element("div", { class: "voice-head" }, this.sign, this.state),
      this.said,
      this.heard,
      this.talk.box,
      element("div", { class: "line" }, stop, this.quiet, this.#wishes(now)),
    );
    place.hidden = false;
    this.#showTalk();
  }

  /** The microphone is on: say so here and in the title of the page. */
  turnOn() {
    this.sign.hidden = false;
    this.#title = `● ${text("voice_on")} | `;
    document.title = this.#title + document.title;
  }

  /** Say what goes on: one of `STATES`. */
  show(state, isSpeaking) {
    if (this.#place.dataset.state !== state) {
      this.#place.dataset.state = state;
      this.state.replaceChildren(...withRuby(annotated(STATES[state])));
    }
    this.quiet.hidden = !isSpeaking;
    this.talk.isEnabled = !["connecting", "again"].includes(state);
  }

  /** What is being understood. It is read out by nobody while somebody speaks. */
  showHeard(heard, tag) {
    this.said.hidden = true;
    this.heard.hidden = heard === "";
    this.heard.lang = htmlLanguage(tag);
    this.heard.textContent = heard;
  }

  /** Nothing of what was heard or said matters any more. */
  clear() {
    this.heard.hidden = true;
    this.said.hidden = true;
  }

  /** What the assistant says besides the messages. */
  showSaid(said, tag) {
    this.said.hidden = false;
    this.said.lang = htmlLanguage(tag);
    this.said.replaceChildren(...withRuby(said));
  }

  close() {
    if (this.#title !== "") document.title = document.title.replace(this.#title, "");
    this.talk.letGo();
    this.#place.hidden = true;
    this.#place.replaceChildren();
    delete this.#place.dataset.state;
  }

  #wishes({ mode, modes, aloud }) {
    const modeId = newElementId("mode");
    const aloudId = newElementId("aloud");
    const select = element(
      "select",
      { id: modeId },
      ...modes.map((each) => element("option", { value: each }, text(MODE_WORDS[each]))),
    );
    select.value = mode;
    select.addEventListener("change", () => {
      this.#mode = select.value;
      this.talk.letGo();
      this.#showTalk();
      this.#act.mode(select.value);
    });
    const check = element("input", { type: "checkbox", id: aloudId });
    check.checked = aloud;
    check.addEventListener("change", () => this.#act.aloud(check.checked));
    this.aloud = element(
      "div",
      { class: "option" },
      check,
      element("label", { for: aloudId }, ...withRuby(annotated("voice_aloud"))),
    );
    return element(
      "details",
      { class: "wishes" },
      element("summary", {}, ...withRuby(annotated("voice_way"))),
      element("label", { for: modeId, class: "visually-hidden" }, text("voice_way")),
      select,
      this.aloud,
    );
  }

  #showTalk() {
    this.talk.box.hidden = this.#mode !== "push";
    this.aloud.hidden = this.#mode === "dictate"; // what is typed is answered on the screen
  }
}
