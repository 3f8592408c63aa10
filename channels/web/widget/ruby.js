/** Furigana in plain text, as `madoguchi/languages/ruby.py` reads it: `｜手続《てつづ》き`. */

const RUBY = /(?:｜([^｜《》\n]+)|([\u3005\u4e00-\u9fff\u3400-\u4dbf]+))《([^《》\n]+)》/g;

/** The text cut where readings begin and end: `[{text, reading}]`, `reading` null where none is. */
export function segments(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(RUBY)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), reading: null });
    found.push({ text: match[1] ?? match[2], reading: match[3] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), reading: null });
  return found;
}

/** The text without its readings, for where nothing can be drawn above it. */
export function plain(text) {
  return segments(text)
    .map((segment) => segment.text)
    .join("");
}
