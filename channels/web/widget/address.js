/** An address; its beginning is filled in from the postal code where that is known. */

import { Problem } from "./api.js";
import { element, newElementId, withRuby, worded } from "./element.js";
import { annotated, htmlLanguage, text } from "./words.js";

/** The seven digits of a postal code as people write it (１５０−００４２, 〒150-0042), or null. */
export function postalDigits(said) {
  const digits = said.normalize("NFKC").replace(/[^\d]/g, "");
  return digits.length === 7 ? digits : null;
}

export function addressPart(message, typed, { api, announce }) {
  const control = element("input", {
    id: newElementId("answer"),
    type: "text",
    autocomplete: "street-address",
    "aria-required": message.required ? "true" : null,
  });
  control.value = typed;
  const status = element("p", { id: newElementId("postal-status"), class: "hint", lang: htmlLanguage() });
  const postal = element("input", {
    id: newElementId("postal"),
    type: "text",
    inputmode: "numeric",
    autocomplete: "postal-code",
    "aria-describedby": status.id,
  });
  let filled = "";

  const tell = (said) => {
    status.textContent = said;
    if (said !== "") announce(said);
  };

  const look = async () => {
    const digits = postalDigits(postal.value);
    if (digits === null) {
      tell("");
      return;
    }
    try {
      const { prefecture, city, town } = await api.findPostalCode(digits);
      if (postalDigits(postal.value) !== digits) return;
      const found = `${prefecture}${city}${town ?? ""}`;
      // What was typed behind an earlier look-up stays; a typed address is not written over.
      if (control.value === "" || control.value.startsWith(filled)) {
        control.value = found + control.value.slice(filled.length);
        filled = found;
      }
      tell(text("postal_found", { address: found }));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      tell(text(problem.status === 404 ? "postal_unknown" : "postal_failed"));
    }
  };
  postal.addEventListener("input", look);

  return {
    control,
    before: worded(
      "div",
      { class: "aside" },
      element("label", { for: postal.id }, ...withRuby(annotated("postal"))),
      postal,
      status,
    ),
    nodes: [control],
    read() {
      const said = control.value.trim();
      return said === "" ? { wrong: text("empty", { field: message.label }) } : { text: said };
    },
  };
}
