/**
 * What this tab remembers over a reload: the conversation and its token, the last known state, and
 * the turns whose answer has not arrived. It ends with the tab; nothing is kept beyond it.
 */

const KEY = "madoguchi.session";

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept !== null && Array.isArray(kept.unsent) ? kept : null;
  } catch {
    return null; // storage is blocked, or holds something else: start afresh
  }
}

export class Session {
  constructor() {
    const kept = read();
    /** @type {{id: string, token: string} | null} */
    this.conversation = kept?.conversation ?? null;
    /** @type {{ward: object | null, application: object | null}} */
    this.state = kept?.state ?? { ward: null, application: null };
    /** @type {Array<{clientMessageId: string, label: string, text?: string, postback?: string}>} */
    this.unsent = kept?.unsent ?? [];
  }

  begin(conversation) {
    this.conversation = conversation;
    this.#save();
  }

  learn(state) {
    this.state = state;
    this.#save();
  }

  addUnsent(turn) {
    this.unsent.push(turn);
    this.#save();
  }

  removeUnsent(turn) {
    this.unsent = this.unsent.filter((one) => one.clientMessageId !== turn.clientMessageId);
    this.#save();
  }

  isUnsent(turn) {
    return this.unsent.some((one) => one.clientMessageId === turn.clientMessageId);
  }

  /** Forget the conversation; the ward stays chosen for the next one. */
  end() {
    this.conversation = null;
    this.state = { ward: this.state.ward, application: null };
    this.unsent = [];
    this.#save();
  }

  #save() {
    const { conversation, state, unsent } = this;
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ conversation, state, unsent }));
    } catch {
      // Storage is blocked or full: the chat works, only a reload starts afresh.
    }
  }
}
