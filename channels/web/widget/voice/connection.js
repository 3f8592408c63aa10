/**
 * The connection to `/channels/voice/stream` (its messages: `channels/voice/protocol.py`). It comes
 * back by itself when it breaks off, into the same conversation.
 */

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
const MOST_TRIES = 8; // some 40 seconds
const HERE_MS = 20_000;
const MOST_WAITING_BYTES = 128 * 1024; // 4 seconds of sound
const OVER = 1000;

/** The address of the stream on the gateway at `base`. */
export function addressOf(base) {
  const address = new URL("channels/voice/stream", base);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address;
}

export class Connection {
  #address;
  #start;
  #hear;
  #socket = null;
  #isReady = false;
  #isClosed = false;
  #tries = 0;
  #problem = null;
  #speech = null;
  #timer = null;
  #here = null;
  #retry = () => this.#again();

  /**
   * @param {URL} address
   * @param {() => object} start - what the first message says, besides the consent
   * @param {object} hear - `ready({language, listens, speaks})`, `caption({text, final})`,
   *   `speech({mark, rate, language, text}, pcm)`, `clear()`, `call({number})`; `lost()`: it has
   *   broken off and comes back; `ended(problem)`: it does not come back, `problem` is the gateway's
   *   `{code, detail}`, `{code: "away"}`, or null where the conversation was brought to its end
   */
  constructor(address, start, hear) {
    this.#address = address;
    this.#start = start;
    this.#hear = hear;
    addEventListener("online", this.#retry);
    this.#open();
  }

  get isReady() {
    return this.#isReady;
  }

  /** Send sound; none before the gateway is ready. Where it is not taken any more, connect again. */
  sound(pcm) {
    if (!this.#isReady) return;
    if (this.#socket.bufferedAmount < MOST_WAITING_BYTES) {
      this.#socket.send(pcm);
      return;
    }
    this.#socket.onclose = null; // it would be told minutes later
    this.#socket.close();
    this.#left(null);
  }

  /** Send a message: `talk`, `quiet`, `aloud`, `played`. */
  tell(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** End it. Nothing is heard of it any more. */
  close() {
    this.tell({ type: "stop" });
    this.#finish();
  }

  #open() {
    this.#timer = null;
    this.#problem = null;
    this.#speech = null;
    const socket = new WebSocket(this.#address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.tell({ type: "start", consent: true, ...this.#start() });
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code }) => this.#left(code);
    this.#socket = socket;
  }

  #take(data) {
    if (typeof data !== "string") {
      const speech = this.#speech;
      this.#speech = null;
      if (speech !== null) this.#hear.speech(speech, data);
      return;
    }
    const message = JSON.parse(data);
    this.#problem = message.type === "problem" ? message : null;
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        this.#tries = 0;
        clearInterval(this.#here);
        this.#here = setInterval(() => this.sound(new ArrayBuffer(0)), HERE_MS);
        this.#hear.ready(message);
        break;
      case "speech":
        this.#speech = message; // its sound is the next frame
        break;
      case "caption":
      case "clear":
      case "call":
        this.#hear[message.type](message);
        break;
      default: // a problem, which ends it or not; or something of a newer gateway
    }
  }

  #left(code) {
    if (this.#isClosed) return;
    clearInterval(this.#here);
    this.#isReady = false;
    if (code === OVER || this.#problem !== null) {
      this.#end(code === OVER ? null : this.#problem);
    } else if (this.#tries === MOST_TRIES) {
      this.#end({ code: "away" });
    } else {
      this.#hear.lost();
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#tries, LONGEST_PAUSE_MS);
      this.#tries += 1;
      this.#timer = setTimeout(() => this.#open(), pause);
    }
  }

  /** Do not wait any longer. */
  #again() {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#open();
  }

  #end(problem) {
    this.#finish();
    this.#hear.ended(problem);
  }

  #finish() {
    this.#isClosed = true;
    this.#isReady = false;
    clearTimeout(this.#timer);
    clearInterval(this.#here);
    removeEventListener("online", this.#retry);
    this.#socket.close(OVER);
  }
}
