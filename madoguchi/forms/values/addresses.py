"""Addresses (住所) of Japan: prefecture, city or ward, town with its 丁目, block number, building.

The town's 丁目 is part of its name and written in kanji (下落合三丁目); numbers after it are the
block (12-23). Towns come from Japan Post's data; a town that it does not know is still read, up to
its first number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kanjize import number2kanji

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.magnitudes import read_integer
from madoguchi.forms.values.postal_data import Town, cities, prefectures, towns
from madoguchi.forms.values.text import fold_dashes, normalise

EXAMPLE = "『東京都渋谷区渋谷1丁目2番3号』のように入力してください。"
_POSTAL_CODE = re.compile(r"^〒? ?[0-9]{3}-?[0-9]{4}(?![0-9-]) ?")
_LEAD = re.compile(
    r"^(?:(?:私|わたし|今|現在|新しい|前|旧|新|転居先|引っ?越し先)?の?"
    r"(?:住所|じゅうしょ|所在地)は?[:、 ]?"
    r"|私は ?)"
)
_TAIL = re.compile(
    r"(?:に(?:住んでいます|住んでます|引っ?越します|なります)|(?:です|でございます)(?:ね|よ)?)[。.]?$|[。、.]$"
)
_K = "〇零一二三四五六七八九十百"
_N = rf"(?:[0-9]{{1,5}}|[{_K}]{{1,5}})"
_CHOME = re.compile(rf" ?(?P<n>{_N}) ?(?:丁目|丁)(?: ?の)? ?-? ?")
_BLOCK = re.compile(
    rf" ?(?P<a>{_N}) ?(?:(?:番地?(?: ?の)?|-|の) ?(?P<b>{_N})?(?: ?(?:号|-|の) ?(?P<c>{_N})?)?)?"
    r"(?: ?号(?![室棟館]))?"
)
_FREE_TOWN = re.compile(
    r"[^0-9 <>()\[\]{}/\\=;:\"'&$#@*|^~`%+_]{1,30}?"
    r"(?=[0-9]| ?[〇一二三四五六七八九十]+(?:丁目|番))"
)
_VARIANTS = str.maketrans("ヶヵが之", "ケカケノ")
_MAX_LENGTH = 200
_ROOM_DIGITS = 3
_NUMBERED_AREA = re.compile(r"[0-9]{1,2}(?=条|線)")


@dataclass(frozen=True)
class Address:
    """One address, in parts; ``str()`` and ``text`` join them in Japanese order."""

    prefecture: str
    city: str
    town: str
    block: str
    rest: str = ""

    @property
    def text(self) -> str:
        """The whole address, such as 東京都新宿区下落合三丁目12-23 コーポ落合 201."""
        joined = f"{self.prefecture}{self.city}{self.town}{self.block}"
        return f"{joined} {self.rest}" if self.rest else joined

    def __str__(self) -> str:
        return self.text


def parse_address(
    text: str, *, within: str | None = None, default_city: str | None = None, complete: bool = True
) -> Address:
    """The address that ``text`` is.

    Args:
        text: an address, with or without a postal code and the prefecture.
        within: a prefecture (東京都), city or ward (渋谷区) where the address has to be.
        default_city: the ward of Tokyo that is meant when none is written.
        complete: whether a town and a block number are required; without, what cannot be read as
            town or block stays in ``rest``.

    Raises:
        InvalidValueError: ``address_empty``, ``address_too_long``, ``address_without_city``,
            ``address_without_town``, ``address_without_block``, ``address_outside``.

    """
    source = _bare(text)
    prefecture, city, remaining = _read_city(source, default_city)
    if within is not None and within not in (prefecture, city):
        raise InvalidValueError(
            "address_outside",
            f"{prefecture}{city}の住所です。{within}の住所を入力してください。",
        )
    town, remaining = _read_town(prefecture, city, remaining)
    block, rest = _read_block(remaining) if town else ("", remaining)
    if complete and not town:
        raise InvalidValueError(
            "address_without_town",
            f"{city}のあとの町名と番地が分かりませんでした。{EXAMPLE}",
        )
    is_whole_block = prefecture == "北海道" and re.search(
        r"条.*丁目$", town
    )  # 札幌市北一条西二丁目
    if complete and not block and not is_whole_block:
        raise InvalidValueError(
            "address_without_block",
            f"「{city}{town}」のあとの番地が足りません。『{_block_example(town)}』のように番地まで入力してください。",
        )
    return Address(prefecture, city, town, block, rest.strip(" -"))


def _bare(text: str) -> str:
    source = _POSTAL_CODE.sub("", fold_dashes(normalise(text)))
    source = _TAIL.sub("", _LEAD.sub("", source, count=1), count=1)
    source = _POSTAL_CODE.sub("", source).strip()
    if not source:
        raise InvalidValueError("address_empty", f"住所が入力されていません。{EXAMPLE}")
    if len(source) > _MAX_LENGTH:
        raise InvalidValueError(
            "address_too_long", f"住所は{_MAX_LENGTH}文字以内で入力してください。"
        )
    return source


def _read_city(source: str, default_city: str | None) -> tuple[str, str, str]:
    """Prefecture, city, and what follows them."""
    prefecture = next((name for name in prefectures() if source.startswith(name)), "")
    remaining = source[len(prefecture) :].lstrip()
    if not prefecture and re.match(r"東京 ?[^都]{1,4}[区市]", source):
        prefecture, remaining = "東京都", source[2:].lstrip()
    for length in range(min(len(remaining), 12), 1, -1):
        places = cities().get(remaining[:length], ())
        if prefecture:
            places = tuple(place for place in places if place[0] == prefecture)
        if len(places) > 1:
            places = _with_known_town(places, remaining[length:].lstrip()) or places
        if len(places) > 1:
            listed = "か".join(f"『{pref}{city}』" for pref, city in sorted(places)[:3])
            raise InvalidValueError(
                "address_ambiguous", f"{listed}のどれでしょうか。都道府県から入力してください。"
            )
        if places:
            return places[0][0], places[0][1], remaining[length:].lstrip()
    if default_city is not None and prefecture in ("", "東京都"):
        return "東京都", default_city, remaining
    raise InvalidValueError("address_without_city", f"区市町村名が分かりませんでした。{EXAMPLE}")


def _with_known_town(
    places: tuple[tuple[str, str], ...], remaining: str
) -> tuple[tuple[str, str], ...]:
    """Those of the places of one name that have the town which follows."""
    spelled = _spell(remaining)
    return tuple(
        place for place in places if any(spelled.startswith(name) for name in _spellings(*place))
    )


@lru_cache(maxsize=128)
def _spellings(prefecture: str, city: str) -> dict[str, Town]:
    """The towns under a spelling that ignores ヶ/ケ/が, and 大字."""
    return {_spell(name): town for name, town in towns(prefecture, city).items()}


def _spell(name: str) -> str:
    return name.translate(_VARIANTS)


def _read_town(prefecture: str, city: str, remaining: str) -> tuple[str, str]:
    known = _spellings(prefecture, city)
    remaining = _NUMBERED_AREA.sub(lambda match: number2kanji(int(match[0])), remaining)
    candidates = [remaining]
    for prefix in ("大字", "字"):
        if remaining.startswith(prefix):
            candidates.append(remaining[len(prefix) :])
    for candidate in candidates:
        spelled = _spell(candidate)
        for length in range(min(len(spelled), 25), 0, -1):
            town = known.get(spelled[:length])
            if town is not None and _ends_town(spelled[:length], spelled[length:]):
                return _with_chome(candidate[:length], candidate[length:], has_chome=town.has_chome)
    free = _FREE_TOWN.match(remaining)
    if free is None or len(free[0].strip("-番地号の ")) == 0 or re.search(r"[、。,!?]", free[0]):
        return "", remaining
    return _with_chome(free[0], remaining[free.end() :], has_chome=False)


def _ends_town(town: str, after: str) -> bool:
    """三番町 is not 三 followed by 番町; 本町 is not 本 followed by 町."""
    return not (after[:1] in ("町", "ケ", "ノ") and not town.endswith("町"))


def _with_chome(town: str, after: str, *, has_chome: bool) -> tuple[str, str]:
    match = _CHOME.match(after)
    if match is None and has_chome:
        # 渋谷1-2-3: the first of three numbers, or of two, is the 丁目.
        match = re.match(rf" ?(?P<n>[0-9]{{1,2}}|[{_K}]{{1,3}}) ?(?:-|の) ?(?={_N})", after)
    number = read_integer(match["n"]) if match else None
    if match is None or not number or number > 99:
        return town, after
    return f"{town}{number2kanji(number)}丁目", after[match.end() :]


def _read_block(remaining: str) -> tuple[str, str]:
    match = _BLOCK.match(remaining)
    if match is None:
        return "", remaining
    end = match.end()
    following = remaining[end : end + 1]
    if following and re.match(r"[階F室]", following):
        return "", remaining
    names = ["a", "b", "c"]
    if match["c"] and match["c"].isdigit() and len(match["c"]) >= _ROOM_DIGITS:
        names, end = ["a", "b"], match.start("c")  # 4-2-8-1203: a room
    numbers = [read_integer(match[name]) for name in names if match[name]]
    if any(number is None or number == 0 for number in numbers):
        return "", remaining
    return "-".join(str(number) for number in numbers), remaining[end:]


def _block_example(town: str) -> str:
    return f"{town}2番3号" if town.endswith("丁目") else f"{town}1丁目2番3号"
