/** A conversation by voice: microphone, connection, loudspeaker and controls put together. */

import { Problem } from "../api.js";
import { phoneLink, withRuby } from "../element.js";
import { confirm } from "../panel.js";
import { annotated, language, text } from "../words.js";
import { addressOf, Connection } from "./connection.js";
import { Controls } from "./controls.js";
import { Microphone, NoMicrophone } from "./microphone.js";
import { Player } from "./player.js";

export const MODES = ["converse", "push", "dictate"];
const RATE = 16_000;
const TAIL_MS = 250; // people let go of a button before they have quite finished
const PROBLEMS = {
  away: "voice_away",
  busy: "voice_busy",
  "too-many-streams": "voice_busy",
};

/**
 * Turn the microphone on, with the resident's consent: a `Voice`, or null without it.
 *
 * @param {object} parts - those of `Speaking`
 * @param {{closed: () => void}} told
 */
export async function begin(parts, told) {
  await adoptStyle(parts);
  const { box } = parts.panel();
  if (!parts.store.preferences.voiceConsent) {
    const agrees = await confirm(box, {
      title: "voice_consent_title",
      question: "voice_consent",
      agree: "voice_agree",
      values: { host: parts.base.hostname },
      look: "primary",
    });
    if (!agrees) return null;
    parts.store.prefer({ voiceConsent: true });
  }
  return new Voice(parts, told);
}

async function adoptStyle({ base, panel }) {
  const shadow = panel().box.getRootNode();
  if (shadow.adoptedStyleSheets.some((sheet) => sheet.isOfVoice)) return;
  const response = await fetch(new URL("widget/voice/voice.css", base), { credentials: "omit" });
  if (!response.ok) throw new Error("no style sheet");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  sheet.isOfVoice = true;
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
}

class Voice {
  isClosed = false;
  #parts;
  #told;
  #sound = new AudioContext();
  #microphone = null;
  #connection = null;
  #controls;
  #player;
  #mode;
  #wasReady = false;
  #isTalking = false;
  #isHeard = false;
  #isAwaited = false;
  #tail = null;

  constructor(parts, told) {
    const { voiceMode, voiceAloud } = parts.store.preferences;
    this.#parts = parts;
    this.#told = told;
    this.#mode = MODES.includes(voiceMode) ? voiceMode : MODES[0];
    this.isAloud = voiceAloud ?? true;
    this.#player = new Player(this.#sound, {
      played: (mark) => this.#connection?.tell({ type: "played", mark }),
      changed: () => this.#show(),
    });
    this.#controls = new Controls(
      parts.panel().voice,
      { mode: this.#mode, modes: MODES, aloud: this.isAloud },
      {
        mode: (mode) => this.#changeMode(mode),
        aloud: (aloud) => this.#changeAloud(aloud),
        talk: (on) => this.#talk(on),
        quiet: () => this.#quiet(),
        stop: () => {
          this.close();
          parts.composer().microphone.focus();
        },
      },
    );
    this.#show();
    parts.log().scrollToEnd(); // the controls have taken room from it
    this.#open();
  }

  /** Turn everything off. */
  close() {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.#tail);
    this.#connection?.close();
    this.#microphone?.close();
    this.#player.clear();
    this.#sound.close();
    this.#controls.close();
    this.#parts.panel().announce(text("voice_off"));
    this.#told.closed();
  }

  /** Something was typed or pressed: what was said before is past. */
  asked() {
    this.#controls.clear();
    this.#isAwaited = true;
    this.#show();
  }

  /** The assistant has answered on the screen. */
  answered() {
    this.#isAwaited = false;
    this.#show();
  }

  async #open() {
    try {
      this.#sound.resume();
      const microphone = await Microphone.open(this.#sound, {
        heard: (pcm) => this.#send(pcm),
        lost: () => this.#end("voice_lost"),
      });
      if (this.isClosed) {
        microphone.close();
        return;
      }
      this.#microphone = microphone;
      this.#listen();
      await this.#parts.conversation.ensure();
    } catch (problem) {
      if (problem instanceof NoMicrophone) this.#end(problem.key);
      else if (problem instanceof Problem) this.#end("voice_away");
      else throw problem;
      return;
    }
    if (this.isClosed) return;
    this.#controls.turnOn();
    this.#parts.panel().announce(text("voice_on"));
    this.#connect();
  }

  #connect() {
    this.#connection = new Connection(addressOf(this.#parts.base), () => this.#start(), {
      ready: (ready) => this.#ready(ready),
      caption: (caption) => this.#caption(caption),
      speech: (speech, pcm) => this.#speak(speech, pcm),
      clear: () => this.#player.clear(),
      call: ({ number }) => this.#offerCall(number),
      lost: () => {
        this.#player.clear();
        this.#show();
      },
      ended: (problem) => this.#ended(problem),
    });
  }

  #start() {
    const { id, token } = this.#parts.conversation.current ?? { id: "", token: "" };
    return {
      conversation: id,
      token,
      sample_rate: RATE,
      mode: this.#mode === "dictate" ? "dictate" : "converse",
      aloud: this.isAloud,
      resumes: this.#wasReady,
    };
  }

  #ready({ listens }) {
    this.#wasReady = true;
    if (listens) this.#show();
    else this.#end("voice_no_model");
  }

  #send(pcm) {
    if (this.#mode !== "push" || this.#isTalking) this.#connection?.sound(pcm);
  }

  #caption({ text: said, final }) {
    this.#isHeard = !final;
    this.#controls.showHeard(said, language());
    if (final && said !== "") {
      if (this.#mode === "dictate") {
        this.#parts.composer().write(said);
        this.#parts.panel().announce(`${said} ${text("voice_dictated")}`);
      } else {
        this.#isAwaited = true;
        if (!this.isAloud) this.#parts.panel().announce(said);
      }
    }
    this.#show();
  }

  #speak({ mark, rate, text: said, language: tongue }, pcm) {
    this.#isAwaited = false;
    if (said !== null) {
      this.#controls.showSaid(said, tongue);
      if (!this.isAloud) this.#parts.panel().announce(said);
    }
    this.#player.play(mark, pcm, rate);
    this.#show();
  }

  #talk(on) {
    clearTimeout(this.#tail);
    if (on) {
      this.#isTalking = true;
      this.#player.clear();
      this.#connection?.tell({ type: "talk", on: true });
    } else {
      this.#tail = setTimeout(() => {
        this.#isTalking = false;
        this.#connection?.tell({ type: "talk", on: false });
        this.#listen();
        this.#show();
      }, TAIL_MS);
    }
    this.#listen();
    this.#show();
  }

  #quiet() {
    this.#player.clear();
    this.#connection?.tell({ type: "quiet" });
  }

  #changeMode(mode) {
    const reconnects = (mode === "dictate") !== (this.#mode === "dictate");
    this.#mode = mode;
    this.#isTalking = this.#isHeard = this.#isAwaited = false;
    this.#parts.store.prefer({ voiceMode: mode });
    if (reconnects && this.#connection !== null) {
      this.#player.clear();
      this.#connection.close();
      this.#connect();
    }
    this.#listen();
    this.#show();
  }

  #changeAloud(aloud) {
    this.isAloud = aloud;
    this.#parts.store.prefer({ voiceAloud: aloud });
    if (!aloud) this.#player.clear();
    this.#connection?.tell({ type: "aloud", on: aloud });
  }

  /** The microphone hears only when it is to. */
  #listen() {
    if (this.#microphone !== null) {
      this.#microphone.isListening = this.#mode !== "push" || this.#isTalking;
    }
  }

  #offerCall(number) {
    this.#parts.log().note([...withRuby(annotated("voice_call")), " ", phoneLink(number)]);
  }

  #ended(problem) {
    this.#end(problem === null ? "voice_ended" : (PROBLEMS[problem.code] ?? "voice_ended"));
    this.#parts.conversation.sync().catch(() => {}); // it may have been that which ended
  }

  /** Turn off, and say why. */
  #end(key) {
    if (this.isClosed) return;
    this.close();
    this.#parts.log().note(withRuby(annotated(key)));
    this.#parts.panel().announce(text(key));
  }

  #show() {
    if (!this.isClosed) this.#controls.show(this.#state(), this.#player.isSpeaking);
  }

  #state() {
    if (!this.#connection?.isReady) return this.#wasReady ? "again" : "connecting";
    if (this.#isHeard || this.#isTalking) return "hearing";
    if (this.#player.isSpeaking) return "speaking";
    if (this.#isAwaited) return "thinking";
    return this.#mode === "push" ? "held" : "listening";
  }
}
