/** Builds elements. Everything that comes from outside passes through here as text, never as HTML. */

import { segments } from "./ruby.js";
import { htmlLanguage, text } from "./words.js";

let count = 0;

/** An id that no other element of the widget has. */
export function newElementId(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

/**
 * Make an element.
 *
 * @param {string} name - the tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes - `null`,
 *   `undefined` and `false` leave an attribute out, `true` sets it empty
 * @param {...(Node | string | null | undefined)} children - strings become text nodes
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Make a button that calls `press` when it is pressed and not waiting for an answer. */
export function button(attributes, label, press) {
  const made = element("button", { type: "button", ...attributes }, ...[label].flat());
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") press(made);
  });
  return made;
}

/** Text in one of our own words, in the language of the widget wherever it stands. */
export function worded(name, attributes, ...children) {
  return element(name, { lang: htmlLanguage(), ...attributes }, ...children.flat());
}

/** The address as text if it is one of the web, null for anything else (`javascript:`, broken). */
export function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in a new tab and says so; plain text if `address` is not one of the web. */
export function externalLink(address, label, attributes = {}) {
  const href = webAddress(address);
  const shown = [label].flat();
  if (href === null) return element("span", {}, ...shown);
  return element(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer", ...attributes },
    ...shown,
    element("span", { class: "external", "aria-hidden": "true" }, "↗"),
    worded("span", { class: "visually-hidden" }, `（${text("new_tab")}）`),
  );
}

/** A link that calls a number. */
export function phoneLink(number) {
  return element("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, number);
}

/** Text with its readings drawn above it, and in brackets where nothing is drawn above. */
export function withRuby(said, draw = (plain) => [plain]) {
  return segments(said).flatMap(({ text: base, reading }) =>
    reading === null
      ? draw(base)
      : [
          element(
            "ruby",
            {},
            base,
            element("rp", {}, "（"),
            element("rt", { "aria-hidden": "true" }, reading),
            element("rp", {}, "）"),
          ),
        ],
  );
}

const ADDRESS_OR_PHONE =
  /https?:\/\/[^\s<>"'「」『』（）、。]+|(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])/g;

/** `said` as nodes, with its readings, and its web addresses and telephone numbers as links. */
export function linkedText(said) {
  return withRuby(said, (plain) => {
    const nodes = [];
    let end = 0;
    for (const match of plain.matchAll(ADDRESS_OR_PHONE)) {
      nodes.push(plain.slice(end, match.index));
      nodes.push(match[0].startsWith("0") ? phoneLink(match[0]) : externalLink(match[0], match[0]));
      end = match.index + match[0].length;
    }
    nodes.push(plain.slice(end));
    return nodes.filter((node) => node !== "");
  });
}
