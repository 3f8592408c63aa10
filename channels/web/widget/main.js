/**
 * The widget behind the button: puts its parts together. Every module is imported here, so that a
 * browser needs two round trips for all of them: this file, then the others at once.
 */

import "./address.js";
import { Api, Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import "./date.js";
import "./dates.js";
import { element, withRuby } from "./element.js";
import "./feedback.js";
import "./fields.js";
import "./file.js";
import "./items.js";
import "./icon.js";
import { Keyboard } from "./keyboard.js";
import { announcement, Log } from "./log.js";
import { languageName, Menu, SCALES } from "./menu.js";
import "./messages.js";
import { Outbox, unheard } from "./outbox.js";
import { confirm, Panel } from "./panel.js";
import "./position.js";
import { saveText } from "./receipt.js";
import "./ruby.js";
import { Scanner } from "./scanning.js";
import { Speaking } from "./speaking.js";
import { Store } from "./store.js";
import { Stream } from "./stream.js";
import { annotated, language, speak, text } from "./words.js";

const UNSUPPORTED = [404, 405];

/** What a continuation code follows when it is said, in every language (docs/voice.md). */
const CONTINUATION = "引き継ぎ";

class Widget {
  #wards = null;
  #notice = null;

  constructor({ host, launcher, base }) {
    this.host = host;
    this.launcher = launcher;
    this.base = base;
    this.shadow = host.shadowRoot;
    this.store = new Store(host.storageKey);
    this.api = new Api(base);
    this.conversation = new Conversation(this.api, this.store, {
      ward: host.dataset.ward,
      language,
    });
    this.outbox = new Outbox(this.api, this.store, this.conversation);
    this.stream = new Stream(this.api, this.conversation);
    this.typed = new Map();
    this.root = element("div", { class: "root" });
    launcher.parentElement.append(this.root);
    this.scanner = new Scanner({
      panel: () => this.panel.box,
      keyboard: () => this.keyboard,
      announce: (said) => this.panel.announce(said),
      isOpen: () => this.isOpen,
    });
    this.speaking = new Speaking({
      base: this.base,
      api: this.api,
      store: this.store,
      conversation: this.conversation,
      panel: () => this.panel,
      composer: () => this.composer,
      log: () => this.log,
    });
    this.#build();
    this.#listen();
    this.#applyPreferences();
    this.#fitToVisible();
    if (this.store.conversation !== null) this.#connect();
  }

  get isOpen() {
    return !this.panel.box.hidden;
  }

  get #liking() {
    const { scale, scan, scanSeconds } = this.store.preferences;
    return {
      scale: SCALES.includes(scale) ? scale : 1,
      scan: scan ?? this.host.dataset.scan !== undefined,
      scanSeconds: scanSeconds ?? (Number(this.host.dataset.scan) || 0),
    };
  }

  /** Make all parts, in the language that is spoken now. */
  #build() {
    const announce = (said) => this.panel.announce(said);
    const say = (said) => this.#say(said);
    this.composer = new Composer(say, () => this.speaking.toggle());
    this.keyboard = new Keyboard(announce);
    this.log = new Log({
      send: say,
      announce,
      typed: this.typed,
      api: this.api,
      conversation: this.conversation,
      store: this.store,
      retry: () => this.outbox.retry(),
      rewrite: (refusal) => this.#rewrite(refusal),
      questionOpen: (open) => this.composer.showQuestionOpen(open),
      heard: (messages) => this.#heard(messages),
    });
    this.menu = new Menu(this.#liking, {
      language: (tag) => this.#changeLanguage(tag),
      ward: (ward) => this.#changeWard(ward),
      scale: (scale) => this.#prefer({ scale }),
      scan: (scan, scanSeconds) => this.#prefer({ scan, scanSeconds }),
      download: () => this.#download(),
      erase: () => this.#erase(),
      close: () => this.#toggleMenu(false),
    });
    this.panel = new Panel(this, {
      close: () => this.close(),
      toggleMenu: () => this.#toggleMenu(this.menu.box.hidden),
    });
    this.root.replaceChildren(this.panel.box);
    this.panel.box.addEventListener("keydown", (event) => this.#escape(event));
  }

  #listen() {
    for (const part of [this.conversation, this.outbox]) {
      part.addEventListener("change", () => this.#draw());
    }
    this.conversation.addEventListener("gone", ({ detail }) => this.#beginAgain(detail));
    for (const end of ["gone", "erased"]) {
      this.conversation.addEventListener(end, () => this.speaking.stop());
    }
    this.conversation.addEventListener("erased", ({ detail: byThisTab }) => {
      this.log.clear();
      this.panel.announce(text("erased"));
      // The tab that erased it starts the next one, and the others follow.
      if (byThisTab || this.conversation.current !== null) this.#connect();
      else this.stream.stop();
    });
    for (const kind of ["online", "offline"]) {
      addEventListener(kind, () => {
        this.panel.showOffline(!navigator.onLine);
        if (navigator.onLine && this.conversation.current !== null) this.#connect();
      });
    }
    addEventListener("keydown", (event) => this.#uncover(event));
    this.store.watch((name) => this.#changedElsewhere(name));
  }

  /** Another tab of this page said something, was erased, or was set up differently. */
  #changedElsewhere(name) {
    if (name === "preferences") this.#applyPreferences();
    else if (name === "conversation") this.conversation.followErased();
    else if (name === "seen") this.#follow();
    else if (name.startsWith("turn.")) {
      this.#draw();
      this.outbox.deliver();
    }
  }

  #follow() {
    if (this.store.seen > this.conversation.lastSeq) this.conversation.sync().catch(() => {});
  }

  #applyPreferences() {
    const { scale, scan, scanSeconds } = this.#liking;
    this.root.style.setProperty("--scale", String(scale));
    this.scanner.set(scan, scanSeconds);
  }

  #prefer(changes) {
    this.store.prefer(changes);
    this.#applyPreferences();
  }

  /** Keep to what the keyboard of a telephone leaves of the window, unless the page is pinched. */
  #fitToVisible() {
    const view = globalThis.visualViewport;
    const fit = () => {
      if (view.scale > 1.01) return;
      this.root.style.setProperty("--visible-top", `${view.offsetTop}px`);
      this.root.style.setProperty("--visible-height", `${view.height}px`);
    };
    for (const kind of ["resize", "scroll"]) view?.addEventListener(kind, fit);
  }

  /** Show the panel; the keyboard goes into it unless the page opened it by itself. */
  open({ takeFocus = true } = {}) {
    this.panel.box.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.launcher.classList.remove("news");
    this.launcher.removeAttribute("aria-label");
    this.store.isOpen = true;
    this.panel.showOffline(!navigator.onLine);
    if (takeFocus) this.#takeFocus();
    this.#draw();
    this.#connect();
    this.speaking.offer();
  }

  /** Take an application that was begun elsewhere into this conversation, if the resident agrees. */
  async goOnWith(code) {
    this.open();
    const agreed = await confirm(this.panel.box, {
      title: "continue_title",
      question: "continue_text",
      agree: "continue_agree",
      look: "primary",
    });
    const said = `${CONTINUATION} ${code}`;
    if (agreed) this.#say({ text: said, label: said });
  }

  /** Into the box; where letters are typed on the screen, only to its panel, to leave it in sight. */
  #takeFocus() {
    if (matchMedia("(pointer: coarse)").matches) this.panel.box.focus();
    else this.composer.focus();
  }

  /** Hide the panel; the keyboard returns to the button if it was in the panel. */
  close() {
    this.speaking.stop(); // nobody is listened to without seeing it
    const wasInside = this.shadow.activeElement !== null;
    this.panel.box.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.store.isOpen = false;
    if (wasInside) this.launcher.focus();
  }

  /** A panel that covers the page would hide where the keyboard is in it: Escape closes it, too. */
  #uncover(event) {
    if (event.key !== "Escape" || event.composedPath().includes(this.panel.box)) return;
    if (this.isOpen && this.panel.box.offsetWidth >= innerWidth) this.close();
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (event.composedPath()[0].closest("dialog")) return; // it closes by itself
    event.stopPropagation();
    if (this.keyboard.isOpen) this.keyboard.close();
    else if (this.speaking.isOn) this.speaking.stop();
    else if (!this.menu.box.hidden) this.#toggleMenu(false);
    else this.close();
  }

  #toggleMenu(open) {
    this.menu.box.hidden = !open;
    this.panel.box.classList.toggle("in-menu", open);
    this.panel.menuButton.setAttribute("aria-expanded", String(open));
    if (open) {
      this.menu.close.focus();
      this.#offerWards();
    } else {
      this.panel.menuButton.focus();
    }
  }

  async #offerWards() {
    try {
      this.#wards ??= await this.api.listWards();
      this.menu.offer(this.#wards, this.conversation.state.ward);
    } catch (problem) {
      this.#tell(problem); // the ward can still be named in the conversation
    }
  }

  /** Say why something did not work. */
  #tell(problem) {
    if (!(problem instanceof Problem)) throw problem;
    this.log.note(withRuby(problem.advice));
    this.panel.announce(problem.advice);
  }

  /** Take up the conversation of this page, or start one. */
  async #connect() {
    this.#notice?.remove();
    this.#notice = null;
    this.log.showWaiting("connecting");
    try {
      await this.conversation.ensure();
      await this.conversation.sync();
      this.stream.restart();
      this.outbox.deliver();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#notice?.remove();
      this.#notice = this.log.note(withRuby(problem.advice), {
        label: withRuby(annotated("connect_again")),
        press: () => this.#connect(),
      });
      this.panel.announce(problem.advice);
    }
    this.#draw();
  }

  #draw() {
    const { items, state, pending } = this.conversation;
    const { trouble, refused, isBusy } = this.outbox;
    const turns = this.store.turns;
    const { application } = state;
    this.log.draw({ items, turns, trouble: isBusy ? trouble : null, refused, application });
    this.panel.showState(state);
    // The stream may bring the answer before the call that asked for it returns.
    const isAnswered = unheard(turns, items).length === 0 && items.at(-1)?.role === "assistant";
    const late = pending ? "late" : null;
    const asks = isBusy && !isAnswered;
    this.log.showWaiting(asks ? (trouble === null ? "thinking" : null) : late);
    if (pending) this.stream.hurry();
  }

  #heard(messages) {
    this.speaking.answered();
    if (this.isOpen) {
      if (!this.speaking.isAloud) this.panel.announce(announcement(messages));
      return;
    }
    this.launcher.classList.add("news");
    this.launcher.setAttribute("aria-label", `${this.launcher.textContent}（${text("news")}）`);
  }

  #say(said) {
    this.speaking.asked();
    this.outbox.add(said);
  }

  #rewrite(refusal) {
    this.outbox.dismiss(refusal);
    this.composer.giveBack(refusal.turn.text);
    this.composer.focus();
  }

  /** The conversation no longer exists: say so, begin another, and keep what was typed. */
  #beginAgain(undelivered) {
    const typed = undelivered.filter((turn) => turn.text !== undefined).map((turn) => turn.text);
    this.log.seal();
    if (typed.length > 0) this.composer.giveBack(typed.join("\n"));
    const said = [annotated("expired"), ...(typed.length > 0 ? [annotated("kept")] : [])];
    this.log.note(withRuby(said.join(" ")));
    this.panel.announce(text("expired"));
    this.#connect();
  }

  async #changeLanguage(tag) {
    try {
      await speak(this.base, tag);
    } catch {
      this.#tell(new Problem(0));
      return;
    }
    this.store.prefer({ language: tag });
    this.host.label(tag);
    const typed = this.composer.text.value;
    this.speaking.stop();
    this.#build();
    this.composer.giveBack(typed);
    this.panel.box.hidden = false;
    this.panel.showOffline(!navigator.onLine);
    this.speaking.offer();
    this.#draw();
    this.#toggleMenu(true);
    if (this.conversation.current !== null) {
      this.#say({ postback: `language:${tag}`, label: languageName(tag) });
    }
  }

  #changeWard(ward) {
    this.#toggleMenu(false);
    this.#say({ postback: `ward:${ward.id}`, label: ward.name });
  }

  async #download() {
    try {
      const conversation = await this.conversation.ensure();
      saveText(text("download_name"), await this.#transcript(conversation));
    } catch (problem) {
      this.#tell(problem);
    }
  }

  /** The gateway's own transcript; where it has none, what stands in the log. */
  async #transcript(conversation) {
    try {
      return await this.api.readTranscript(conversation);
    } catch (problem) {
      if (!UNSUPPORTED.includes(problem.status)) throw problem;
      const said = this.conversation.items.map(({ role, message }) =>
        [`${text(role === "resident" ? "you" : "name")}：`, message.text].join(""),
      );
      return `${said.join("\n\n")}\n`;
    }
  }

  async #erase() {
    const agreed = await confirm(this.panel.box, {
      title: "erase_title",
      question: "erase_text",
      agree: "erase_agree",
    });
    if (!agreed) return;
    try {
      await this.conversation.erase();
      this.composer.clear();
    } catch (problem) {
      this.#tell(problem);
    }
    this.#toggleMenu(false);
  }
}

async function styleSheet(base) {
  const response = await fetch(new URL("widget/widget.css", base), { credentials: "omit" });
  if (!response.ok) throw new Error("no style sheet");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  return sheet;
}

/** Put the widget into the shadow of its element; closed, until `open` is called. */
export async function mount({ host, launcher, base, language: tag }) {
  const [sheet] = await Promise.all([styleSheet(base), speak(base, tag)]);
  host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet];
  return new Widget({ host, launcher, base });
}
