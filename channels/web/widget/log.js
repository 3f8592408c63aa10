/** Draws what was said, in order, and what is still on its way below it. */

import { button, element, withRuby, worded } from "./element.js";
import { closeMessage, drawMessage, drawNotice, drawResident, spokenText } from "./messages.js";
import { unheard } from "./outbox.js";
import { annotated, htmlLanguage, text } from "./words.js";

const TYPED_CONTROL = 'input:not([type="checkbox"]), textarea, select';
const NEAR_PX = 80;

export class Log {
  #drawn = new Map();
  #bubbles = new Map();
  #isNew = true;

  /**
   * @param {object} context - that of `drawMessage`, and `retry`, `rewrite(refusal)`,
   *   `questionOpen(open)`, `heard(messages)`
   */
  constructor(context) {
    this.context = context;
    this.list = element("div", { class: "list" });
    this.unsent = element("div", { class: "list unsent" });
    this.box = element(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": text("conversation"), tabindex: "0" },
      this.list,
      this.unsent,
    );
    this.waiting = element("div", { class: "waiting", role: "status" });
    this.scroller = element("div", { class: "scroller" }, this.box, this.waiting);
  }

  /**
   * Bring the log up to date.
   *
   * @param {{items: object[], turns: object[], trouble: object | null, refused: object[],
   *   application: object | null}} now
   */
  draw({ items, turns, trouble, refused, application }) {
    const focused = this.box.getRootNode().activeElement;
    const wasInLog = focused !== null && this.box.contains(focused) && focused !== this.box;
    const wasAtEnd = this.#isAtEnd();
    const fresh = items.filter(({ seq }) => !this.#drawn.has(seq));
    const made = fresh.map((item) => this.#drawItem(item, turns)).filter((one) => one !== null);
    this.list.append(...made);
    this.#closeReplaced(application);
    const sent = this.#drawUnsent(unheard(turns, items), trouble, refused);
    const heard = fresh.filter(({ role }) => role === "assistant");
    if (this.#isNew && fresh.length > 0) {
      this.#isNew = false;
      this.#scrollToTurn("instant");
    } else if (heard.length > 0) {
      this.context.heard(heard.map(({ message }) => message));
      this.#moveFocus(wasInLog, made);
      const answers = fresh.some(({ role }) => role === "resident") || this.#justAnswered;
      if (answers || wasAtEnd) this.#scrollToTurn("smooth");
      this.#justAnswered = false;
    } else if (fresh.length > 0) {
      this.#justAnswered = true; // the answer to it follows
      this.scrollToEnd();
    } else if (sent) {
      this.scrollToEnd(); // to what was said, or to why it is not sent yet
    }
  }

  #justAnswered = false;

  #drawItem({ seq, role, message }, turns) {
    let article = null;
    if (role === "assistant") {
      article = drawMessage({ seq, message }, this.context);
    } else {
      // The gateway keeps no words for some buttons; the tab that said it knows them.
      const turn = turns.find((one) => one.after !== undefined && one.after < seq);
      const label = message.text || turn?.label;
      if (label) article = drawResident(label);
    }
    this.#drawn.set(seq, article);
    return article;
  }

  /**
   * Only the newest question or summary can be answered: not one with a receipt below it, nor one
   * that the resident went past when there is no application any more. A bare yes or no can only be
   * said to the last message, for it would mean something else later.
   */
  #closeReplaced(application) {
    for (const one of this.list.querySelectorAll(".message.once:has(~ .from-resident)")) {
      closeMessage(one);
    }
    const open = Array.from(this.list.querySelectorAll(".message.open"));
    const newest = open.pop();
    for (const one of open) closeMessage(one);
    const left = application === null ? ", .from-resident" : "";
    if (newest?.matches(`:has(~ :is(.kind-receipt${left}))`)) closeMessage(newest);
    this.context.questionOpen(this.list.querySelector(".message.open") !== null);
  }

  /**
   * Turn the keyboard to what was answered, if it was in the log: to the new question's control, or
   * to the new message where the pressed control is gone. Someone writing below stays there.
   */
  #moveFocus(wasInLog, made) {
    if (!wasInLog) return;
    const question = made.findLast((one) => one.classList.contains("open"));
    const control = question?.querySelector(TYPED_CONTROL);
    const isLost = this.box.getRootNode().activeElement === null;
    if (control) control.focus({ preventScroll: true });
    else if (isLost || question) {
      (question ?? made.find((one) => one.matches(".from-assistant")))?.focus({ preventScroll: true });
    }
  }

  /** Draw what is on its way; whether something of it is new, or has met with trouble. */
  #drawUnsent(turns, trouble, refused) {
    const wanted = [
      ...refused.map((refusal) => ({ turn: refusal.turn, refusal })),
      ...turns.map((turn, index) => ({ turn, trouble: index === 0 ? trouble : null })),
    ];
    const before = this.#bubbles;
    this.#bubbles = new Map();
    let added = false;
    for (const entry of wanted) {
      const id = entry.turn.clientMessageId;
      let bubble = before.get(id);
      if (bubble === undefined) {
        bubble = drawResident(entry.turn.label);
        added = true;
      }
      this.#bubbles.set(id, bubble);
      if (this.#showStatus(bubble, entry)) added = true;
    }
    for (const [id, bubble] of before) if (!this.#bubbles.has(id)) bubble.remove();
    for (const [index, bubble] of [...this.#bubbles.values()].entries()) {
      if (this.unsent.children[index] !== bubble) this.unsent.insertBefore(bubble, this.unsent.children[index]);
    }
    return added;
  }

  /** Say why a turn waits, or was refused; whether that is news. */
  #showStatus(bubble, { trouble, refusal }) {
    const problem = refusal?.problem ?? trouble?.problem ?? null;
    const status = bubble.querySelector(".status");
    if ((status.shown ?? null) === problem) return false; // a button in it keeps the focus
    status.shown = problem;
    bubble.classList.toggle("failed", problem !== null);
    status.replaceChildren();
    if (problem === null) return false;
    const key = refusal ? "refused_title" : "not_sent_yet";
    status.append(worded("p", { class: "failure" }, withRuby(annotated(key))));
    const explained = refusal !== undefined && problem.detail !== null;
    if (explained) status.append(element("p", { class: "hint", lang: problem.detailLanguage }, problem.detail));
    if (!explained || htmlLanguage() !== problem.detailLanguage) {
      status.append(worded("p", { class: "hint" }, problem.advice));
    }
    const { retry, rewrite } = this.context;
    const label = refusal ? "rewrite" : "send_now";
    const press = refusal ? () => rewrite(refusal) : retry;
    if (!refusal || refusal.turn.text !== undefined) {
      status.append(button({ class: "choice", lang: htmlLanguage() }, withRuby(annotated(label)), press));
    }
    this.context.announce(`${text(key)} ${problem.advice}`);
    return true;
  }

  /** Say that something is under way: nothing, or the words `key`. */
  showWaiting(key) {
    const busy = key === "thinking";
    if (this.waiting.dataset.key !== (key ?? "")) {
      this.waiting.dataset.key = key ?? "";
      const dots = element("span", { class: "dots", "aria-hidden": "true" });
      dots.append(element("i"), element("i"), element("i"));
      this.waiting.replaceChildren(
        ...(key === null ? [] : [dots, worded("span", {}, withRuby(annotated(key)))]),
      );
    }
    for (const pressable of this.list.querySelectorAll("button:not(.feedback button)")) {
      if (busy) pressable.setAttribute("aria-disabled", "true");
      else pressable.removeAttribute("aria-disabled");
    }
  }

  /** A remark of the widget itself at the end of what was said. */
  note(nodes, action = null) {
    const notice = drawNotice(nodes, action);
    this.list.append(notice);
    this.scrollToEnd();
    return notice;
  }

  /** What stands there belongs to a conversation that has ended. */
  seal() {
    for (const message of this.list.querySelectorAll(".message.open, .message.once")) {
      closeMessage(message);
    }
    this.#drawn.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.#drawn.clear();
    this.#isNew = true;
  }

  scrollToEnd() {
    const { scroller } = this;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: behaviour("smooth") });
  }

  /** Bring the last turn to the top, or as far as it goes: a short answer then shows whole. */
  #scrollToTurn(wished) {
    const said = this.list.querySelectorAll(".from-resident");
    if (said.length === 0) return;
    const { scroller } = this;
    const top = said[said.length - 1].getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTo({ top: scroller.scrollTop + top - 8, behavior: behaviour(wished) });
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }
}

function behaviour(wished) {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : wished;
}

/** What is read out when messages arrive, each in its own language. */
export function announcement(messages) {
  return messages.map((message) =>
    element("p", { lang: htmlLanguage(message.language ?? "ja") }, spokenText(message)),
  );
}
