"""Dates that residents type or say, alone or in a sentence.

Western and era dates, full-width and kanji numerals, dates without a year or a month, and days
counted from today are read; the grammar is in :mod:`absolute_dates` and :mod:`relative_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values import absolute_dates, relative_dates
from madoguchi.forms.values.date_readings import (
    EXAMPLE,
    WEEKDAYS,
    DateContext,
    DateReading,
    Preference,
)
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.text import fold_dashes, normalise_with_offsets

__all__ = ["Preference", "find_dates", "format_date", "parse_date"]

_HANDLERS = (*absolute_dates.HANDLERS, *relative_dates.HANDLERS)
_WEEKDAY_AFTER = re.compile(
    rf" ?[、,]? ?(?:\((?P<short>[{WEEKDAYS}])(?:曜日?)?\)|の? ?(?P<long>[{WEEKDAYS}])曜日?)"
)
_LINK = re.compile(r" ?(?:から|~|-|と|か|や|または|もしくは|及び|および|、)? ?")
_BARE_DAY = re.compile(r"(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3}) ?日")


def parse_date(
    text: str,
    *,
    today: date,
    prefer: Preference = "nearest",
    earliest: date | None = None,
    latest: date | None = None,
    approximate: bool = False,
) -> date:
    """The one date in ``text``, which may be a whole sentence.

    Args:
        text: what the resident wrote.
        today: the day on which it was written, in Japan.
        prefer: where to look for 4/2, 2日 or 月曜, whose year, month or week is left out; today
            counts for all three. A day within the bounds goes first.
        earliest: the first day that the field accepts.
        latest: the last day that the field accepts.
        approximate: whether 数日前 may be taken as three days ago.

    Raises:
        InvalidValueError: ``date_not_understood``, ``date_incomplete`` (来週, 平成3年),
            ``date_not_in_calendar``, ``date_out_of_era``, ``date_weekday_mismatch``,
            ``date_ambiguous`` (two dates, or a year of two digits), ``date_out_of_range``.

    """
    context = DateContext(today, prefer, earliest, latest, approximate)
    readings = list(_scan(fold_dashes(normalise_with_offsets(text).text), context))
    days = list(dict.fromkeys(reading.value for reading in readings if reading.value))
    errors = [reading for reading in readings if reading.error]
    for reading in errors:
        if reading.error and not (days and reading.is_partial):
            raise reading.error
    if not days:
        raise InvalidValueError("date_not_understood", f"日付が分かりませんでした。{EXAMPLE}")
    if len(days) > 1:
        listed = "と".join(f"『{format_date(day)}』" for day in days[:2])
        raise InvalidValueError(
            "date_ambiguous", f"日付がいくつかあります（{listed}など）。1つだけ入力してください。"
        )
    if not context.allows(days[0]):
        raise InvalidValueError(
            "date_out_of_range",
            f"{format_date(days[0])}は入力できません。"
            f"{_bounds(earliest, latest)}の日付を入力してください。",
        )
    return days[0]


def find_dates(
    text: str,
    *,
    today: date,
    prefer: Preference = "nearest",
    approximate: bool = False,
) -> tuple[Found[date], ...]:
    """Every usable date in ``text``, in order; wrong and incomplete ones are left out.

    A word that follows (まで, 以降, ごろ) is not part of the find and is the caller's to read.

    Raises:
        InvalidValueError: ``text_too_long`` only.

    """
    normalised = normalise_with_offsets(text)
    context = DateContext(today, prefer, approximate=approximate)
    return normalised.found_all(
        (reading.start, reading.end, reading.value)
        for reading in _scan(fold_dashes(normalised.text), context)
        if reading.value
    )


def format_date(day: date) -> str:
    """``day`` as residents read it, such as 2025年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _bounds(earliest: date | None, latest: date | None) -> str:
    if earliest is None and latest is not None:
        return f"{format_date(latest)}以前"
    if latest is None and earliest is not None:
        return f"{format_date(earliest)}以降"
    if earliest is None or latest is None:
        return ""
    return f"{format_date(earliest)}から{format_date(latest)}まで"


def _scan(text: str, context: DateContext) -> Iterator[DateReading]:
    """The longest reading at each place, from left to right."""
    position = 0
    previous: DateReading | None = None
    while position < len(text):
        reading = _read(text, position, context)
        if reading is None:
            position += 1
            continue
        reading = _after(text, previous, reading)
        reading = _with_chain(text, _with_weekday(text, reading), context)
        yield reading
        previous, position = reading, reading.end


def _read(text: str, position: int, context: DateContext) -> DateReading | None:
    best: DateReading | None = None
    matches = ((pattern.match(text, position), handler) for pattern, handler in _HANDLERS)
    found = [(match, handler) for match, handler in matches if match and match.end() > position]
    if found:
        longest = max(match.end() for match, _ in found)
        for match, handler in found:
            if match.end() == longest and best is None:
                best = _guarded(match, handler, context)
    return best


def _guarded(
    match: re.Match[str], handler: absolute_dates.Handler, context: DateContext
) -> DateReading:
    """The handler's reading; a step out of the calendar (year 9999) is the text's error."""
    try:
        return handler(match, context)
    except (OverflowError, ValueError):
        error = InvalidValueError("date_not_understood", f"日付が分かりませんでした。{EXAMPLE}")
        return DateReading(match.start(), match.end(), None, error)


def _after(text: str, previous: DateReading | None, reading: DateReading) -> DateReading:
    """12日 in 4月10日から12日まで is in the month of the date before it."""
    if previous is None or previous.value is None or reading.value is None or reading.is_full:
        return reading
    if _LINK.fullmatch(text, previous.end, reading.start) is None:
        return reading
    if _BARE_DAY.fullmatch(text, reading.start, reading.end) is None:
        return reading
    for ahead in range(62):
        try:
            day = previous.value + timedelta(ahead)
        except OverflowError:
            break
        if day.day == reading.value.day:
            return replace(reading, value=day)
    return reading


def _with_weekday(text: str, reading: DateReading) -> DateReading:
    """Take in the weekday that follows a date, and refuse one that is not that date's."""
    match = _WEEKDAY_AFTER.match(text, reading.end)
    if match is None or reading.value is None:
        return reading
    if text[reading.end - 1] in "曜)" or text[reading.start : reading.end].endswith("曜日"):
        return reading
    written = match["short"] or match["long"]
    right = WEEKDAYS[reading.value.weekday()]
    if written == right:
        return replace(reading, end=match.end())
    error = InvalidValueError(
        "date_weekday_mismatch",
        f"{format_date(reading.value)}は{right}曜日です。日付か曜日を確かめて入力してください。",
    )
    return replace(reading, end=match.end(), value=None, error=error)


def _with_chain(text: str, reading: DateReading, context: DateContext) -> DateReading:
    """昨日の2日前, 4月1日から10日後."""
    while reading.value is not None:
        match = relative_dates.CHAIN.match(text, reading.end)
        if match is None:
            break
        try:
            day = relative_dates.move(
                reading.value, match["offset"], -1 if match["back"] else 1, context
            )
        except InvalidValueError as error:
            return replace(reading, end=match.end(), value=None, error=error)
        reading = replace(reading, end=match.end(), value=day)
    return reading
