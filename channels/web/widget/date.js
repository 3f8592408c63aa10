/** A day: written in any way that the ward reads (令和7年5月1日), or taken from a calendar. */

import { longDate } from "./dates.js";
import { element, newElementId, withRuby, worded } from "./element.js";
import { annotated, language, text } from "./words.js";

/** What a chosen day is written as: Japanese readers see 年月日, others the digits that they know. */
function written(isoDate) {
  return ["ja", "ja-easy"].includes(language()) ? longDate(isoDate, "ja") : isoDate;
}

export function datePart(message, typed) {
  const control = element("input", {
    id: newElementId("answer"),
    type: "text",
    inputmode: "text",
    autocomplete: message.field === "birth_date" ? "bday" : "off",
    "aria-required": message.required ? "true" : null,
  });
  control.value = typed;
  const id = newElementId("calendar");
  const calendar = element("input", {
    id,
    type: "date",
    min: message.earliest,
    max: message.latest,
    tabindex: "0",
  });
  calendar.addEventListener("change", () => {
    if (calendar.value !== "") control.value = written(calendar.value);
  });
  return {
    control,
    nodes: [
      control,
      worded(
        "div",
        { class: "aside" },
        element("label", { for: id }, ...withRuby(annotated("calendar"))),
        calendar,
      ),
    ],
    read() {
      const said = control.value.trim();
      if (said !== "") return { text: said };
      return { wrong: text("empty_date", { field: message.label }) };
    },
  };
}
