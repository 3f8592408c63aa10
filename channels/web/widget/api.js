/** The gateway's HTTP contract: one method per call. */

import { language, text as words } from "./words.js";

const TIMEOUT_MS = 60_000;
const GONE = [401, 410];

/** The gateway answered with a problem document (RFC 9457), or could not be reached (status 0). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string | null} detail - fit to show; null where the gateway said nothing
   * @param {number | null} retryAfterSeconds
   * @param {string} detailLanguage - its HTML tag
   */
  constructor(status, detail = null, retryAfterSeconds = null, detailLanguage = "ja") {
    super(detail ?? `status ${status}`);
    this.name = "Problem";
    this.status = status;
    this.detail = detail;
    this.detailLanguage = detailLanguage;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the conversation no longer exists. */
  get conversationGone() {
    return GONE.includes(this.status);
  }

  /** Whether the same request may succeed later. */
  get mayPass() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** What to tell the resident in their language. */
  get advice() {
    if (this.status === 0) return words("no_connection");
    if (this.status === 429) return words("too_many", { seconds: this.retryAfterSeconds ?? 30 });
    return this.mayPass ? words("unavailable") : words("refused");
  }
}

async function problemOf(response) {
  let content = null;
  try {
    content = await response.json();
  } catch {
    // no problem document: a proxy's own page
  }
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new Problem(
    response.status,
    typeof content?.detail === "string" ? content.detail : null,
    Number.isNaN(seconds) ? null : seconds,
    response.headers.get("Content-Language") ?? "ja",
  );
}

function pathOf(conversation) {
  return `conversations/${encodeURIComponent(conversation.id)}`;
}

export class Api {
  #root;

  /** @param {URL} base - where the gateway is */
  constructor(base) {
    this.#root = new URL("api/v1/", base);
  }

  async #fetch(method, path, { token = null, body = null, headers = {}, signal = null } = {}) {
    const sent = { Accept: "application/json", "Accept-Language": language(), ...headers };
    if (token !== null) sent.Authorization = `Bearer ${token}`;
    let response;
    try {
      response = await fetch(new URL(path, this.#root), {
        method,
        headers: sent,
        body,
        cache: "no-store",
        credentials: "omit",
        signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new Problem(0);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async #json(method, path, { body = null, ...more } = {}) {
    const headers = body === null ? {} : { "Content-Type": "application/json" };
    const response = await this.#fetch(method, path, {
      ...more,
      headers,
      body: body === null ? null : JSON.stringify(body),
    });
    try {
      const content = await response.text();
      return content === "" ? null : JSON.parse(content);
    } catch (error) {
      throw new Problem(error instanceof SyntaxError ? 502 : 0); // not ours, or cut off
    }
  }

  /** The wards: `[{id, name, name_en, phone}]`. */
  listWards() {
    return this.#json("GET", "wards");
  }

  /** In which languages one can speak: `{languages: {tag: {listens, speaks}}}`. */
  readVoice() {
    return this.#json("GET", "voice");
  }

  /** Start a conversation: `{id, token, messages}`. */
  startConversation(ward, language) {
    return this.#json("POST", "conversations", { body: { ward, language } });
  }

  /**
   * Say one thing: `{messages, state, pending}`; saying it again with the same id gets the same
   * answer. While `pending`, the messages only ask for patience: the answer follows in the history.
   */
  sendTurn(conversation, turn) {
    const said = turn.postback === undefined ? { text: turn.text } : { postback: turn.postback };
    return this.#json("POST", `${pathOf(conversation)}/messages`, {
      token: conversation.token,
      body: { ...said, client_message_id: turn.clientMessageId },
    });
  }

  /** What was said behind `after`: `{messages: [{seq, role, message, at}], state, pending}`. */
  readHistory(conversation, after) {
    return this.#json("GET", `${pathOf(conversation)}/messages?after=${after}`, {
      token: conversation.token,
    });
  }

  /** The stream of what is said from now on, as a `Response` whose body is read bit by bit. */
  openEvents(conversation, after, signal) {
    return this.#fetch("GET", `${pathOf(conversation)}/events`, {
      token: conversation.token,
      headers: { Accept: "text/event-stream", "Last-Event-ID": String(after) },
      signal,
    });
  }

  /** Erase the conversation and everything in it. */
  eraseConversation(conversation) {
    return this.#json("DELETE", pathOf(conversation), { token: conversation.token });
  }

  /** The conversation as a text file. */
  async readTranscript(conversation) {
    const response = await this.#fetch("GET", `${pathOf(conversation)}/transcript`, {
      token: conversation.token,
      headers: { Accept: "text/plain" },
    });
    return response.text();
  }

  /** Say whether an answer helped; `reason` is wrong, unclear, missing or other. */
  sendFeedback(conversation, seq, helpful, reason = null) {
    return this.#json("POST", `${pathOf(conversation)}/feedback`, {
      token: conversation.token,
      body: reason === null ? { seq, helpful } : { seq, helpful, reason },
    });
  }

  /** Hand in a file for a field: `{id, name, bytes}`. */
  async sendFile(conversation, field, file) {
    const path = `${pathOf(conversation)}/attachments?field=${encodeURIComponent(field)}`;
    const response = await this.#fetch("POST", path, {
      token: conversation.token,
      headers: {
        "Content-Type": file.type || "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
      },
      body: file,
    });
    return response.json();
  }

  /** Where a postal code (7 digits) is: `{prefecture, city, town}`. */
  findPostalCode(digits) {
    return this.#json("GET", `postal-codes/${digits}`);
  }
}

/** A new id for one turn; `crypto.randomUUID` exists only on secure origins. */
export function newClientMessageId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
