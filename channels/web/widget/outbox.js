/**
 * The turns on their way to the gateway. They wait in the page's storage until they are delivered:
 * through a reload, a lost connection, a closed tab. One tab delivers at a time, in order, and each
 * turn under one id, so that nothing is answered twice.
 */

import { newClientMessageId, Problem } from "./api.js";
import { alone } from "./store.js";

const FIRST_PAUSE_S = 2;
const LONGEST_PAUSE_S = 30;

export class Outbox extends EventTarget {
  #api;
  #store;
  #conversation;
  #running = false;
  #wake = () => {};

  constructor(api, store, conversation) {
    super();
    this.#api = api;
    this.#store = store;
    this.#conversation = conversation;
    /** Why the first turn waits: `{problem, seconds}`, or null. */
    this.trouble = null;
    /** Turns that the gateway would not take: `{turn, problem}`. */
    this.refused = [];
    addEventListener("online", () => this.retry());
  }

  /** Whether something is under way that the resident waits for. */
  get isBusy() {
    return this.#store.turns.some((turn) => !turn.delivered);
  }

  /** Say something: `text` or `postback`, shown as `label`. */
  add(said) {
    const turn = { clientMessageId: newClientMessageId(), at: Date.now(), ...said };
    this.#store.keep(turn);
    this.#changed();
    this.deliver();
  }

  /** Forget a turn that was refused. */
  dismiss(refusal) {
    this.refused = this.refused.filter((one) => one !== refusal);
    this.#changed();
  }

  /** Try again now. */
  retry() {
    this.#wake();
    this.deliver();
  }

  /** Deliver what waits. */
  async deliver() {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.isBusy) await alone("madoguchi.send", () => this.#drain());
    } finally {
      this.#running = false;
      this.#changed();
    }
  }

  async #drain() {
    let pause = FIRST_PAUSE_S;
    for (;;) {
      const turn = this.#store.turns.find((one) => !one.delivered);
      if (turn === undefined) return;
      let asked = null;
      try {
        asked = await this.#conversation.ensure();
        if (turn.after === undefined) {
          if (this.#conversation.lastSeq === 0) await this.#conversation.sync();
          turn.after = this.#conversation.lastSeq;
          this.#store.keep(turn);
        }
        this.#changed();
        const answer = await this.#api.sendTurn(asked, turn);
        if (this.#store.has(turn)) this.#store.keep({ ...turn, delivered: true });
        this.trouble = null;
        pause = FIRST_PAUSE_S;
        this.#conversation.pending = answer.pending ?? false;
        await this.#conversation.sync().catch(() => {}); // the stream looks again
        this.#changed();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (asked !== null && problem.conversationGone) {
          this.#conversation.lose(asked);
        } else if (problem.mayPass) {
          const seconds = problem.retryAfterSeconds ?? pause;
          pause = Math.min(pause * 2, LONGEST_PAUSE_S);
          await this.#wait(problem, seconds);
        } else {
          this.#store.drop(turn);
          this.refused.push({ turn, problem });
          this.#changed();
        }
      }
    }
  }

  async #wait(problem, seconds) {
    this.trouble = { problem, seconds };
    this.#changed();
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * The turns that the history does not hold yet. What was delivered while the answer got lost is in
 * it already: the first that the resident said behind the turn's `after`, with its words or, for a
 * button that the gateway has no name for, with none.
 */
export function unheard(turns, items) {
  const heard = new Set();
  return turns.filter((turn) => {
    if (turn.after === undefined) return true;
    const item = items.find(
      ({ seq, role, message }) =>
        role === "resident" &&
        seq > turn.after &&
        !heard.has(seq) &&
        (turn.postback !== undefined || message.text === turn.text.trim()),
    );
    if (item === undefined) return true;
    heard.add(item.seq);
    return false;
  });
}
