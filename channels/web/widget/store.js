/**
 * What the page remembers over a reload, for all its tabs: the conversation and its token, the turns
 * that are not delivered yet, and how the resident likes the widget. Each has a key of its own, so
 * that two tabs never write over each other.
 */

const PREFERENCES = "madoguchi.preferences";

/** Stands in where the page's storage is blocked: the widget works, only a reload starts afresh. */
class Memory {
  #kept = new Map();

  getItem(key) {
    return this.#kept.get(key) ?? null;
  }

  setItem(key, value) {
    this.#kept.set(key, value);
  }

  removeItem(key) {
    this.#kept.delete(key);
  }

  keys() {
    return [...this.#kept.keys()];
  }
}

function storageOrMemory(name) {
  try {
    const storage = globalThis[name];
    storage.setItem("madoguchi.probe", "1");
    storage.removeItem("madoguchi.probe");
    return storage;
  } catch {
    return new Memory();
  }
}

export class Store {
  #storage = storageOrMemory("localStorage");
  #tab = storageOrMemory("sessionStorage");
  #key;

  /** @param {string} key - what the conversations of this page and ward are known by */
  constructor(key) {
    this.#key = key;
  }

  /** `{id, token}` or null. */
  get conversation() {
    return this.#read(`${this.#key}.conversation`);
  }

  set conversation(conversation) {
    this.#write(`${this.#key}.conversation`, conversation);
  }

  /** `{language, scale, scan, scanSeconds}`, each where it was chosen. */
  get preferences() {
    return this.#read(PREFERENCES) ?? {};
  }

  prefer(changes) {
    this.#write(PREFERENCES, { ...this.preferences, ...changes });
  }

  /** Whether the panel is open in this tab. */
  set isOpen(open) {
    try {
      this.#tab.setItem(`${this.#key}.open`, String(open));
    } catch {
      // full: the panel is closed after a reload
    }
  }

  /** The `seq` of the newest message that any tab has seen. */
  get seen() {
    return this.#read(`${this.#key}.seen`) ?? 0;
  }

  set seen(seq) {
    this.#write(`${this.#key}.seen`, seq);
  }

  /** The `seq` of the answers that the resident has rated. */
  get rated() {
    return this.#read(`${this.#key}.rated`) ?? [];
  }

  rate(seq) {
    this.#write(`${this.#key}.rated`, [...this.rated, seq]);
  }

  /** The turns on their way, in the order in which they were said. */
  get turns() {
    const storage = this.#storage;
    const keys = storage instanceof Memory ? storage.keys() : Object.keys(storage);
    return keys
      .filter((key) => key.startsWith(`${this.#key}.turn.`))
      .map((key) => this.#read(key))
      .filter((turn) => turn !== null)
      .sort((one, other) => one.at - other.at);
  }

  keep(turn) {
    this.#write(`${this.#key}.turn.${turn.clientMessageId}`, turn);
  }

  has(turn) {
    return this.#read(`${this.#key}.turn.${turn.clientMessageId}`) !== null;
  }

  drop(turn) {
    this.#write(`${this.#key}.turn.${turn.clientMessageId}`, null);
  }

  /** Forget the conversation and what was on its way. */
  end() {
    for (const turn of this.turns) this.drop(turn);
    this.seen = null;
    this.#write(`${this.#key}.rated`, null);
    this.conversation = null;
  }

  /** Call `changed` with the name of what another tab has changed, such as `conversation`. */
  watch(changed) {
    addEventListener("storage", ({ key }) => {
      if (key === PREFERENCES) changed("preferences");
      else if (key?.startsWith(`${this.#key}.`)) changed(key.slice(this.#key.length + 1));
    });
  }

  #read(key) {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? "null");
    } catch {
      return null; // something else stands there
    }
  }

  #write(key, value) {
    if (value === null) {
      this.#storage.removeItem(key);
      return;
    }
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      this.#storage = new Memory(); // full: what follows is kept until a reload
      this.#storage.setItem(key, JSON.stringify(value));
    }
  }
}

/** Do something in one tab at a time; where there are no locks (plain HTTP), at once. */
export function alone(name, work) {
  if (navigator.locks === undefined) return work();
  return navigator.locks.request(name, work);
}
