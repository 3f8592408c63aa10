/** Builds elements. Everything that comes from outside passes through here as text, never as HTML. */

let count = 0;

/** An id that no other element of this page has. */
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
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") press(made);
  });
  return made;
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
  if (href === null) return element("span", {}, label);
  return element(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer", ...attributes },
    label,
    element("span", { class: "external", "aria-hidden": "true" }, "↗"),
    element("span", { class: "visually-hidden", lang: "ja" }, "（新しいタブで開きます）"),
  );
}

/** A link that calls a number. */
export function phoneLink(number) {
  return element("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, number);
}

const ADDRESS_OR_PHONE =
  /https?:\/\/[^\s<>"'「」『』（）、。]+|(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])/g;

/** `text` as nodes, with its web addresses and telephone numbers as links. */
export function linkedText(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS_OR_PHONE)) {
    nodes.push(text.slice(end, match.index));
    nodes.push(match[0].startsWith("0") ? phoneLink(match[0]) : externalLink(match[0], match[0]));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** A day as residents read it: "2026-05-01" becomes 2026年5月1日; anything else stays as it is. */
export function japaneseDate(isoDate) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate);
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : isoDate;
}
