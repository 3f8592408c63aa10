/** The control that answers a `question` message, by the kind of its form field. */

import { button, element, newElementId } from "./element.js";
import { LOCATE, locate } from "./position.js";

/** Attributes of the one-line kinds. */
const INPUTS = {
  text: { type: "text" },
  kana: { type: "text" },
  name: { type: "text", autocomplete: "name" },
  address: { type: "text", autocomplete: "street-address" },
  date: { type: "date" },
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

function limitHint({ field_kind: kind, minimum, maximum }) {
  const unit = kind === "item_list" ? "件" : kind === "number" ? "" : "文字";
  const least = kind === "number" || minimum > 1 ? minimum : null;
  if (least !== null && maximum !== null) return `${least}〜${maximum}${unit}`;
  if (maximum !== null) return `${maximum}${unit}まで`;
  if (least !== null) return `${least}${unit}以上`;
  return null;
}

function hints(message) {
  const list = [];
  if (message.help) list.push(message.help);
  if (message.example) list.push(`例：${message.example}`);
  if (message.field_kind === "date") list.push("和暦（令和・平成など）は、画面下の入力欄に書けます。");
  if (message.field_kind === "item_list") list.push("1行に1つずつ書いてください。");
  if (!["date", "multi_choice", "choice", "yes_no"].includes(message.field_kind)) {
    list.push(limitHint(message));
  }
  return list.filter((hint) => hint !== null);
}

/** Buttons that each send their postback. */
export function choiceButtons(choices, send, { firstIsPrimary = false, kind = "choice" } = {}) {
  if (choices.length === 0) return null;
  const items = choices.map((choice, index) =>
    element(
      "li",
      {},
      button({ class: firstIsPrimary && index === 0 ? "primary" : kind }, choice.label, (pressed) =>
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

/** The error below a control; empty until `show` is called, which ties it to the control. */
function errorLine(id, text) {
  const line = element("p", { id, class: "error", hidden: text === null });
  line.textContent = text ?? "";
  return line;
}

function describe(control, hintId, errorLineElement) {
  const ids = [hintId, errorLineElement.hidden ? null : errorLineElement.id];
  const described = ids.filter((id) => id !== null).join(" ");
  if (described === "") control.removeAttribute("aria-describedby");
  else control.setAttribute("aria-describedby", described);
  if (control.matches("input, textarea")) {
    if (errorLineElement.hidden) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
  }
}

function labelText(message) {
  return message.required ? message.label : `${message.label}（任意）`;
}

function answerForm(message, error, send, { fields, read, empty, label }) {
  const form = element("form", { class: "answer", novalidate: true }, ...fields);
  form.append(error.line, element("button", { type: "submit", class: "primary" }, label));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.querySelector("button").getAttribute("aria-disabled") === "true") return;
    const answer = read();
    if (answer === null) {
      error.show(empty());
      return;
    }
    send({ ...answer, field: message.field });
  });
  return form;
}

function oneLine(message, ids, hint, send, typedBefore) {
  const isList = message.field_kind === "item_list";
  const isDate = message.field_kind === "date";
  const control = element(isList ? "textarea" : "input", {
    id: ids.control,
    ...(isList ? { rows: 4 } : (INPUTS[message.field_kind] ?? INPUTS.text)),
    ...(isDate ? { min: message.earliest, max: message.latest } : {}),
    ...(isDate && message.field === "birth_date" ? { autocomplete: "bday" } : {}),
    "aria-required": message.required ? "true" : null,
  });
  control.value = typedBefore;
  const line = errorLine(ids.error, message.error);
  describe(control, hint?.id ?? null, line);
  const error = {
    line,
    show(text) {
      line.textContent = text;
      line.hidden = false;
      describe(control, hint?.id ?? null, line);
      control.focus();
    },
  };
  return answerForm(message, error, send, {
    fields: [
      element("label", { for: ids.control, class: "field-label" }, labelText(message)),
      hint,
      control,
    ],
    read() {
      const text = control.value.trim();
      return text === "" ? null : { text, label: text };
    },
    empty: () =>
      control.validity.badInput
        ? `${message.label}を年・月・日まで入れてください。`
        : `${message.label}を入力してください。`,
    label: "決定",
  });
}

function checkboxes(message, ids, hint, send) {
  const options = message.choices.filter(isAnswer);
  const boxes = options.map((option) => {
    const id = newElementId("option");
    const box = element("input", { type: "checkbox", id, value: option.label });
    return { box, row: element("div", { class: "option" }, box, element("label", { for: id }, option.label)) };
  });
  const line = errorLine(ids.error, message.error);
  const group = element(
    "fieldset",
    {},
    element("legend", { class: "field-label" }, labelText(message)),
    hint,
    ...boxes.map(({ row }) => row),
  );
  describe(group, hint?.id ?? null, line);
  const error = {
    line,
    show(text) {
      line.textContent = text;
      line.hidden = false;
      describe(group, hint?.id ?? null, line);
      boxes[0].box.focus();
    },
  };
  const form = answerForm(message, error, send, {
    fields: [group],
    read() {
      const text = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value).join("、");
      return text === "" ? null : { text, label: text };
    },
    empty: () => "あてはまるものを選んでください。",
    label: "決定",
  });
  return form;
}

function buttonsOnly(message, ids, hint, send) {
  // The question above says it; the label names the group for those who cannot see that.
  const label = element("p", { id: ids.label, class: "visually-hidden" }, labelText(message));
  const line = errorLine(ids.error, message.error);
  const group = element("div", { role: "group", "aria-labelledby": ids.label });
  group.append(...[label, hint, choiceButtons(message.choices.filter(isAnswer), send), line].filter(Boolean));
  describe(group, hint?.id ?? null, line);
  return group;
}

/**
 * Draw the control of a question.
 *
 * @param {object} message - a `question` message
 * @param {(said: {text?: string, postback?: string, label: string, field?: string}) => void} send
 * @param {string} typedBefore - what the resident had typed, to be corrected after an error
 */
export function answerControl(message, send, typedBefore = "") {
  const ids = {
    control: newElementId("answer"),
    label: newElementId("label"),
    error: newElementId("error"),
  };
  const lines = hints(message);
  const hint =
    lines.length === 0
      ? null
      : element(
          "div",
          { id: newElementId("hint"), class: "hint" },
          ...lines.map((text) => element("p", {}, text)),
        );
  const drawn = element("div", { class: "controls" });
  const hasAnswers = message.choices.some(isAnswer);
  if (message.field_kind === "multi_choice" && hasAnswers) {
    drawn.append(checkboxes(message, ids, hint, send));
  } else if (["choice", "yes_no"].includes(message.field_kind) && hasAnswers) {
    drawn.append(buttonsOnly(message, ids, hint, send));
  } else {
    drawn.append(oneLine(message, ids, hint, send, typedBefore));
  }
  const others = otherButtons(message, send);
  if (others !== null) drawn.append(others);
  return drawn;
}
