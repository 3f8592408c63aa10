"""Numbers as they are written in Japanese texts, as OpenJTalk reads them right.

OpenJTalk knows counters (ツイタチ, フタリ, ハツカ) and reads figures with them; here everything
that is written with signs gets the words between, and codes are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from madoguchi.voice.spoken.spelling import characters, digits, grouped

Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]

_WEEKDAY = "[月火水木金土日]"
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_HOUR, _MINUTE = r"(?:2\d|1\d|0?\d)", r"[0-5]\d"
_ALONE, _END = r"(?<![\dA-Za-z-])", r"(?![\dA-Za-z]|-\d)"
_DASH = "[-–—~〜]"
_DATE_OR_TIME = (
    r"(?:(?:令和|平成|昭和)?(?:\d+|元)年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|\d+日|"
    rf"(?:午前|午後)?\d+時(?:\d+分|半)?|(?:翌日|翌年)\S?|{_WEEKDAY}曜日?)"
)
_COUNTERS = "円人名歳才日年時分秒回個件枚台本階週泊倍%度番号世通冊種つかヶ"
_UNITS = {
    "m2": "平方メートル", "m3": "立方メートル", "km2": "平方キロメートル", "cm2": "平方センチ",
    "mm": "ミリ", "cm": "センチ", "km": "キロメートル", "m": "メートル", "kg": "キログラム",
    "mg": "ミリグラム", "g": "グラム", "t": "トン", "ml": "ミリリットル", "l": "リットル",
    "cc": "シーシー", "kw": "キロワット", "w": "ワット", "v": "ボルト",
    "kb": "キロバイト", "mb": "メガバイト",
    "gb": "ギガバイト", "%": "パーセント", "°c": "度", "km/h": "キロメートル毎時",
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))


def _postal_code(match: re.Match[str]) -> str:
    return f"{'郵便番号、' if match['mark'] else ''}{grouped(match.group('a', 'b'))}、"


def _unbroken_phone(match: re.Match[str]) -> str:
    number = match[0]
    if len(number) == 11:
        cuts = (3, 7)
    elif number.startswith(("0120", "0570", "0800", "0180", "0990")):
        cuts = (4, 7)
    else:
        cuts = (2, 6) if number.startswith(("03", "06")) else (3, 6)
    return grouped((number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]))


def _day(match: re.Match[str]) -> str:
    year = match.groupdict().get("y")
    return f"{year + '年' if year else ''}{int(match['m'])}月{int(match['d'])}日"


def _time(match: re.Match[str]) -> str:
    minutes = int(match["m"])
    return f"{int(match['h'])}時" + (f"{minutes}分" if minutes else "")


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match[1]), int(match[2])
    if above < below <= 10:
        return f"{below}分の{above}"
    return f"{above}月{below}日" if above <= 12 and below <= 31 else f"{above}、{below}"


def _code(match: re.Match[str]) -> str:
    """A long number: by fours from the front, as cards show them."""
    number = match[0]
    return grouped(number[start : start + 4] for start in range(0, len(number), 4))


RULES: tuple[Rule, ...] = (
    # Codes: digit by digit.
    (re.compile(rf"(?P<mark>〒)?\s*{_ALONE}(?P<a>\d{{3}})-(?P<b>\d{{4}}){_END}"), _postal_code),
    # A continuation code: nothing else is written with four digits on both sides.
    (
        re.compile(rf"{_ALONE}([3-9]\d{{3}})-(\d{{4}}){_END}"),
        lambda match: grouped(match.groups()),
    ),
    (
        re.compile(rf"{_ALONE}(?=[A-Z-]*\d)[0-9A-Z]{{4}}(?:[- ][0-9A-Z]{{4}}){{2,3}}{_END}"),
        lambda match: (characters if re.search("[A-Z]", match[0]) else grouped)(
            re.split("[- ]", match[0])
        ),
    ),
    (
        re.compile(r"(?<![\d-])\+81[- ]?(\d{1,4})[- ](\d{1,4})[- ](\d{3,4})(?!\d)"),
        lambda match: grouped((f"0{match[1]}", match[2], match[3])),
    ),
    (
        re.compile(r"(?<![\d-])\(?(0\d{1,4})[-()] ?(\d{1,4})[-)](\d{3,4})(?![\d-])"),
        lambda match: grouped(match.groups()),
    ),
    (re.compile(r"(?<!\d)0\d{9,10}(?!\d)"), _unbroken_phone),
    (re.compile(r"#\s?(\d{3,4})(?!\d)"), lambda match: f"シャープ{digits(match[1])}"),
    (re.compile(r"(?<!\d)(118|171|188|189)(?=番(?![地号線]))"), lambda match: digits(match[1])),
    (re.compile(rf"(?<![\d.,¥])\d{{7,}}(?![\d.,{_COUNTERS}])"), _code),
    # Dates and times.
    (re.compile(rf"(?<!\d)(?P<y>\d{{4}})([-/.])(?P<m>{_MONTH})\2(?P<d>{_DAY})(?!\d)"), _day),
    (re.compile(rf"(?<![\d/])(?P<m>{_MONTH})/(?P<d>{_DAY})(?= ?\({_WEEKDAY}[曜)・])"), _day),
    (
        re.compile(rf"(?<![\d/])(?P<m>{_MONTH})/(?P<d>{_DAY})(?=まで|から|以降|以前|より|頃|ごろ|に|{_DASH})"),
        _day,
    ),
    (re.compile(rf"(?<=日) ?\(({_WEEKDAY})(?:曜日?)?(・祝日?)?\)"), r"、\1曜日\2、"),
    (re.compile(r"(?<=曜日)、(?=$|[まかにはのよ、。])"), ""),
    (re.compile(rf"(?<![\d:])(?P<h>{_HOUR}):(?P<m>{_MINUTE})(?::[0-5]\d)?(?![\d:])"), _time),
    (re.compile(r"(?<=時)00分"), ""),
    (re.compile(r"(?<!\d)0(?=\d[時分秒月日年])"), ""),
    (re.compile(r"(?<!\d)([1-9]\d?)/([1-9]\d?)(?![\d/])"), _fraction),
    # Amounts.
    (re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), ""),
    (re.compile(r"¥ ?(\d+)(?!\d)"), r"\1円"),
    (re.compile(r"\$ ?(\d+(?:\.\d+)?)"), r"\1ドル"),
    (re.compile(rf"(?<=\d) ?({_UNIT})(?![A-Za-z0-9])", re.I), lambda m: _UNITS[m[1].lower()]),
    (re.compile(r"(?<=[\dルチリム]) ?[×xX] ?(?=\d)"), "かける"),
    # From ... to ...
    (
        re.compile(
            rf"({_DATE_OR_TIME}|{_WEEKDAY}) ?{_DASH} ?({_DATE_OR_TIME})(?!\d|まで|の間|に|から)"
        ),
        r"\1から\2まで",
    ),
    (
        re.compile(
            rf"(?<!\d)(?<!{_WEEKDAY})({_WEEKDAY}) ?{_DASH} ?({_WEEKDAY})(?!{_WEEKDAY}|曜)"
        ),
        r"\1曜から\2曜まで",
    ),
    (re.compile(rf"(?<!\w){_DASH} ?({_DATE_OR_TIME})(?!まで)"), r"\1まで"),
    (re.compile(rf"(?<=[\d{_COUNTERS}月曜]) ?[~〜–—] ?(?=\S)"), "から"),
    (re.compile(rf"(?<=[\d{_COUNTERS}月])[~〜]"), "から"),
    (re.compile(rf"(?<=\d)-(?=\d+[{_COUNTERS}])(?!\d+[番号])"), "から"),
    (re.compile(r"(?<=\d)-(?=\d)"), "の"),
    (re.compile(r"(?<![\w])[-−](?=\d)"), "マイナス"),
    (re.compile(r"(?<![A-Za-z])No\. ?(?=\d)", re.I), "ナンバー"),
    # 0120 alone is a code, too; 0.5 is a number.
    (re.compile(r"(?<![\d.])0\d+(?![\d.])"), lambda match: digits(match[0])),
)  # fmt: skip


def spelled_out(text: str) -> str:
    """The text (NFKC) with every number as OpenJTalk reads it right."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
