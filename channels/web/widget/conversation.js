/**
 * The conversation with the gateway as this tab knows it: the messages by their `seq`, the state,
 * and what happens to it. It draws nothing; who listens hears:
 *
 * - `change`: messages, state or `pending` are other than before
 * - `gone`: the conversation had expired and another begins; `detail` is what was not delivered
 * - `erased`: it was erased; `detail` is whether by this tab
 */

import { Problem } from "./api.js";
import { alone } from "./store.js";

const NOTHING = { ward: null, application: null, banner: null };
const WARD = /^[a-z][a-z0-9-]{0,63}$/;

export class Conversation extends EventTarget {
  #api;
  #store;
  #items = new Map();
  #syncing = null;
  #syncAgain = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./store.js").Store} store
   * @param {{ward: string | undefined, language: () => string}} wishes - to start with
   */
  constructor(api, store, wishes) {
    super();
    this.#api = api;
    this.#store = store;
    this.wishes = wishes;
    this.state = NOTHING;
    this.pending = false;
  }

  /** `{id, token}` or null. */
  get current() {
    return this.#store.conversation;
  }

  /** The messages in order: `{seq, role, message, at}`. */
  get items() {
    return [...this.#items.values()].sort((one, other) => one.seq - other.seq);
  }

  get lastSeq() {
    return Math.max(0, ...this.#items.keys());
  }

  /** Start a conversation unless there is one, in this tab or another. */
  async ensure() {
    if (this.current !== null) return this.current;
    await alone("madoguchi.start", async () => {
      if (this.current !== null) return;
      const { id, token } = await this.#startInWard();
      this.#store.conversation = { id, token };
    });
    return this.current;
  }

  async #startInWard() {
    const named = this.state.ward?.id ?? this.wishes.ward ?? "";
    const ward = WARD.test(named) ? named : null;
    const language = this.wishes.language();
    try {
      return await this.#api.startConversation(ward, language);
    } catch (problem) {
      if (ward === null || problem.status !== 422) throw problem;
      // No such ward: the tag of the page is wrong, the resident is welcome.
      return this.#api.startConversation(null, language);
    }
  }

  /** Take over what is new at the gateway; calls meanwhile are answered by one more look. */
  sync() {
    if (this.#syncing !== null) {
      this.#syncAgain = true;
      return this.#syncing;
    }
    this.#syncing = this.#look().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #look() {
    do {
      this.#syncAgain = false;
      const asked = this.current;
      if (asked === null) return;
      let history;
      try {
        history = await this.#api.readHistory(asked, this.lastSeq);
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.conversationGone) throw problem;
        this.lose(asked);
        return;
      }
      if (this.current?.id !== asked.id) return;
      this.pending = history.pending;
      this.#take(history.messages);
      this.#learn(history.state);
      this.#changed();
      for (const turn of this.#store.turns) if (turn.delivered) this.#store.drop(turn);
    } while (this.#syncAgain);
  }

  /** One message from the stream. */
  hear(item) {
    if (this.#items.has(item.seq)) return;
    this.#take([item]);
    this.#changed();
    if (this.pending) this.sync().catch(() => {}); // whether that was all is known there
  }

  /** The state from the stream. */
  learn(state) {
    this.#learn(state);
    this.#changed();
  }

  #take(items) {
    for (const item of items) this.#items.set(item.seq, item);
    if (this.lastSeq > this.#store.seen) this.#store.seen = this.lastSeq;
  }

  #learn(state) {
    this.state = { ...NOTHING, ...state };
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** The gateway no longer knows `asked`: forget it, and say what had not been delivered. */
  lose(asked) {
    if (this.current?.id !== asked.id) return; // another tab was quicker
    const undelivered = this.#store.turns.filter((turn) => !turn.delivered);
    this.#store.end();
    this.#forget();
    this.dispatchEvent(new CustomEvent("gone", { detail: undelivered }));
  }

  /** Erase everything at the gateway and here. */
  async erase() {
    const asked = this.current;
    try {
      if (asked !== null) await this.#api.eraseConversation(asked);
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.conversationGone) throw problem;
    }
    this.#store.end();
    this.#forgetErased(true);
  }

  /** The conversation was erased, or replaced, in another tab: show what there is now. */
  followErased() {
    this.#forgetErased(false);
  }

  #forgetErased(byThisTab) {
    this.#forget();
    this.dispatchEvent(new CustomEvent("erased", { detail: byThisTab }));
  }

  #forget() {
    this.#items.clear();
    this.pending = false;
    this.state = { ...NOTHING, ward: this.state.ward };
  }
}
