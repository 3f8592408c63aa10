/** The gateway's HTTP contract: one function per call. */

const API = new URL("api/v1/", document.baseURI);
const TIMEOUT_MS = 60_000;
const GONE = [401, 404, 410];

/** The gateway answered with a problem document (RFC 9457), or could not be reached (status 0). */
export class Problem extends Error {
  /** @param {number} status @param {string} detail - Japanese, fit to show */
  constructor(status, detail) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.detail = detail;
  }

  /** Whether the conversation no longer exists. */
  get conversationGone() {
    return GONE.includes(this.status);
  }

  /** Whether the same request may succeed later. */
  get mayPass() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

async function call(method, path, { token = null, body = null } = {}) {
  const headers = { Accept: "application/json" };
  if (token !== null) headers.Authorization = `Bearer ${token}`;
  if (body !== null) headers["Content-Type"] = "application/json";
  let response;
  let text;
  try {
    response = await fetch(new URL(path, API), {
      method,
      headers,
      body: body === null ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    throw new Problem(0, "通信できませんでした。電波の状態を確かめて、もう一度お試しください。");
  }
  let content = null;
  try {
    content = text === "" ? null : JSON.parse(text);
  } catch {
    if (response.ok) {
      throw new Problem(502, "うまく読み取れませんでした。少し待って、もう一度お試しください。");
    }
  }
  if (response.ok) return content;
  const detail = typeof content?.detail === "string" ? content.detail : null;
  throw new Problem(
    response.status,
    detail ?? "ただいまお答えできません。少し待って、もう一度お試しください。",
  );
}

function conversationPath(conversation) {
  return `conversations/${encodeURIComponent(conversation.id)}`;
}

/** The wards: `[{id, name, phone}]`. */
export function listWards() {
  return call("GET", "wards");
}

/** Start a conversation: `{id, token, messages}`. */
export function startConversation(ward) {
  return call("POST", "conversations", { body: { ward, language: "ja" } });
}

/**
 * Say one thing: `{messages, state, pending}`; saying it again with the same id gets the same
 * answer. While `pending`, the messages only ask for patience: the answer follows in the history.
 */
export function sendTurn(conversation, turn) {
  const said = turn.postback === undefined ? { text: turn.text } : { postback: turn.postback };
  return call("POST", `${conversationPath(conversation)}/messages`, {
    token: conversation.token,
    body: { ...said, client_message_id: turn.clientMessageId },
  });
}

/** All that was said: `{messages: [{seq, role, message, at}], state, pending}`. */
export function readHistory(conversation) {
  return call("GET", `${conversationPath(conversation)}/messages?after=0`, {
    token: conversation.token,
  });
}

/** Erase the conversation and everything in it. */
export function eraseConversation(conversation) {
  return call("DELETE", conversationPath(conversation), { token: conversation.token });
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
