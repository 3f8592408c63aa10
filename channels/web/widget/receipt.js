/** The receipt of an application: its number to copy, and all of it to keep as a file. */

import { longMoment } from "./dates.js";
import { button, element, linkedText, withRuby, worded } from "./element.js";
import { annotated, htmlLanguage, text } from "./words.js";

const SHOWN_MS = 4000;

/** Have the browser save a text under a name. */
export function saveText(name, content) {
  const href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  const link = element("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Copy `said`; where the page has no clipboard (plain HTTP), by way of a selection. */
async function copy(said, near) {
  try {
    await navigator.clipboard.writeText(said);
    return true;
  } catch {
    const area = element("textarea", { class: "visually-hidden", readonly: true });
    area.value = said;
    near.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    near.querySelector("button").focus({ preventScroll: true });
    return copied;
  }
}

function asFile(message) {
  return [
    message.title,
    `${text("receipt_number")}：${message.receipt_number}`,
    `${text("received_at")}：${longMoment(message.submitted_at)}`,
    message.next_steps ? `\n${text("next")}\n${message.next_steps}` : null,
  ]
    .filter((line) => line !== null)
    .join("\n")
    .concat("\n");
}

export function drawReceipt(message, { announce }) {
  const copyButton = button({ class: "choice" }, withRuby(annotated("copy_number")), async () => {
    const copied = await copy(message.receipt_number, copyButton.parentElement);
    const result = copied ? "copied" : "not_copied";
    copyButton.replaceChildren(...withRuby(annotated(result)));
    announce(text(result));
    setTimeout(() => copyButton.replaceChildren(...withRuby(annotated("copy_number"))), SHOWN_MS);
  });
  const saveButton = button({ class: "choice" }, withRuby(annotated("save_receipt")), () =>
    saveText(`${message.receipt_number}.txt`, asFile(message)),
  );
  return [
    message.text === "" ? null : element("p", { class: "text" }, ...linkedText(message.text)),
    element(
      "div",
      { class: "card receipt" },
      element("h3", {}, ...withRuby(message.title)),
      element(
        "p",
        { class: "receipt-number" },
        worded("span", {}, withRuby(annotated("receipt_number"))),
        element("strong", {}, message.receipt_number),
      ),
      worded(
        "p",
        { class: "submitted" },
        withRuby(annotated("received_at")),
        "：",
        element("time", { datetime: message.submitted_at }, longMoment(message.submitted_at)),
      ),
      message.next_steps
        ? element(
            "div",
            { class: "next" },
            worded("h4", {}, withRuby(annotated("next"))),
            element("p", { class: "text" }, ...linkedText(message.next_steps)),
          )
        : null,
    ),
    element(
      "ul",
      { class: "choices", role: "list", lang: htmlLanguage() },
      element("li", {}, copyButton),
      element("li", {}, saveButton),
    ),
  ];
}
