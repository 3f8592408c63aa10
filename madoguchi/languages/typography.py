"""How a language writes dates, hours, amounts and lists, and joins what Japanese joins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Typography:
    """Patterns hold ``{names}``. ``months`` and ``weekdays`` (Monday first) are read by number.

    ``weeks`` writes which weeks of a month, from their numbers; ``stop`` ends a sentence.
    """

    weekdays: tuple[str, ...]
    day: str
    month_day: str
    era_day: str
    weekday: str
    era_year: str
    year: str
    days: str
    weeks: Callable[[Sequence[str]], str]
    yen: str
    months: tuple[str, ...] = tuple(map(str, range(1, 13)))
    dash: str = "–"
    sentences: str = " "
    stop: str = "."
    comma: str = ", "
    colon: str = ": "
    note: str = "{text} * {note}"
    brackets: str = "{text} ({inner})"
    quote: str = "“{text}”"


def _ordinals(weeks: Sequence[str]) -> str:
    endings = {"1": "st", "2": "nd", "3": "rd"}
    return _and([f"{week}{endings.get(week, 'th')}" for week in weeks], " and ")


def _nepali_ordinals(weeks: Sequence[str]) -> str:
    ordinals = {"1": "पहिलो", "2": "दोस्रो", "3": "तेस्रो", "4": "चौथो", "5": "पाँचौं"}
    return _and([ordinals[week] for week in weeks], " र ")


def _and(items: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(items[:-1]), items[-1])))


_CHINESE = Typography(
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    day="{year}年{month}月{day}日",
    month_day="{month}月{day}日",
    era_day="{era}{year}年{month}月{day}日",
    weekday="{date}（{weekday}）",
    era_year="{era}{year}年",
    year="{year}年",
    days="每月第{weeks}个{weekdays}",
    weeks="、".join,
    yen="{amount}日元",
    dash="～",
    sentences="",
    stop="。",
    comma="、",
    colon="：",
    note="{text} ※{note}",
    brackets="{text}（{inner}）",
)

TYPOGRAPHY = {
    "ja-easy": Typography(
        weekdays=(
            "｜月曜日《げつようび》", "｜火曜日《かようび》", "｜水曜日《すいようび》",
            "｜木曜日《もくようび》", "｜金曜日《きんようび》", "｜土曜日《どようび》",
            "｜日曜日《にちようび》",
        ),
        day="{year}｜年《ねん》{month}｜月《がつ》{day}｜日《にち》",
        month_day="{month}｜月《がつ》{day}｜日《にち》",
        era_day="{era}{year}｜年《ねん》{month}｜月《がつ》{day}｜日《にち》",
        weekday="{date}（{weekday}）",
        era_year="{era}{year}｜年《ねん》",
        year="{year}｜年《ねん》",
        days="｜第《だい》{weeks} {weekdays}",
        weeks="・".join,
        yen="{amount}｜円《えん》",
        dash="〜",
        stop="。",
        comma="、",
        colon="：",
        note="{text} ※{note}",
        brackets="{text}（{inner}）",
        quote="「{text}」",
    ),
    "en": Typography(
        months=(
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ),
        weekdays=(
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ),
        day="{month} {day}, {year}",
        month_day="{month} {day}",
        era_day="{month} {day}, {era} {year}",
        weekday="{weekday}, {date}",
        era_year="{era} {year}",
        year="{year}",
        days="{weeks} {weekdays}",
        weeks=_ordinals,
        yen="{amount} yen",
    ),
    "zh-Hans": _CHINESE,
    "zh-Hant": replace(
        _CHINESE, days="每月第{weeks}個{weekdays}", yen="{amount}日圓", quote="「{text}」"
    ),
    "ko": Typography(
        weekdays=("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
        day="{year}년 {month}월 {day}일",
        month_day="{month}월 {day}일",
        era_day="{era} {year}년 {month}월 {day}일",
        weekday="{date}({weekday})",
        era_year="{era} {year}년",
        year="{year}년",
        days="매월 {weeks} {weekdays}",
        weeks=lambda weeks: "·".join(f"제{week}" for week in weeks),
        yen="{amount}엔",
        dash="~",
        note="{text} ※{note}",
        brackets="{text}({inner})",
    ),
    "vi": Typography(
        weekdays=(
            "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật",
        ),
        day="{day}/{month}/{year}",
        month_day="{day}/{month}",
        era_day="{day}/{month} năm {era} {year}",
        weekday="{date} ({weekday})",
        era_year="năm {era} {year}",
        year="năm {year}",
        days="{weekdays} tuần thứ {weeks} trong tháng",
        weeks=lambda weeks: _and(weeks, " và "),
        yen="{amount} yên",
    ),
    "ne": Typography(
        months=(
            "जनवरी", "फेब्रुअरी", "मार्च", "अप्रिल", "मे", "जुन", "जुलाई", "अगस्ट",
            "सेप्टेम्बर", "अक्टोबर", "नोभेम्बर", "डिसेम्बर",
        ),
        weekdays=("सोमबार", "मङ्गलबार", "बुधबार", "बिहीबार", "शुक्रबार", "शनिबार", "आइतबार"),
        day="{year} {month} {day}",
        month_day="{month} {day}",
        era_day="{era} {year} {month} {day}",
        weekday="{date} ({weekday})",
        era_year="{era} {year}",
        year="{year}",
        days="महिनाको {weeks} {weekdays}",
        weeks=_nepali_ordinals,
        yen="{amount} येन",
        stop="।",
    ),
    "tl": Typography(
        months=(
            "Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo", "Hulyo", "Agosto",
            "Setyembre", "Oktubre", "Nobyembre", "Disyembre",
        ),
        weekdays=("Lunes", "Martes", "Miyerkules", "Huwebes", "Biyernes", "Sabado", "Linggo"),
        day="{month} {day}, {year}",
        month_day="{month} {day}",
        era_day="{month} {day}, {era} {year}",
        weekday="{weekday}, {date}",
        era_year="{era} {year}",
        year="{year}",
        days="{weeks} na {weekdays}",
        weeks=lambda weeks: _and([f"ika-{week}" for week in weeks], " at "),
        yen="{amount} yen",
    ),
}  # fmt: skip
"""By language tag; every language into which answers are translated has one."""
