/** The widget's own words, in the resident's language: section `widget` of `catalogue/ui`. */

import { plain } from "./ruby.js";

let tag = "ja";
let table = {};

/** Fetch the words of a language and speak them from now on. */
export async function speak(base, language) {
  const response = await fetch(new URL(`widget/strings/${language}.json`, base), {
    credentials: "omit",
  });
  if (!response.ok) throw new Error(`no words in ${language}`);
  table = await response.json();
  tag = language;
}

/** The tag of the language that is spoken. */
export function language() {
  return tag;
}

/** The tag for HTML: やさしい日本語 is Japanese. */
export function htmlLanguage(of = tag) {
  return of === "ja-easy" ? "ja" : of;
}

/** A text with its readings (`element.js` draws them) and with its names filled in. */
export function annotated(key, values = {}) {
  return table[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** A text for where no reading can be drawn: attributes, announcements, files. */
export function text(key, values = {}) {
  return plain(annotated(key, values));
}
