/** Days and times as residents read them. */

import { language } from "./words.js";

const LOCALES = { "ja-easy": "ja", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", tl: "fil" };

function format(moment, options, of) {
  const locale = LOCALES[of] ?? of;
  return new Intl.DateTimeFormat(locale, { timeZone: "Asia/Tokyo", ...options }).format(moment);
}

/** A day (`2026-05-01`) in full, 2026年5月1日; anything else stays as it is. */
export function longDate(isoDate, of = language()) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(isoDate)) return isoDate;
  return format(new Date(`${isoDate}T12:00:00+09:00`), { dateStyle: "long" }, of);
}

/** A moment (ISO 8601) with its time in Japan; what is none stays as it is. */
export function longMoment(iso, of = language()) {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return format(moment, { dateStyle: "long", timeStyle: "short" }, of);
}
