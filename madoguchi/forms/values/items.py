"""Lists of items with counts, such as bulky waste: ソファ1つと椅子2脚、あと自転車."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.magnitudes import read_integer
from madoguchi.forms.values.text import normalise_with_offsets

EXAMPLE = "『ソファ1つと椅子2脚』のように入力してください。"
_COUNTER = (
    r"(?:つ|個|コ|こ|台|脚|本|枚|点|組|式|足|箱|袋|冊|着|匹|頭|羽|畳|棹|竿|セット|ダース"
    r"|基|面|双|丁|膳|客|束|巻|ケース)"
)
_KANA_COUNTS = {
    "ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "むっつ": 6, "ななつ": 7,
    "やっつ": 8, "ここのつ": 9, "とお": 10,
}  # fmt: skip
_KANA = "|".join(_KANA_COUNTS)
_N = r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})"
_COUNT = (
    rf"(?:(?P<n>{_N}) ?(?P<counter>{_COUNTER})|(?P<kana>{_KANA})"
    r"|[x×*] ?(?P<times>[0-9]{1,4})|(?P<bare>[0-9]{1,4}))"
)
_AFTER = re.compile(rf"(?P<name>.*?)(?: |が|を|は|:)*{_COUNT}(?:ずつ|ほど|くらい|ぐらい)?")
_BEFORE = re.compile(rf"{_COUNT}の ?(?P<name>.+)")
_SEPARATOR = re.compile(
    r" ?(?:[、,。\n;]|それと|それから|そして|および|及び|並びに"
    r"|(?<=[0-9つ個台脚本枚点組足箱])(?:と|や|あと)(?=.)) ?"
)
_AND = re.compile(r"と")
_KANA_START, _KANA_END = re.compile(r"[ぁ-んー]"), re.compile(r"[ぁ-んー]$")
_SHORT_KANA = 3
_LEAD = re.compile(
    r"^(?:あと|それと|それから|また|ほかに|他に|(?:出したい|捨てたい)(?:もの|の)は)[は、 ]*"
)
_TAIL = re.compile(
    r"(?:(?:を|が|の)?(?:回収|処分|廃棄)?(?:を|に)?(?:お願い(?:します|したいです|いたします)|出し(?:ます|たいです|たい)"
    r"|捨て(?:ます|たいです|たい)|あります|希望します|です|だけ|も)+(?:ね|よ)?)[。.!]*$"
)
_NAME = re.compile(r"[^\W_](?:[\w・ー\- /()（）~.]*[\w）)ー])?")
_MAX_ITEMS, _MAX_COUNT, _MAX_NAME = 50, 999, 40


@dataclass(frozen=True)
class Item:
    """One kind of item and how many of it."""

    name: str
    count: int


def parse_items(text: str, *, maximum: int = _MAX_ITEMS) -> tuple[Item, ...]:
    """The items of ``text``, in order; an item without a count is one; the same name twice adds up.

    Raises:
        InvalidValueError: ``items_not_understood``, ``items_count`` (a count of 0 or over 999),
            ``items_too_many`` kinds.

    """
    source = _TAIL.sub("", normalise_with_offsets(text, multiline=True).text)
    counts: dict[str, int] = {}
    for part in _SEPARATOR.split(source):
        for name, count in _items(part):
            if not 1 <= count <= _MAX_COUNT:
                raise InvalidValueError(
                    "items_count", f"「{name}」の数は1から{_MAX_COUNT}までで入力してください。"
                )
            counts[name] = counts.get(name, 0) + count
    if not counts:
        raise InvalidValueError("items_not_understood", f"品物が分かりませんでした。{EXAMPLE}")
    if len(counts) > maximum:
        raise InvalidValueError("items_too_many", f"一度に入力できるのは{maximum}種類までです。")
    return tuple(Item(name, count) for name, count in counts.items())


def _items(part: str) -> list[tuple[str, int]]:
    part = _LEAD.sub("", part).strip()
    part = _TAIL.sub("", part).strip()
    if not part:
        return []
    match = _AFTER.fullmatch(part)
    if match is not None and match["name"]:
        *uncounted, last = _names(match["name"])
        return [*((_checked(name), 1) for name in uncounted), (_checked(last), _count(match))]
    match = _BEFORE.fullmatch(part)
    if match is not None:
        first, *uncounted = _names(match["name"])
        return [(_checked(first), _count(match)), *((_checked(name), 1) for name in uncounted)]
    return [(_checked(name), 1) for name in _names(part)]


def _names(text: str) -> list[str]:
    """``text`` cut at と, but not inside a word in hiragana such as ふとん."""
    names, start = [], 0
    for match in _AND.finditer(text):
        left, right = text[start : match.start()], text[match.end() :]
        in_kana = _KANA_END.search(left) is not None and _KANA_START.match(right) is not None
        if left and right and (not in_kana or min(len(left), len(right)) >= _SHORT_KANA):
            names.append(left)
            start = match.end()
    return [*names, text[start:]]


def _count(match: re.Match[str]) -> int:
    if match["kana"]:
        return _KANA_COUNTS[match["kana"]]
    number = read_integer(match["n"] or match["times"] or match["bare"]) or 0
    return number * 12 if match["counter"] == "ダース" else number


def _checked(name: str) -> str:
    name = name.strip(" 「」『』")
    if len(name) > _MAX_NAME or _NAME.fullmatch(name) is None or name.isdigit():
        raise InvalidValueError("items_not_understood", f"品物が分かりませんでした。{EXAMPLE}")
    return name
