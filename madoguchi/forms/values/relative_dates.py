"""Dates counted from another day: 明日, 3日前, 来週の月曜, 昨日の2日前, 4営業日後, 次の火曜."""

from __future__ import annotations

import re
from datetime import date, timedelta

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.absolute_dates import NUMBER, Handler
from madoguchi.forms.values.business_days import add_business_days
from madoguchi.forms.values.date_readings import (
    WEEKDAYS,
    DateContext,
    DateReading,
    add_months,
    incomplete,
    nearest_weekday,
)
from madoguchi.forms.values.magnitudes import read_integer

DAY_WORDS = {
    "今日": 0, "本日": 0, "きょう": 0, "今朝": 0, "今晩": 0, "今夜": 0,
    "明日": 1, "あした": 1, "あす": 1, "明朝": 1, "明晩": 1, "翌日": 1, "次の日": 1, "明くる日": 1,
    "明後日": 2, "あさって": 2, "翌々日": 2, "明々後日": 3, "しあさって": 3,
    "昨日": -1, "きのう": -1, "前日": -1, "前の日": -1, "昨夜": -1, "昨晩": -1, "ゆうべ": -1,
    "一昨日": -2, "おととい": -2, "おとつい": -2, "一昨々日": -3, "さきおととい": -3,
}  # fmt: skip
_DAY_WORD = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
WEEK_WORDS = {
    "先々週": -2, "先週": -1, "前週": -1, "前の週": -1, "今週": 0, "この週": 0, "来週": 1,
    "翌週": 1, "次週": 1, "次の週": 1, "再来週": 2, "さ来週": 2, "再々来週": 3,
}  # fmt: skip
_WEEK_WORD = "|".join(sorted(WEEK_WORDS, key=len, reverse=True))
_WEEKDAY = rf"(?P<weekday>[{WEEKDAYS}])曜日?"
_KANA_WEEKDAYS = {
    "げつよう": 0, "かよう": 1, "すいよう": 2, "もくよう": 3, "きんよう": 4, "どよう": 5,
    "にちよう": 6,
}  # fmt: skip
_KANA_WEEKDAY = "|".join(_KANA_WEEKDAYS)
_UNIT = r"(?:[かヶヵカケ箇ヵ]月|営業日|週間?|月|日|年)"
OFFSET = rf"(?:(?:{NUMBER}|数) ?{_UNIT}間?(?:と|、)?){{1,4}}|半年"
_AHEAD, _BACK = r"後(?![半期])|あと|のち|先", r"前(?!後)|まえ"
DIRECTION = rf"(?:(?P<back>{_BACK})|(?P<ahead>{_AHEAD}))"
_STEP = re.compile(rf"(?P<n>{NUMBER}|数) ?(?P<unit>{_UNIT})")
_MAX_STEPS = 10_000
CHAIN = re.compile(rf" ?(?:から数えて|から|より|の) ?(?P<offset>{OFFSET}) ?{DIRECTION}")


def move(day: date, offset: str, direction: int, context: DateContext) -> date:
    """``day`` moved by a written offset such as 1か月と21日; months first, then days.

    Raises:
        InvalidValueError: ``date_incomplete`` for 数日, ``date_out_of_range``.

    """
    months = days = business = 0
    if offset == "半年":
        months = 6
    for step in _STEP.finditer(offset):
        if step["n"] == "数" and not context.approximate:
            raise InvalidValueError(
                "date_incomplete",
                f"「{step[0]}」だけでは日付が決まりません。何月何日かまで入力してください。",
            )
        number = 3 if step["n"] == "数" else (read_integer(step["n"]) or 0)
        unit = step["unit"]
        if unit == "営業日":
            business += number
        elif unit.startswith("週"):
            days += 7 * number
        elif unit == "年":
            months += 12 * number
        elif unit.endswith("月"):
            months += number
        else:
            days += number
    try:
        if business > _MAX_STEPS:
            raise OverflowError("too many business days")
        moved = add_months(day, direction * months) + timedelta(direction * days)
        return add_business_days(moved, direction * business)
    except OverflowError:
        raise InvalidValueError(
            "date_out_of_range", "日付が離れすぎています。何年何月何日かを入力してください。"
        ) from None


def _day_word(match: re.Match[str], context: DateContext) -> DateReading:
    return _moved(match, context.today + timedelta(DAY_WORDS[match[0]]))


def _offset(match: re.Match[str], context: DateContext) -> DateReading:
    """3日前, 2週間後の日曜日 (the Sunday nearest to that day), 今日から二日."""
    groups = match.groupdict()
    try:
        day = move(context.today, match["offset"], -1 if groups.get("back") else 1, context)
    except InvalidValueError as error:
        return DateReading(match.start(), match.end(), None, error, is_partial=True)
    if groups.get("weekday"):
        day = nearest_weekday(day, WEEKDAYS.index(match["weekday"]))
    return _moved(match, day)


def _week_day(match: re.Match[str], context: DateContext) -> DateReading:
    """来週の月曜: weeks begin on Monday (ISO 8601)."""
    monday = context.today - timedelta(context.today.weekday())
    return _moved(match, monday + timedelta(7 * WEEK_WORDS[match["week"]] + _weekday_index(match)))


def _next_weekday(match: re.Match[str], context: DateContext) -> DateReading:
    """次の火曜 is the first after today, 前の火曜 the last before it."""
    ahead = (_weekday_index(match) - context.today.weekday()) % 7
    if match["before"]:
        return _moved(match, context.today - timedelta(7 - ahead))
    return _moved(match, context.today + timedelta(ahead or 7))


def _weekday(match: re.Match[str], context: DateContext) -> DateReading:
    ahead = (_weekday_index(match) - context.today.weekday()) % 7
    days = [context.today + timedelta(ahead + weeks) for weeks in (-7, 0)]
    value = context.choose(days if ahead else [context.today])
    return DateReading(match.start(), match.end(), value)


def _next_business_day(match: re.Match[str], context: DateContext) -> DateReading:
    return _moved(match, add_business_days(context.today, 1))


def _vague(match: re.Match[str], context: DateContext) -> DateReading:
    return incomplete(match.start(), match.end(), match[0])


def _moved(match: re.Match[str], day: date) -> DateReading:
    return DateReading(match.start(), match.end(), day, is_full=True)


def _weekday_index(match: re.Match[str]) -> int:
    if match["kana"]:
        return _KANA_WEEKDAYS[match["kana"]]
    return WEEKDAYS.index(match["weekday"])


_ANY_WEEKDAY = rf"(?:(?P<weekday>[{WEEKDAYS}])曜日?|(?P<kana>{_KANA_WEEKDAY})び?)"
HANDLERS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (rf"(?:{_DAY_WORD})(?![香々菜葉子])", _day_word),
        ((rf"(?:(?:今日?|本日|現在)(?:から数えて|から|より) ?)?(?<![0-9第約.,])(?P<offset>{OFFSET})"
         rf" ?{DIRECTION}(?:の? ?{_WEEKDAY})?"), _offset),
        (rf"(?:今日|本日|今)から ?(?P<offset>{OFFSET})(?!ま|間|以|[0-9日])", _offset),
        (rf"(?<![0-9])(?P<offset>{NUMBER} ?(?:週間|[かヶヵカケ箇]月|営業日|年))で(?!す|し|は|も)",
         _offset),
        (rf"(?P<week>{_WEEK_WORD}) ?の? ?{_ANY_WEEKDAY}", _week_day),
        ((rf"(?:(?P<before>この前の|前の|先日の|直前の)|次の|今度の|こんどの|来たる|きたる|この|直近の)"
         rf" ?{_ANY_WEEKDAY}"), _next_weekday),
        (_ANY_WEEKDAY, _weekday),
        (r"翌営業日|次の営業日", _next_business_day),
        (rf"(?:今|来|先)?週末|(?:{_WEEK_WORD})(?!間)", _vague),
        (r"(?:[今来先]月|[0-9]{1,2}月)の?(?:上旬|中旬|下旬|初め|はじめ|半ば|なかば|中頃)", _vague),
    )
)  # fmt: skip
