"""Times of day: 午後3時半, 15:30, 正午, 夜十一時, 朝8時15分, 真夜中."""

from __future__ import annotations

import re
from datetime import time

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.found import Found
from madoguchi.forms.values.magnitudes import read_integer
from madoguchi.forms.values.text import fold_dashes, normalise_with_offsets

EXAMPLE = "『午後3時30分』や『15:30』のように入力してください。"
_N = r"(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,4})"
_MORNING = "午前|早朝|朝|未明|明け方|今朝|AM|am|Am"
_AFTERNOON = "午後|昼過ぎ|夕方|夕|夜|晩|今夜|今晩|昨夜|PM|pm|Pm"
_MIDNIGHT = "真夜中|深夜|夜中"
_PERIOD = (
    rf"(?:(?P<am>{_MORNING})|(?P<pm>{_AFTERNOON})|(?P<deep>{_MIDNIGHT})|(?P<noon>正午|お?昼))の? ?"
)
_CLOCK = re.compile(
    rf"(?:{_PERIOD})?(?<![0-9{'〇零一二三四五六七八九十'}:./])(?P<h>{_N}) ?時(?!間|代|給|期)"
    rf"(?: ?(?:(?P<half>半)|(?P<m>{_N}) ?分))?(?: ?(?P<s>{_N}) ?秒)?(?P<before>前(?!後|半|に))?"
)
_DIGITS = re.compile(
    rf"(?:{_PERIOD})?(?<![0-9:./])(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})(?::(?P<s>[0-9]{{2}}))?(?![0-9:])"
    r" ?(?P<after>AM|PM|am|pm)?"
)
_WORD = re.compile(
    r"(?P<noon>正午)|(?P<midnight>真夜中|零時)|(?P<vague>(?:午前|午後)(?:半ば|中|の早い時間)?)"
)
_NIGHT = frozenset({"夜", "晩", "今夜", "今晩", "昨夜"})
_ROUGH_HOURS = {"午前半ば": 10, "午後半ば": 15}


def parse_time(text: str, *, earliest: time | None = None, latest: time | None = None) -> time:
    """The one time in ``text``; without 午前 or 午後, 3時 is three in the morning (24 hours).

    午前半ば and 午後半ば are taken as 10 and 15 o'clock. 午前12時 and 午後12時 are asked back: both
    mean noon to some and midnight to others (太政官布告第337号, 1872, against everyday clocks).

    Raises:
        InvalidValueError: ``time_not_understood``, ``time_ambiguous``, ``time_not_on_clock``,
            ``time_out_of_range``.

    """
    values: list[time] = []
    for _, _, value in _scan(fold_dashes(normalise_with_offsets(text).text)):
        if isinstance(value, InvalidValueError):
            raise value
        if value not in values:
            values.append(value)
    if not values:
        raise InvalidValueError("time_not_understood", f"時刻が分かりませんでした。{EXAMPLE}")
    if len(values) > 1:
        raise InvalidValueError("time_ambiguous", f"時刻がいくつかあります。1つだけ、{EXAMPLE}")
    value = values[0]
    if (earliest and value < earliest) or (latest and value > latest):
        low, high = format_time(earliest or time(0)), format_time(latest or time(23, 59))
        raise InvalidValueError(
            "time_out_of_range", f"{low}から{high}までの時刻を入力してください。"
        )
    return value


def find_times(text: str) -> tuple[Found[time], ...]:
    """Every usable time in ``text``, in order."""
    normalised = normalise_with_offsets(text)
    return normalised.found_all(
        (start, end, value)
        for start, end, value in _scan(fold_dashes(normalised.text))
        if isinstance(value, time)
    )


def format_time(value: time) -> str:
    """``value`` as residents read it, such as 15時30分."""
    seconds = f"{value.second}秒" if value.second else ""
    return f"{value.hour}時{value.minute:02}分{seconds}"


def _scan(text: str) -> list[tuple[int, int, time | InvalidValueError]]:
    found: list[tuple[int, int, time | InvalidValueError]] = []
    position = 0
    while position < len(text):
        clock = _CLOCK.match(text, position) or _DIGITS.match(text, position)
        word = None if clock else _WORD.match(text, position)
        if clock is not None:
            found.append((position, clock.end(), _clock_time(clock)))
            position = clock.end()
        elif word is not None:
            value = _word_time(word)
            if value is not None:
                found.append((position, word.end(), value))
            position = word.end()
        else:
            position += 1
    return found


def _word_time(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(12)
    if match["midnight"]:
        return time(0)
    hour = _ROUGH_HOURS.get(match[0])
    return None if hour is None else time(hour)


def _clock_time(match: re.Match[str]) -> time | InvalidValueError:
    groups = match.groupdict()
    hour = read_integer(match["h"]) or 0
    minute = 30 if groups.get("half") else read_integer(match["m"] or "0") or 0
    second = read_integer(match["s"] or "0") or 0
    after = (groups.get("after") or "").lower()
    morning = bool(match["am"]) or after == "am"
    afternoon = bool(match["pm"]) or after == "pm"
    if hour == 12 and (morning or (match["pm"] == "午後" and not minute and not second)):
        return InvalidValueError(
            "time_ambiguous",
            f"「{match[0].strip()}」は昼か夜中か分かりません。『正午』か『0時』と入力してください。",
        )
    hour = _on_24_hours(match, hour, afternoon=afternoon)
    if hour == 24 and not minute and not second:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return InvalidValueError(
            "time_not_on_clock", f"「{match[0].strip()}」という時刻はありません。{EXAMPLE}"
        )
    if not groups.get("before"):
        return time(hour, minute, second)
    return InvalidValueError(
        "time_ambiguous", f"「{match[0].strip()}」だけでは時刻が決まりません。{EXAMPLE}"
    )


def _on_24_hours(match: re.Match[str], hour: int, *, afternoon: bool) -> int:
    """``hour`` by the part of the day: 夜12時 is 0, 夜中の11時 is 23, 昼の1時 is 13."""
    if match["deep"]:
        return 0 if hour in (12, 24) else hour + 12 if 9 <= hour < 12 else hour
    if match["pm"] in _NIGHT and hour == 12:
        return 0
    if (afternoon and hour < 12) or (match["noon"] and 1 <= hour <= 4):
        return hour + 12
    return hour
