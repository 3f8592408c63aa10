/** Draws the messages of the conversation, one function per kind. */

import {
  button,
  element,
  externalLink,
  linkedText,
  phoneLink,
  webAddress,
  withRuby,
  worded,
} from "./element.js";
import { longDate } from "./dates.js";
import { feedback } from "./feedback.js";
import { answerControl, choiceButtons } from "./fields.js";
import { drawReceipt } from "./receipt.js";
import { annotated, htmlLanguage, text } from "./words.js";

/** One of our own texts with its readings. */
function phrase(key, values) {
  return withRuby(annotated(key, values));
}

function lead(said) {
  return said === "" ? null : element("p", { class: "text" }, ...linkedText(said));
}

function badge(origin) {
  return origin === "ward" ? worded("span", { class: "badge" }, phrase("ward_only")) : null;
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
      element("dt", {}, ...withRuby(row.label), badge(row.origin)),
      element("dd", {}, ...linkedText(row.value)),
    ),
  );
  const items = message.items.map((item) => element("li", {}, ...linkedText(item)));
  return [
    message.text === message.title ? null : lead(message.text),
    element(
      "div",
      { class: "card" },
      element("h3", {}, ...withRuby(message.title)),
      rows.length > 0 ? element("dl", {}, ...rows) : null,
      items.length > 0 ? element("ol", { class: "steps" }, ...items) : null,
    ),
    choiceButtons(message.choices, send),
  ];
}

/** The question alone: the control says the error, which `text` holds for channels without one. */
function withoutError({ text: said, error }) {
  return error && said.startsWith(`${error}\n`) ? said.slice(error.length + 1) : said;
}

function drawQuestion(message, context) {
  const { step, steps } = message;
  const counted = typeof step === "number" && typeof steps === "number";
  return [
    counted ? worded("p", { class: "step" }, phrase("step", { step, steps })) : null,
    lead(withoutError(message)),
    answerControl(message, context),
  ];
}

function drawSummary(message, { send }) {
  const rows = message.rows.map((row) => {
    const label = text("edit_field", { field: row.label });
    const press = () => send({ postback: row.edit, label });
    return element(
      "div",
      { class: "row" },
      element("dt", {}, ...withRuby(row.label)),
      element("dd", {}, longDate(row.value, message.language)),
      element(
        "dd",
        { class: "controls" },
        button({ class: "edit", "aria-label": label, lang: htmlLanguage() }, phrase("edit"), press),
      ),
    );
  });
  const choices = choiceButtons(message.choices, send, { firstIsPrimary: true });
  choices?.classList.add("controls");
  return [
    lead(message.text),
    element(
      "div",
      { class: "card summary" },
      element("h3", {}, ...withRuby(message.title)),
      element("dl", {}, ...rows),
    ),
    choices,
  ];
}

function drawPlace(message) {
  const row = (key, ...value) =>
    element("div", { class: "row" }, worded("dt", {}, phrase(key)), element("dd", {}, ...value));
  const { latitude, longitude } = message;
  const map =
    typeof latitude !== "number" || typeof longitude !== "number"
      ? null
      : externalLink(
          `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`,
          phrase("open_map"),
          { class: "map", lang: htmlLanguage() },
        );
  const rows = [
    message.address ? row("address", message.address) : null,
    message.phone ? row("phone", phoneLink(message.phone)) : null,
    message.hours ? row("hours", message.hours) : null,
  ].filter((one) => one !== null);
  return [
    message.text === message.name ? null : lead(message.text),
    element(
      "div",
      { class: "card place" },
      element("h3", {}, ...withRuby(message.name)),
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
      externalLink(message.url, withRuby(message.title)),
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

/** 「出典：... （確認日）」, or null where nothing is known. The title is that of a Japanese page. */
function sourceLine(source) {
  if (!source) return null;
  const href = source.url ? webAddress(source.url) : null;
  const title = source.title ?? (href === null ? null : new URL(href).host);
  const date = source.verified_on ?? source.updated_on;
  const nodes = [];
  if (title !== null) {
    const label = withRuby(title);
    nodes.push(
      ...phrase("from"),
      href === null
        ? element("span", { lang: "ja" }, ...label)
        : externalLink(href, element("span", { lang: "ja" }, ...label)),
    );
  }
  if (date) {
    const key = source.verified_on ? "checked_on" : "updated_on";
    const day = element("time", { datetime: date }, ...phrase(key, { date: longDate(date) }));
    nodes.push(title === null ? day : element("span", { class: "day" }, day));
  }
  if (source.origin === "common") {
    nodes.push(element("span", { class: "day" }, ...phrase("all_wards")));
  }
  return nodes.length === 0 ? null : worded("p", { class: "source" }, nodes);
}

function translation(message) {
  if (!message.original && !message.translated_by) return null;
  const by = phrase(message.translated_by === "machine" ? "machine_translated" : "translated");
  if (!message.original) return worded("p", { class: "source" }, by);
  return worded(
    "details",
    { class: "original" },
    element("summary", {}, ...by, element("span", { class: "show" }, ...phrase("show_japanese"))),
    element("p", { class: "text", lang: "ja" }, ...linkedText(message.original)),
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

function speaker(message) {
  if (!message.author) return element("p", { class: "visually-hidden" }, text("name"), "：");
  return worded("p", { class: "author" }, phrase("staff"), "　", element("span", { lang: "ja" }, message.author));
}

/**
 * Draw what the assistant says.
 *
 * @param {{seq: number, message: object}} item - the message is of one of the kinds of
 *   `madoguchi/messages.py`; an unknown one shows its text
 * @param {object} context - what drawing needs: `send`, `announce`, `typed` (by field), `api`,
 *   `conversation`, `store`
 */
export function drawMessage({ seq, message }, context) {
  const lasting = waitsForAnswer(message) ? " open" : isYesOrNo(message) ? " once" : "";
  const draw = DRAWN[message.kind] ?? drawText;
  const parts = draw(message, context).filter((part) => part !== null);
  const ratable = ["card", "text"].includes(message.kind) && message.source;
  return element(
    "article",
    {
      class: `message from-assistant kind-${message.kind}${lasting}`,
      tabindex: "-1",
      "data-field": message.field,
    },
    speaker(message),
    element("div", { class: "body", lang: htmlLanguage(message.language ?? "ja") }, ...parts),
    translation(message),
    sourceLine(message.source),
    ratable ? feedback(seq, context) : null,
  );
}

/** Take the controls off a message that can no longer be answered. */
export function closeMessage(article) {
  article.classList.remove("open", "once");
  for (const controls of article.querySelectorAll(".controls")) controls.remove();
}

/** Draw what the resident said; `status` holds the place for "not sent yet". */
export function drawResident(label) {
  return element(
    "article",
    { class: "message from-resident", tabindex: "-1" },
    worded("p", { class: "visually-hidden" }, `${text("you")}：`),
    element("div", { class: "body" }, element("p", { class: "text" }, longDate(label))),
    element("div", { class: "status" }),
  );
}

/** What is read out of a message when it arrives. */
export function spokenText({ text: said, title, error, name }) {
  const heading = [title, name].find((one) => one && !said.includes(one));
  return [error && said.startsWith(error) ? null : error, said, heading].filter(Boolean).join("\n");
}

/** Draw a remark of the widget itself, with a button if there is something to do. */
export function drawNotice(nodes, action = null) {
  const notice = worded("div", { class: "notice" }, element("p", {}, ...nodes));
  if (action !== null) notice.append(button({ class: "choice" }, action.label, action.press));
  return notice;
}
