/** The chat page: keeps the conversation with the gateway and the log of what was said. */

import {
  eraseConversation,
  listWards,
  newClientMessageId,
  Problem,
  readHistory,
  sendTurn,
  startConversation,
} from "./api.js";
import { Composer } from "./composer.js";
import { button, element } from "./element.js";
import { showApplication, WardSelector, wireCoveredHeights, wireErase } from "./header.js";
import { closeMessage, drawMessage, drawNotice, drawResident } from "./messages.js";
import { Session } from "./session.js";

const EXPIRED = "しばらく時間がたったため、前の会話は終わりました。新しい会話を始めます。";
const KEPT = "送れなかった文は、下の入力欄に残してあります。";

const TYPED_CONTROL = 'input:not([type="checkbox"]), textarea';
const LATE_POLL_MS = 2000;
const LATE_POLL_MAX_MS = 15_000;
const LATE = "回答を準備しています。届きしだい、ここに表示します。";

const log = document.getElementById("log");
const session = new Session();
const composer = new Composer(say);
const wards = new WardSelector((ward) => say({ postback: `ward:${ward.id}`, label: ward.name }));

/** The conversation being started, so that it is started once. */
let starting = null;
/** Turns are delivered one after another. */
let deliveries = Promise.resolve();
let waitingFor = 0;
/** The timer of the next look for a late answer. */
let latePoll = null;

function announce(text) {
  document.getElementById("announcement").textContent = text;
}

function prefersStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Bring the turn to the top, or as far as the page goes: a short answer then shows whole. */
function scrollToTurn(bubble, { smooth = true } = {}) {
  const behavior = smooth && !prefersStill() ? "smooth" : "instant";
  bubble?.scrollIntoView({ block: "start", behavior });
}

function scrollToEnd() {
  const top = document.documentElement.scrollHeight;
  scrollTo({ top, behavior: prefersStill() ? "instant" : "smooth" });
}

function showWaiting() {
  const waiting = document.getElementById("waiting");
  const busy = waitingFor > 0;
  const text = busy ? "お調べしています" : latePoll !== null ? LATE : "";
  waiting.classList.toggle("busy", text !== "");
  if (waiting.textContent !== text) {
    const dots = element("span", { class: "dots", "aria-hidden": "true" });
    dots.append(element("i"), element("i"), element("i"));
    waiting.replaceChildren(...(text === "" ? [] : [dots, element("span", {}, text)]));
  }
  for (const pressable of log.querySelectorAll("button")) {
    if (busy) pressable.setAttribute("aria-disabled", "true");
    else pressable.removeAttribute("aria-disabled");
  }
}

/**
 * Only the newest question or summary can be answered: not one with a receipt below it, nor one
 * that the resident went past when there is no application any more. A bare yes or no can only be
 * said to the last message, for it would mean something else later.
 */
function closeReplaced() {
  for (const one of log.querySelectorAll(".message.once:has(~ .from-resident:not(.unsent))")) {
    closeMessage(one);
  }
  const open = Array.from(log.querySelectorAll(".message.open"));
  const newest = open.pop();
  for (const one of open) closeMessage(one);
  const left = session.state.application === null ? ", .from-resident:not(.unsent)" : "";
  if (newest?.matches(`:has(~ :is(.kind-receipt${left}))`)) closeMessage(newest);
  composer.showQuestionOpen(log.querySelector(".message.open") !== null);
}

/**
 * Turn the keyboard to what was answered, if it was in the log: to the new question's control, or
 * to the new message where the pressed control is gone. Someone writing below stays there.
 */
function moveFocus(wasInLog, drawn) {
  if (!wasInLog) return;
  const question = drawn.findLast((one) => one.classList.contains("open"));
  const control = question?.querySelector("input, textarea");
  const focusIsLost = document.activeElement === null || document.activeElement === document.body;
  if (control) control.focus({ preventScroll: true });
  else if (focusIsLost) drawn[0]?.focus({ preventScroll: true });
}

/** Draw an answer after the turn that it answers (at the end if there is none). */
function drawAnswer(messages, { after = null, answered = undefined } = {}) {
  const wasInLog = log.contains(document.activeElement);
  const drawn = messages.map((message) => drawMessage(message, { send: say, announce, answered }));
  if (after === null) log.append(...drawn);
  else after.after(...drawn);
  closeReplaced();
  moveFocus(wasInLog, drawn);
}

function learn(state) {
  session.learn(state);
  wards.show(state.ward);
  showApplication(state.application);
}

/** The ward that the link to this page names (`/?ward=shibuya`), else the one chosen before. */
function wardToStartIn() {
  const named = new URLSearchParams(location.search).get("ward") ?? "";
  return session.state.ward?.id ?? (/^[a-z][a-z0-9-]{0,63}$/.test(named) ? named : null);
}

async function startInWard(ward) {
  try {
    return await startConversation(ward);
  } catch (problem) {
    if (ward === null || problem.mayPass) throw problem;
    // No such ward: the link was wrong, the resident is welcome.
    return startConversation(null);
  }
}

async function start() {
  const started = await startInWard(wardToStartIn());
  session.begin({ id: started.id, token: started.token });
  learn((await readHistory(session.conversation)).state);
  const firstUnsent = log.querySelector(".from-resident.unsent");
  const greeting = document.createElement("div");
  if (firstUnsent === null) log.append(greeting);
  else firstUnsent.before(greeting);
  drawAnswer(started.messages, { after: greeting });
  greeting.remove();
  for (const notice of log.querySelectorAll(".notice.connecting")) notice.remove();
}

/** Start a conversation unless there is one; calls meanwhile wait for the same. */
function ensureConversation() {
  if (session.conversation !== null) return Promise.resolve();
  starting ??= start().finally(() => (starting = null));
  return starting;
}

/** Mark a turn as not sent, and offer what can be done about it. */
function showUnsent(turn, bubble, problem) {
  const status = bubble.querySelector(".status");
  const isFinal = problem !== null && !problem.mayPass;
  bubble.classList.add("unsent");
  status.replaceChildren(element("p", { class: "failed" }, "送信できませんでした"));
  if (problem !== null) status.append(element("p", { class: "hint" }, problem.detail));
  if (!isFinal) {
    status.append(button({ class: "choice" }, "再送", () => resend(turn, bubble)));
  } else {
    session.removeUnsent(turn);
    if (turn.text !== undefined) {
      const rewrite = button({ class: "choice" }, "書き直す", () => {
        bubble.remove();
        composer.giveBack(turn.text);
        composer.focus();
      });
      status.append(rewrite);
    }
  }
}

function resend(turn, bubble) {
  log.append(bubble); // it is said now
  bubble.focus({ preventScroll: true });
  queue(turn, bubble);
}

/** The conversation no longer exists: say so, begin another, and keep what was typed. */
async function beginAgain() {
  const texts = session.unsent.filter((turn) => turn.text !== undefined).map((turn) => turn.text);
  session.end();
  for (const bubble of log.querySelectorAll(".from-resident.unsent")) bubble.remove();
  for (const message of log.querySelectorAll(".message.open")) closeMessage(message);
  if (texts.length > 0) composer.giveBack(texts.join("\n"));
  log.append(drawNotice(texts.length > 0 ? `${EXPIRED}${KEPT}` : EXPIRED));
  showApplication(null);
  await connect();
}

async function deliver(turn, bubble) {
  if (!session.isUnsent(turn)) return; // erased, or given back, while it waited
  let asked = null;
  try {
    await ensureConversation();
    asked = session.conversation;
    const answer = await sendTurn(asked, turn);
    if (session.conversation !== asked) return; // erased meanwhile
    session.removeUnsent(turn);
    bubble.classList.remove("unsent");
    if (turn.restored || !bubble.isConnected) {
      await connect(); // the answer may be in the history already: draw that
      return;
    }
    learn(answer.state);
    drawAnswer(answer.messages, { after: bubble, answered: turn });
    if (answer.pending) awaitLateAnswer();
    scrollToTurn(bubble);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (asked !== session.conversation) return;
    if (asked !== null && problem.conversationGone) await beginAgain();
    else showUnsent(turn, bubble, problem);
    wards.show(session.state.ward);
    scrollToEnd();
  }
}

function queue(turn, bubble) {
  bubble.classList.add("unsent");
  bubble.querySelector(".status").replaceChildren();
  waitingFor += 1;
  showWaiting();
  scrollToEnd();
  deliveries = deliveries
    .then(() => deliver(turn, bubble))
    .finally(() => {
      waitingFor -= 1;
      showWaiting();
    });
}

/** The resident says something: `text` or `postback`, shown as `label`. */
function say(said) {
  const turn = { clientMessageId: newClientMessageId(), ...said };
  const bubble = drawResident(turn.label);
  session.addUnsent(turn);
  log.append(bubble);
  queue(turn, bubble);
}

/** Look for an answer that could not be given at once, and draw it when it has come. */
function awaitLateAnswer() {
  if (latePoll !== null) return;
  const expected = session.conversation;
  const look = async (pause) => {
    latePoll = null;
    if (session.conversation !== expected) return;
    let history = null;
    try {
      history = await readHistory(expected);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.conversationGone) return; // the next turn says so
    }
    if (session.conversation !== expected || latePoll !== null) return;
    if (history === null || history.pending || waitingFor > 0) {
      const longer = Math.min(pause * 1.5, LATE_POLL_MAX_MS);
      latePoll = setTimeout(look, longer, longer);
    } else {
      drawHistory(history);
      announce("お待たせしました。回答が届きました。");
    }
    showWaiting();
  };
  latePoll = setTimeout(look, LATE_POLL_MS, LATE_POLL_MS);
  showWaiting();
}

/** Draw the log anew from the history that the gateway keeps. */
async function restore() {
  const history = await readHistory(session.conversation);
  drawHistory(history);
  if (history.pending) awaitLateAnswer();
}

function drawHistory({ messages, state }) {
  const open = log.querySelector(".message.open");
  const typed = open?.querySelector(TYPED_CONTROL)?.value;
  const wasInLog = log.contains(document.activeElement);
  log.setAttribute("aria-live", "off"); // nothing of it is news
  log.replaceChildren();
  learn(state);
  for (const { role, message } of messages) {
    if (role === "resident") log.append(drawResident(message.text));
    else log.append(drawMessage(message, { send: say, announce }));
  }
  closeReplaced();
  const field = CSS.escape(open?.dataset.field ?? "");
  const sameField = log.querySelector(`.message.open[data-field="${field}"]`);
  const control = sameField?.querySelector(TYPED_CONTROL);
  if (control && typed) control.value = typed;
  for (const turn of session.unsent) {
    const bubble = drawResident(turn.label);
    log.append(bubble);
    showUnsent({ ...turn, restored: true }, bubble, null);
  }
  showWaiting();
  if (wasInLog) moveFocus(true, [log.querySelector(".message.open") ?? log.lastElementChild]);
  const said = log.querySelectorAll(".from-resident");
  if (said.length > 0) scrollToTurn(said[said.length - 1], { smooth: false });
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

/** Take up the conversation of this tab, or start one. */
async function connect() {
  waitingFor += 1;
  showWaiting();
  try {
    if (session.conversation === null) await ensureConversation();
    else await restore();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (session.conversation !== null && problem.conversationGone) {
      await beginAgain();
    } else {
      const retry = () => {
        notice.remove();
        connect();
      };
      const notice = drawNotice(problem.detail, { label: "もう一度つなぐ", press: retry });
      notice.classList.add("connecting");
      log.append(notice);
    }
  } finally {
    waitingFor -= 1;
    showWaiting();
  }
}

async function erase() {
  try {
    if (session.conversation !== null) await eraseConversation(session.conversation);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (!problem.conversationGone) {
      log.append(drawNotice(`会話を消せませんでした。${problem.detail}`));
      scrollToEnd();
      return;
    }
  }
  session.end();
  log.replaceChildren();
  composer.clear();
  showApplication(null);
  announce("会話を消しました。");
  await connect();
}

async function offerWards() {
  try {
    wards.offer(await listWards());
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    // The ward can still be named in the conversation; the next load asks again.
  }
}

wireCoveredHeights();
wireErase(erase);
wards.show(session.state.ward);
showApplication(session.state.application);
offerWards();
connect();
