/** Draws the messages of the conversation, one function per kind. */

import {
  button,
  element,
  externalLink,
  japaneseDate,
  linkedText,
  phoneLink,
  webAddress,
} from "./element.js";
import { answerControl, choiceButtons } from "./fields.js";

const MOMENT = new Intl.DateTimeFormat("ja-JP", {
  timeZone: "Asia/Tokyo",
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** The HTML language of a message; easy Japanese is Japanese. */
function languageTag(language) {
  return language === "ja-easy" ? "ja" : language;
}

function lead(text) {
  return text === "" ? null : element("p", { class: "text" }, ...linkedText(text));
}

function badge(origin) {
  return origin === "ward" ? element("span", { class: "badge" }, "区独自") : null;
}

function drawText(message) {
  return [lead(message.text)];
}

function drawChoices(message, { send }) {
  const choices = choiceButtons(message.choices, send);
  if (isYesOrNo(message)) choices?.classList.add("controls");
  return [lead(message.text), choices];
}

function drawCard(message, { send }) {
  const rows = message.rows.map((row) =>
    element(
      "div",
      { class: "row" },
      element("dt", {}, row.label, badge(row.origin)),
      element("dd", {}, ...linkedText(row.value)),
    ),
  );
  const items = message.items.map((item) => element("li", {}, ...linkedText(item)));
  return [
    message.text === message.title ? null : lead(message.text),
    element(
      "div",
      { class: "card" },
      element("h2", {}, message.title),
      rows.length > 0 ? element("dl", {}, ...rows) : null,
      items.length > 0 ? element("ol", { class: "steps" }, ...items) : null,
    ),
    choiceButtons(message.choices, send),
  ];
}

/** The question alone: the control says the error, which `text` holds for channels without one. */
function withoutError({ text, error }) {
  return error && text.startsWith(`${error}\n`) ? text.slice(error.length + 1) : text;
}

function drawQuestion(message, { send, answered }) {
  const retyped = message.error !== null && answered?.field === message.field;
  const counted = message.step !== null && message.steps !== null;
  return [
    counted
      ? element("p", { class: "step" }, `質問 ${message.step}／${message.steps}`)
      : null,
    lead(withoutError(message)),
    answerControl(message, send, retyped ? answered.text : ""),
  ];
}

function drawSummary(message, { send }) {
  const rows = message.rows.map((row) => {
    const edit = button({ class: "edit", "aria-label": `${row.label}を直す` }, "直す", () =>
      send({ postback: row.edit, label: `${row.label}を直す` }),
    );
    return element(
      "div",
      { class: "row" },
      element("dt", {}, row.label),
      element("dd", {}, japaneseDate(row.value)),
      element("dd", { class: "controls" }, edit),
    );
  });
  const choices = choiceButtons(message.choices, send, { firstIsPrimary: true });
  choices?.classList.add("controls");
  return [
    lead(message.text),
    element(
      "div",
      { class: "card summary" },
      element("h2", {}, message.title),
      element("dl", {}, ...rows),
    ),
    choices,
  ];
}

/** Copy `text`; where the page has no clipboard (plain HTTP), by way of a selection. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea", { class: "visually-hidden", readonly: true });
    const focused = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
    return copied;
  }
}

function printOnly(article) {
  article.classList.add("print-this");
  document.body.classList.add("print-one");
  addEventListener(
    "afterprint",
    () => {
      article.classList.remove("print-this");
      document.body.classList.remove("print-one");
    },
    { once: true },
  );
  print();
}

function drawReceipt(message, { announce }) {
  const moment = new Date(message.submitted_at);
  const shown = Number.isNaN(moment.getTime()) ? message.submitted_at : MOMENT.format(moment);
  const copyButton = button({ class: "choice" }, "番号をコピー", async () => {
    const copied = await copy(message.receipt_number);
    copyButton.textContent = copied ? "コピーしました" : "コピーできませんでした";
    announce(copied ? "受付番号をコピーしました。" : "受付番号をコピーできませんでした。");
    setTimeout(() => (copyButton.textContent = "番号をコピー"), 4000);
  });
  const printButton = button({ class: "choice" }, "印刷する", (pressed) =>
    printOnly(pressed.closest(".message")),
  );
  return [
    lead(message.text),
    element(
      "div",
      { class: "card receipt" },
      element("h2", {}, message.title),
      element(
        "p",
        { class: "receipt-number" },
        element("span", {}, "受付番号"),
        element("strong", {}, message.receipt_number),
      ),
      element(
        "p",
        { class: "submitted" },
        "受付日時：",
        element("time", { datetime: message.submitted_at }, shown),
      ),
      message.next_steps
        ? element(
            "div",
            { class: "next" },
            element("h3", {}, "これからのこと"),
            element("p", { class: "text" }, ...linkedText(message.next_steps)),
          )
        : null,
    ),
    element(
      "ul",
      { class: "choices", role: "list" },
      element("li", {}, copyButton),
      element("li", {}, printButton),
    ),
  ];
}

function drawPlace(message) {
  const row = (label, ...value) =>
    element("div", { class: "row" }, element("dt", {}, label), element("dd", {}, ...value));
  const { latitude, longitude } = message;
  const map =
    latitude === null || longitude === null
      ? null
      : externalLink(
          `https://maps.gsi.go.jp/#17/${latitude}/${longitude}/&base=std&ls=std&disp=1`,
          "地図を開く（国土地理院）",
          { class: "map" },
        );
  const rows = [
    message.address ? row("住所", message.address) : null,
    message.phone ? row("電話", phoneLink(message.phone)) : null,
    message.hours ? row("時間", message.hours) : null,
  ].filter((one) => one !== null);
  return [
    message.text === message.name ? null : lead(message.text),
    element(
      "div",
      { class: "card place" },
      element("h2", {}, message.name),
      rows.length > 0 ? element("dl", {}, ...rows) : null,
      map,
    ),
  ];
}

function drawLink(message) {
  const href = webAddress(message.url);
  return [
    message.text === message.title ? null : lead(message.text),
    element(
      "div",
      { class: "card link" },
      externalLink(message.url, message.title),
      element("p", { class: "hint" }, href === null ? message.url : new URL(href).host),
    ),
  ];
}

const DRAWN = {
  text: drawText,
  choices: drawChoices,
  card: drawCard,
  question: drawQuestion,
  summary: drawSummary,
  receipt: drawReceipt,
  place: drawPlace,
  link: drawLink,
};

/** 「出典: ... (確認日)」, or null where nothing is known. */
function sourceLine(source) {
  if (!source) return null;
  const href = source.url ? webAddress(source.url) : null;
  const title = source.title ?? (href === null ? null : new URL(href).host);
  const nodes = [];
  if (title !== null) nodes.push("出典: ", href === null ? title : externalLink(href, title));
  const date = source.verified_on ?? source.updated_on;
  if (date) {
    const day = element("time", { datetime: date }, japaneseDate(date));
    const done = source.verified_on ? "確認" : "更新";
    nodes.push(title === null ? "" : "（", day, title === null ? done : `${done}）`);
  }
  if (source.origin === "common") nodes.push(nodes.length > 0 ? "　" : "", "23区共通の案内です。");
  return nodes.length === 0 ? null : element("p", { class: "source", lang: "ja" }, ...nodes);
}

function translation(message) {
  if (!message.original && !message.translated_by) return null;
  const by = message.translated_by === "machine" ? "機械翻訳 / Machine translation" : "翻訳 / Translation";
  if (!message.original) return element("p", { class: "source", lang: "ja" }, by);
  return element(
    "details",
    { class: "original", lang: "ja" },
    element("summary", {}, `${by}・日本語を見る`),
    element("p", { class: "text" }, message.original),
  );
}

/** Whether a message waits for an answer until a later one takes its place. */
function waitsForAnswer(message) {
  return message.kind === "question" || message.kind === "summary";
}

/** Whether the buttons mean something only as the answer to this very message. */
function isYesOrNo(message) {
  const bare = ["yes", "no", "keep"];
  return message.kind === "choices" && message.choices.some((one) => bare.includes(one.postback));
}

/**
 * Draw what the assistant says.
 *
 * @param {object} message - one of the kinds of `madoguchi/messages.py`; an unknown one shows its text
 * @param {{send: Function, announce: Function, answered?: object}} context - `answered` is the turn
 *   that this message answers
 */
export function drawMessage(message, context) {
  const lasting = waitsForAnswer(message) ? " open" : isYesOrNo(message) ? " once" : "";
  const draw = DRAWN[message.kind] ?? drawText;
  const parts = draw(message, context).filter((part) => part !== null);
  return element(
    "article",
    {
      class: `message from-assistant kind-${message.kind}${lasting}`,
      tabindex: "-1",
      "data-field": message.field,
    },
    element("p", { class: "visually-hidden" }, "まどぐち："),
    element("div", { class: "body", lang: languageTag(message.language) }, ...parts),
    translation(message),
    sourceLine(message.source),
  );
}

/** Take the controls off a message that can no longer be answered. */
export function closeMessage(article) {
  article.classList.remove("open", "once");
  for (const controls of article.querySelectorAll(".controls")) controls.remove();
}

/** Draw what the resident said; `status` holds the place for "could not be sent". */
export function drawResident(label) {
  return element(
    "article",
    { class: "message from-resident", tabindex: "-1" },
    element("p", { class: "visually-hidden" }, "あなた："),
    element("div", { class: "body" }, element("p", { class: "text" }, japaneseDate(label))),
    element("div", { class: "status" }),
  );
}

/** Draw a remark of the page itself, with a button if there is something to do. */
export function drawNotice(text, action = null) {
  const notice = element("div", { class: "notice" }, element("p", {}, text));
  if (action !== null) notice.append(button({ class: "choice" }, action.label, action.press));
  return notice;
}
