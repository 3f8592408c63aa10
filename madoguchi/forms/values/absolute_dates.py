"""Dates written out: 1991年4月2日, H3.4.2, 平成三年四月二日, 19910402, 4/2, 2日, こどもの日."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import holidays

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.date_readings import (
    EXAMPLE,
    WEEKDAYS,
    DateContext,
    DateReading,
    add_months,
    incomplete,
    month_end,
    no_such_date,
    nth_weekday,
    valid_date,
)
from madoguchi.forms.values.eras import check_era, era_named, western_year
from madoguchi.forms.values.magnitudes import read_integer

_K = "〇零一二三四五六七八九十百千"
NUMBER = rf"(?:[0-9]{{1,4}}|[{_K}]{{1,7}})"
_TWO = rf"(?:[0-9]{{1,2}}|[{_K}]{{1,4}})"
_KANA_DAYS = {
    "ついたち": 1, "ふつか": 2, "みっか": 3, "よっか": 4, "いつか": 5, "むいか": 6, "なのか": 7,
    "ようか": 8, "ここのか": 9, "とおか": 10, "はつか": 20,
}  # fmt: skip
_KANA_DAY = "|".join(_KANA_DAYS)
_DAY = rf"(?:(?P<d>{_TWO}) ?日|(?P<kana>{_KANA_DAY})|(?P<end>末日?|最終日))"
_BARE_DAY = rf"(?:(?P<d>{_TWO}) ?日?|(?P<kana>{_KANA_DAY})|(?P<end>末日?|最終日))(?![0-9{_K}])"
_ERA = (
    r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令](?=[0-9])"
    r"|(?<![A-Za-z])[MTSHRmtshr](?= ?[0-9元]))"
)
_DURATION_AFTER = r"(?!間|ごと|毎|おき|以[上下内]|目|分|前|後|先|ずつ|未満|[0-9])"
_NOT_AFTER_NUMBER = r"(?<![0-9.,:/年月まる丸半約後数毎第-])"
_YEAR_WORDS = {
    "一昨年": -2, "おととし": -2, "去年": -1, "昨年": -1, "前年": -1, "今年": 0, "ことし": 0,
    "本年": 0, "来年": 1, "翌年": 1, "明年": 1, "再来年": 2,
}  # fmt: skip
_YEAR_WORD = "|".join(_YEAR_WORDS)
MONTH_WORDS = {
    "先々月": -2, "先月": -1, "前月": -1, "前の月": -1, "今月": 0, "本月": 0, "当月": 0,
    "来月": 1, "翌月": 1, "次の月": 1, "再来月": 2, "さ来月": 2,
}  # fmt: skip
_MONTH_WORD = "|".join(MONTH_WORDS)
_WEEKDAY = rf"(?P<weekday>[{WEEKDAYS}])(?:曜日?)"
_NTH = rf"(?:第 ?(?P<nth>[0-9一二三四五]) ?|(?P<last>最後の|最終))(?:の)?{_WEEKDAY}"
_FIRST_YEAR, _LAST_YEAR = 1868, 2200
SPECIAL_DAYS = {"元旦": (1, 1), "大晦日": (12, 31), "おおみそか": (12, 31), "クリスマス": (12, 25)}
_HOLIDAYS = (
    "元日|成人の日|建国記念の日|天皇誕生日|春分の日|昭和の日|憲法記念日|みどりの日|こどもの日|海の日"
    "|山の日|敬老の日|秋分の日|スポーツの日|文化の日|勤労感謝の日"
)

Handler = Callable[[re.Match[str], DateContext], DateReading]


def _reading(match: re.Match[str], value: date | None, *, is_full: bool = False) -> DateReading:
    error = None if value else no_such_date(match[0].strip())
    return DateReading(match.start(), match.end(), value, error, is_full=is_full)


def _number(text: str) -> int:
    return 1 if text == "元" else (read_integer(text) or 0)


def _day_of(match: re.Match[str], year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    if match["end"]:
        return month_end(year, month)
    number = _KANA_DAYS[match["kana"]] if match["kana"] else _number(match["d"])
    return valid_date(year, month, number)


def _era_date(match: re.Match[str], context: DateContext) -> DateReading:
    era = era_named(match["era"])
    try:
        value = _day_of(match, western_year(era, _number(match["y"])), _number(match["m"]))
        if value:
            check_era(era, value)
    except InvalidValueError as error:
        return DateReading(match.start(), match.end(), None, error)
    return _reading(match, value, is_full=True)


def _era_year(match: re.Match[str], context: DateContext) -> DateReading:
    try:
        western_year(era_named(match["era"]), _number(match["y"]))
    except InvalidValueError as error:
        return DateReading(match.start(), match.end(), None, error)
    return incomplete(match.start(), match.end(), match[0], year_only=True)


def _western_date(match: re.Match[str], context: DateContext) -> DateReading:
    year = _number(match["y"])
    if len(match["y"]) <= 2:
        error = InvalidValueError(
            "date_ambiguous", f"「{match[0]}」の年が西暦か和暦か分かりません。{EXAMPLE}"
        )
        return DateReading(match.start(), match.end(), None, error)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        error = InvalidValueError(
            "date_out_of_range", f"{year}年は、入力できない年です。年を確かめて入力してください。"
        )
        return DateReading(match.start(), match.end(), None, error)
    return _reading(match, _day_of(match, year, _number(match["m"])), is_full=True)


def _year_only(match: re.Match[str], context: DateContext) -> DateReading:
    return incomplete(match.start(), match.end(), match[0], year_only=True)


def _month_only(match: re.Match[str], context: DateContext) -> DateReading:
    return incomplete(match.start(), match.end(), match[0])


def _month_day(match: re.Match[str], context: DateContext) -> DateReading:
    month = _number(match["m"])
    if match["relative_year"]:
        year = context.today.year + _YEAR_WORDS[match["relative_year"]]
        return _reading(match, _day_of(match, year, month), is_full=True)
    return _reading(match, _in_some_year(context, lambda year: _day_of(match, year, month)))


def _short_date(match: re.Match[str], context: DateContext) -> DateReading:
    """4/2, and 29/2 where only the day can be over 12."""
    month, day = int(match["m"]), int(match["d"])
    if month > 12 >= day:
        month, day = day, month
    return _reading(match, _in_some_year(context, lambda year: valid_date(year, month, day)))


def _in_some_year(context: DateContext, build: Callable[[int], date | None]) -> date | None:
    """The preferred of the days that ``build`` gives for the years around today's."""
    years = range(context.today.year - 1, context.today.year + 2)
    days = [day for year in years if (day := build(year))]
    if context.earliest or context.latest or len(days) < 3:  # 29 February, a birthday
        years = range(context.today.year - 130, context.today.year + 9)
        more = [day for year in years if (day := build(year))]
        days += [day for day in more if len(days) < 3 or context.allows(day)]
    return context.choose(days)


def _day_only(match: re.Match[str], context: DateContext) -> DateReading:
    """2日; 21日の木曜日 looks for a month in which the weekday is right."""
    days: list[date] = []
    for months in range(-14, 15):
        try:
            first = add_months(context.today.replace(day=1), months)
        except OverflowError:
            continue
        if found := valid_date(first.year, first.month, _number(match["d"])):
            days.append(found)
    if match["weekday"]:
        weekday = WEEKDAYS.index(match["weekday"])
        days = [day for day in days if day.weekday() == weekday]
        this_month = [
            d for d in days if (d.year, d.month) == (context.today.year, context.today.month)
        ]
        days = this_month or days
    return _reading(match, context.choose(days))


def _relative_month(match: re.Match[str], context: DateContext) -> DateReading:
    """来月1日, 今月末, 月末."""
    first = add_months(context.today.replace(day=1), MONTH_WORDS.get(match["month"] or "", 0))
    return _reading(match, _day_of(match, first.year, first.month), is_full=True)


def _nth_weekday(match: re.Match[str], context: DateContext) -> DateReading:
    """来月の第一月曜日, 4月の第3日曜日."""
    nth = -1 if match["last"] else _number(match["nth"])
    weekday = WEEKDAYS.index(match["weekday"])
    if match["m"]:
        month = _number(match["m"])
        if not 1 <= month <= 12:
            return _reading(match, None)
        return _reading(
            match, _in_some_year(context, lambda year: nth_weekday(year, month, nth, weekday))
        )
    first = add_months(context.today.replace(day=1), MONTH_WORDS.get(match["month"] or "", 0))
    return _reading(match, nth_weekday(first.year, first.month, nth, weekday))


@lru_cache(maxsize=256)
def _holiday(name: str, year: int) -> date | None:
    if not 1949 <= year <= 2099:  # the years that the library knows
        return None
    for day, found in holidays.country_holidays("JP", years=year, language="ja").items():
        if found == name:
            return day
    return None


def _special_day(match: re.Match[str], context: DateContext) -> DateReading:
    name = match[0]
    if name in SPECIAL_DAYS:
        fixed = SPECIAL_DAYS[name]
        return _reading(match, _in_some_year(context, lambda year: valid_date(year, *fixed)))
    years = range(context.today.year - 1, context.today.year + 2)
    days = [day for year in years if (day := _holiday(name, year))]
    return _reading(match, context.choose(days))


def _lunar(match: re.Match[str], context: DateContext) -> DateReading:
    error = InvalidValueError("date_not_understood", f"旧暦の日付は使えません。新暦で{EXAMPLE}")
    return DateReading(match.start(), match.end(), None, error)


_NO_D = r"(?P<kana>(?!))?(?P<end>(?!))?"
_Y4 = rf"(?P<y>[0-9]{{4}}|[{_K}]{{3,7}}|[0-9]{{2}})"
HANDLERS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (rf"旧暦の?(?:{NUMBER}月{NUMBER}日)?", _lunar),
        (rf"{_ERA} ?(?P<y>[0-9]{{3}}|{_TWO}|元) ?年 ?の?(?P<m>{_TWO}) ?月 ?の?{_BARE_DAY}",
         _era_date),
        ((rf"{_ERA} ?(?P<y>[0-9]{{1,2}}|元)[./年-](?P<m>[0-9]{{1,2}})[./月-](?P<d>[0-9]{{1,2}})日?"
         rf"{_NO_D}(?![0-9])"), _era_date),
        (rf"{_ERA}(?P<y>[0-9]{{2}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_NO_D}(?![0-9])", _era_date),
        (rf"{_ERA} ?(?P<y>[0-9]{{3}}|{_TWO}|元) ?年度?(?: ?の?{_TWO} ?月)?", _era_year),
        (rf"(?<![0-9])(?:西暦)? ?{_Y4} ?年 ?の?(?P<m>{_TWO}) ?月 ?の?{_BARE_DAY}", _western_date),
        ((rf"(?<![0-9./-]){_Y4}(?P<s>[./-]) ?(?P<m>[0-9]{{1,2}})(?P=s) ?(?P<d>[0-9]{{1,2}}){_NO_D}"
         r"(?![0-9])(?![./-][0-9])"), _western_date),
        (rf"(?<![0-9-])(?P<y>[0-9]{{4}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_NO_D}(?![0-9年月日円-])",
         _western_date),
        ((rf"(?<![0-9{_K}])(?:西暦)?(?:[0-9]{{4}}|[一二][{_K}]{{3,6}}) ?年度?"
         rf"(?:代|(?: ?の?{_TWO} ?月)?)"), _year_only),
        ((rf"(?:(?P<relative_year>{_YEAR_WORD})の?|(?<![0-9{_K}])) ?(?P<m>{_TWO}) ?月 ?の?"
         rf"(?:{_DAY})(?!間)"), _month_day),
        ((rf"(?P<relative_year>{_YEAR_WORD})の? ?(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}}){_NO_D}"
         r"(?![0-9/])"), _month_day),
        (r"(?<![0-9./:-])(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?![0-9/])(?!-[0-9])", _short_date),
        ((r"(?<![0-9A-Za-z./:\u4e00-\u9fffァ-ヶー-])(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
         r"(?![0-9A-Za-z/:ァ-ヶー号番-])"), _short_date),
        (rf"(?:(?P<month>{_MONTH_WORD})(?: ?の)?|(?P<m>(?<![0-9{_K}]){_TWO}) ?月の?)? ?{_NTH}",
         _nth_weekday),
        (rf"(?P<month>{_MONTH_WORD}) ?の? ?{_DAY}(?!間)", _relative_month),
        ((rf"(?P<month>(?!))?(?P<d>(?!))?(?P<kana>(?!))?(?<![0-9{_K}年今来先々])"
         r"(?P<end>月末日?)"), _relative_month),
        (rf"{_MONTH_WORD}(?!分)", _month_only),
        ((rf"(?:(?:{_YEAR_WORD})の?)?(?<![0-9{_K}])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
         r"(?!曜)"), _month_only),
        ((rf"{_NOT_AFTER_NUMBER}(?<![{_K}])(?P<d>{_TWO}) ?日{_DURATION_AFTER}(?!(?:の)?終わり)"
         rf"(?:の? ?{_WEEKDAY})?"), _day_only),
        ("|".join((*SPECIAL_DAYS, _HOLIDAYS)), _special_day),
    )
)  # fmt: skip
