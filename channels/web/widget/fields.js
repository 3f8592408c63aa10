/** The control that answers a `question` message, by the kind of its form field. */

import { addressPart } from "./address.js";
import { datePart } from "./date.js";
import { button, element, newElementId, withRuby, worded } from "./element.js";
import { filePart } from "./file.js";
import { itemsPart } from "./items.js";
import { LOCATE, locate } from "./position.js";
import { annotated, htmlLanguage, language, text } from "./words.js";

/** Attributes of the one-line kinds. */
const INPUTS = {
  text: { type: "text" },
  kana: { type: "text" },
  name: { type: "text", autocomplete: "name" },
  number: { type: "text", inputmode: "numeric" },
  phone: { type: "tel", inputmode: "tel", autocomplete: "tel" },
  postal_code: { type: "text", inputmode: "numeric", autocomplete: "postal-code" },
  email: {
    type: "email",
    inputmode: "email",
    autocomplete: "email",
    autocapitalize: "none",
    spellcheck: "false",
  },
};
const MOST_BUTTONS = 8;

/** Buttons that each send their postback. */
export function choiceButtons(choices, send, { firstIsPrimary = false, kind = "choice" } = {}) {
  if (choices.length === 0) return null;
  const items = choices.map((choice, index) =>
    element(
      "li",
      {},
      button(
        { class: firstIsPrimary && index === 0 ? "primary" : kind },
        withRuby(choice.label),
        (pressed) =>
          choice.postback === LOCATE
            ? locate(pressed, choice.label, send)
            : send({ postback: choice.postback, label: choice.label }),
      ),
    ),
  );
  return element("ul", { class: "choices", role: "list" }, ...items);
}

/** Whether a button answers the question; the others skip it, go back or leave the form. */
function isAnswer(choice) {
  return choice.postback.startsWith("answer:");
}

/** The buttons that do not answer the question, less conspicuous than those that do. */
function otherButtons(message, send) {
  const others = message.choices.filter((choice) => !isAnswer(choice));
  const drawn = choiceButtons(others, send, { kind: "quiet" });
  drawn?.classList.add("others");
  return drawn;
}

function limitHint({ field_kind: kind, minimum, maximum }) {
  const unit = kind === "item_list" ? "items" : kind === "number" ? "number" : "characters";
  const least = kind === "number" || minimum > 1 ? (minimum ?? null) : null;
  const most = maximum ?? null;
  if (least !== null && most !== null) return annotated(`${unit}_between`, { least, most });
  if (most !== null) return annotated(`${unit}_at_most`, { most });
  if (least !== null) return annotated(`${unit}_at_least`, { least });
  return null;
}

/** What helps to answer: the ward's own remarks first, then ours on the kind of control. */
function hintOf(message) {
  const kind = message.field_kind;
  const lines = [];
  if (message.help) lines.push(element("p", {}, ...withRuby(message.help)));
  if (message.example) {
    const example = withRuby(annotated("example", { example: message.example }));
    lines.push(worded("p", {}, example));
  }
  const ours = {
    date: annotated("date_hint"),
    address: annotated("address_hint"),
    // The ward's remark names the limits; in another language than the reader's, ours does, too.
    file: message.help && language() === message.language ? null : annotated("file_hint"),
  }[kind];
  if (ours) lines.push(worded("p", {}, withRuby(ours)));
  const limit = ["date", "multi_choice", "choice", "yes_no", "file"].includes(kind)
    ? null
    : limitHint(message);
  if (limit !== null) lines.push(worded("p", {}, withRuby(limit)));
  return lines.length === 0
    ? null
    : element("div", { id: newElementId("hint"), class: "hint" }, ...lines);
}

function labelOf(message) {
  const label = withRuby(message.label);
  if (message.required) return label;
  return [...label, worded("span", { class: "optional" }, withRuby(annotated("optional")))];
}

/** One input of its own; `read` says what was typed, or what is wrong with it. */
function linePart(message, typed) {
  const attributes = INPUTS[message.field_kind] ?? INPUTS.text;
  const control = element("input", {
    id: newElementId("answer"),
    ...attributes,
    "aria-required": message.required ? "true" : null,
  });
  control.value = typed;
  return {
    control,
    nodes: [control],
    read() {
      const said = control.value.trim();
      return said === "" ? { wrong: text("empty", { field: message.label }) } : { text: said };
    },
  };
}

/** Boxes to tick, several at once. */
function boxesPart(message) {
  const options = message.choices.filter(isAnswer).map((choice) => {
    const id = newElementId("option");
    const box = element("input", { type: "checkbox", id, value: choice.label });
    const label = element("label", { for: id }, ...withRuby(choice.label));
    return { box, row: element("div", { class: "option" }, box, label) };
  });
  return {
    isGroup: true,
    control: options[0].box,
    nodes: options.map(({ row }) => row),
    read() {
      const said = options.filter(({ box }) => box.checked).map(({ box }) => box.value);
      return said.length === 0 ? { wrong: text("choose_some") } : { text: said.join("、") };
    },
  };
}

/** One of many: too many for buttons. */
function listPart(message) {
  const options = message.choices.filter(isAnswer);
  const control = element(
    "select",
    { id: newElementId("answer"), "aria-required": message.required ? "true" : null },
    element("option", { value: "" }, text("choose_one")),
    ...options.map((choice) => element("option", { value: choice.postback }, choice.label)),
  );
  return {
    control,
    nodes: [control],
    read() {
      const chosen = options.find((choice) => choice.postback === control.value);
      if (chosen === undefined) return { wrong: text("choose_one") };
      return { postback: chosen.postback, label: chosen.label };
    },
  };
}

/** The error below a control, tied to it; hidden until there is one. */
class ErrorLine {
  constructor(said, hint) {
    this.line = element("p", { id: newElementId("error"), class: "error", hidden: !said }, said);
    this.hint = hint;
  }

  /** Say `said` (our own words), or tie what the line says already, to the control. */
  tie(control, said = null) {
    if (said !== null) {
      this.line.lang = htmlLanguage();
      this.line.textContent = said;
      this.line.hidden = false;
    }
    const ids = [this.hint?.id, this.line.hidden ? null : this.line.id].filter(Boolean);
    if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
    if (!this.line.hidden && control.matches("input, textarea, select")) {
      control.setAttribute("aria-invalid", "true");
    }
  }
}

/** A form around a part: label or legend, hint, controls, error and the button that sends it. */
function answerForm(message, part, { send, typed }) {
  const hint = hintOf(message);
  const error = new ErrorLine(message.error ?? null, hint);
  const label = labelOf(message);
  const described = part.isGroup
    ? element("fieldset", {}, element("legend", { class: "field-label" }, ...label), hint, ...part.nodes)
    : null;
  error.tie(described ?? part.control);
  const fields = described
    ? [described]
    : [
        part.before,
        element("label", { for: part.control.id, class: "field-label" }, ...label),
        hint,
        ...part.nodes,
      ];
  const submit = element(
    "button",
    { type: "submit", class: "primary", lang: htmlLanguage() },
    ...withRuby(annotated("decide")),
  );
  const form = element("form", { class: "answer", novalidate: true }, ...fields, error.line, submit);
  const refuse = ({ wrong, at = part.control }) => {
    error.tie(at, wrong);
    if (described !== null) error.tie(described);
    at.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    const answer = part.read();
    if (answer.wrong !== undefined) {
      refuse(answer);
      return;
    }
    let said = answer;
    if (answer.upload !== undefined) {
      submit.setAttribute("aria-disabled", "true");
      said = await answer.upload();
      submit.removeAttribute("aria-disabled");
      if (said.wrong !== undefined) {
        refuse(said);
        return;
      }
    }
    if (said.text !== undefined) typed.set(message.field, said.text);
    send({ label: said.text, ...said, field: message.field });
  });
  return form;
}

function buttonsOnly(message, { send }) {
  const hint = hintOf(message);
  const error = new ErrorLine(message.error ?? null, hint);
  // The question above says it; the label names the group for those who cannot see that.
  const label = element("p", { id: newElementId("label"), class: "visually-hidden" }, ...labelOf(message));
  const group = element("div", { role: "group", "aria-labelledby": label.id });
  const answers = choiceButtons(message.choices.filter(isAnswer), send);
  group.append(...[label, hint, answers, error.line].filter(Boolean));
  error.tie(group);
  return group;
}

function partOf(message, context) {
  const typed = message.error ? (context.typed.get(message.field) ?? "") : "";
  const answers = message.choices.filter(isAnswer).length;
  switch (message.field_kind) {
    case "multi_choice":
      return answers > 0 ? boxesPart(message) : linePart(message, typed);
    case "choice":
      return answers > MOST_BUTTONS ? listPart(message) : linePart(message, typed);
    case "date":
      return datePart(message, typed);
    case "address":
      return addressPart(message, typed, context);
    case "item_list":
      return itemsPart(message, typed);
    case "file":
      return filePart(message, context);
    default:
      return linePart(message, typed);
  }
}

/** Draw the control of a question; `context` is that of `drawMessage`. */
export function answerControl(message, context) {
  const answers = message.choices.filter(isAnswer).length;
  const byButtons =
    ["choice", "yes_no"].includes(message.field_kind) && answers > 0 && answers <= MOST_BUTTONS;
  return element(
    "div",
    { class: "controls" },
    byButtons
      ? buttonsOnly(message, context)
      : answerForm(message, partOf(message, context), context),
    otherButtons(message, context.send),
  );
}
