/**
 * Listens for what arrives later: server-sent events, read by `fetch` because the token travels in a
 * header; where the gateway has none, or they break off, by looking at the history now and then.
 */

import { Problem } from "./api.js";

const UNSUPPORTED = [404, 405, 406, 501];
const SOON_MS = 2000;
const RARELY_MS = 30_000;
const SILENCE_MS = 45_000; // the gateway sends a comment every 15 seconds

/** Cut a stream of text into events: calls `hear({event, data})` for each. */
export class EventReader {
  #hear;
  #rest = "";

  constructor(hear) {
    this.#hear = hear;
  }

  read(text) {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop();
    for (const block of blocks) {
      const event = { event: "message", data: [] };
      for (const line of block.split("\n")) {
        const [, name, value] = /^(event|data): ?(.*)$/.exec(line) ?? [];
        if (name === "event") event.event = value;
        else if (name === "data") event.data.push(value);
      }
      if (event.data.length > 0) this.#hear({ event: event.event, data: event.data.join("\n") });
    }
  }
}

export class Stream {
  #api;
  #conversation;
  #hasEvents = true;
  #running = null;
  #wake = () => {};

  constructor(api, conversation) {
    this.#api = api;
    this.#conversation = conversation;
    // A page in the background holds no connection: browsers allow only a few to one host.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.stop();
      else if (this.#conversation.current !== null) this.start();
    });
    addEventListener("online", () => this.#wake());
  }

  /** Listen from now on; does nothing if it listens already. */
  start() {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    this.#run(this.#running.signal);
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
    this.#wake();
  }

  /** Listen to the conversation that there is now. */
  restart() {
    this.stop();
    this.start();
  }

  async #run(signal) {
    let pause = SOON_MS;
    while (!signal.aborted) {
      try {
        await this.#conversation.sync();
        if (signal.aborted) return;
        if (this.#hasEvents) await this.#listen(signal);
        pause = this.#pauseAfter(pause);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (UNSUPPORTED.includes(problem.status)) this.#hasEvents = false;
        pause = this.#hasEvents ? Math.min(pause * 1.5, RARELY_MS) : this.#pauseAfter(RARELY_MS);
      }
      if (!signal.aborted) await this.#sleep(pause);
    }
  }

  #pauseAfter(pause) {
    if (this.#hasEvents) return SOON_MS;
    if (!this.#conversation.pending) return RARELY_MS;
    return pause === RARELY_MS ? SOON_MS : Math.min(pause * 1.5, RARELY_MS / 2);
  }

  /** Look soon, because an answer is under way. */
  hurry() {
    if (!this.#hasEvents) this.#wake();
  }

  async #listen(signal) {
    const asked = this.#conversation.current;
    if (asked === null) return;
    const connection = new AbortController();
    const close = () => connection.abort();
    signal.addEventListener("abort", close);
    let silence = setTimeout(close, SILENCE_MS);
    try {
      const response = await this.#api.openEvents(
        asked,
        this.#conversation.lastSeq,
        connection.signal,
      );
      const events = new EventReader(({ event, data }) => this.#take(event, JSON.parse(data)));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || signal.aborted || this.#conversation.current?.id !== asked.id) return;
        clearTimeout(silence);
        silence = setTimeout(close, SILENCE_MS);
        events.read(value);
      }
    } catch (problem) {
      if (problem instanceof Problem) {
        if (problem.conversationGone) this.#conversation.lose(asked);
        throw problem;
      }
      // The connection broke off, or fell silent: connect again.
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", close);
      connection.abort();
    }
  }

  #take(event, content) {
    if (event === "message") this.#conversation.hear(content);
    else if (event === "state") this.#conversation.learn(content);
  }

  #sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
