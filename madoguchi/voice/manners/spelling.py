"""What is spelled: digits one by one, letters, the sounds of a name, the kanji of a name.

The words are data: ``catalogue/voice/letters.yml`` and ``catalogue/voice/kanji.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jaconv

from madoguchi.catalogue.search.reading import sounds
from madoguchi.catalogue.search.tokens import spoken_words
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.settings import settings

KANJI = r"[々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_EXPLAINED = re.compile(
    rf"(?P<word>[^、。,\s]+?)(?:の|という|っていう)(?:漢字の)?(?P<sign>{KANJI}|[ぁ-んー]{{1,5}})"
    r"(?=[、。,\s]|$|です|で|と|に|(?=[^、。,\s]+?の))"
)
_TAIL = re.compile(r"(?:です|になります|と書きます|でお願いします)$")
_SEPARATORS = re.compile(r"[、。,\s]+")


def digits(text: str) -> str:
    """The digits of the text in order, whatever language they are said in; signs are dropped."""
    return re.sub(r"[^0-9]", "", _replaced(jaconv.normalize(text, "NFKC").casefold(), "digits"))


def email(text: str) -> str:
    """The text with letters, digits and signs that are spoken by name as what they stand for."""
    plain = jaconv.hira2kata(jaconv.normalize(_TAIL.sub("", text), "NFKC")).casefold()
    for group in ("domains", "signs", "letters", "digits"):
        plain = _replaced(plain, group)
    plain = re.sub(r"[\s、。,]+", "", plain)
    # 「ジーメール」 stands for all of it, also where 「ドットコム」 follows.
    return re.sub(r"(\.(?:com|co\.jp|ne\.jp))\1$", r"\1", plain)


def kana(text: str) -> str:
    """The text's sounds in katakana: spelled (「朝日のア」), written in kana, or read by Sudachi.

    Words stay apart where they were, or where Sudachi sees family and given name.
    """
    bare = _TAIL.sub("", text.strip())
    spelled = _spelled_sounds(bare)
    if spelled:
        return spelled
    parts = bare.split()
    if len(parts) > 1:
        return " ".join(_reading(part) for part in parts)
    if re.fullmatch(r"[ぁ-ゖァ-ヺー]+", bare):
        return jaconv.hira2kata(bare)
    read = [reading for _, reading in spoken_words(bare)]
    return read[0] + (f" {''.join(read[1:])}" if len(read) > 1 else "") if read else ""


def explained(name: str, told: Mapping[str, str] | None = None) -> str | None:
    """Every kanji of the name as a word that holds it; None where one is in no such word.

    ``told``: the words in which the caller explained kanji, which come first.
    """
    found = []
    for sign in re.sub(r"\s", "", name):
        if not re.fullmatch(KANJI, sign):
            found.append(sign)
            continue
        word = (told or {}).get(sign) or (_table("kanji").get(sign) or (None,))[0]
        if word is None:
            return None
        found.append(f"{word}の{sign}")
    return "、".join(found) or None


def kanji(text: str) -> list[tuple[str, str]] | None:
    """Each explained kanji and the word for it (「山川の山、田んぼの田」); None where none is.

    Where the recogniser wrote the kanji in kana, our own explanations say which it is.
    """
    found = []
    for match in _EXPLAINED.finditer(_TAIL.sub("", text.strip())):
        word, sign = match["word"], match["sign"]
        if not re.fullmatch(KANJI, sign):
            known = _by_sound().get((sounds(word), sounds(sign)))
            if known is None:
                return None
            sign = known
            word = _table("kanji")[sign][0]
        found.append((sign, word))
    return found or None


def respelled(guess: str, told: list[tuple[str, str]]) -> str:
    """The name with the explained kanji: in place of the guess's own where there are as many."""
    signs = [sign for sign, _ in told]
    if len(re.findall(KANJI, guess)) != len(signs):
        return "".join(signs)
    return re.sub(KANJI, lambda _: signs.pop(0), guess)


def _reading(word: str) -> str:
    return "".join(reading for _, reading in spoken_words(word)) or jaconv.hira2kata(word)


def _spelled_sounds(text: str) -> str | None:
    """ヤマ of 「大和のヤ、マッチのマ」."""
    said = [part for part in _SEPARATORS.split(text) if part]
    found = [
        re.fullmatch(r".+?の([ぁ-ゖァ-ヺ][ァィゥェォャュョぁぃぅぇぉゃゅょー]?)", part)
        for part in said
    ]
    if len(found) < 2 or not all(found):
        return None
    return jaconv.hira2kata("".join(match[1] for match in found if match))


def _replaced(text: str, group: str) -> str:
    """The text with every word of the group as what it stands for, longest words first."""
    pattern, values = _spoken(group)
    return pattern.sub(lambda match: values[match[0]], text)


@lru_cache
def _spoken(group: str) -> tuple[re.Pattern[str], dict[str, str]]:
    values = {
        jaconv.hira2kata(key) if group != "digits" else key: value
        for value, said in _table("letters")[group].items()
        for word in said
        if (key := jaconv.normalize(word, "NFKC").casefold())
    }
    alternatives = (
        rf"(?<!\w){re.escape(word)}(?!\w)" if _is_alphabetic(word) else re.escape(word)
        for word in sorted(values, key=len, reverse=True)
    )
    return re.compile("|".join(alternatives)), values


def _is_alphabetic(word: str) -> bool:
    return re.match(r"[a-z\u00c0-\u1ef9\u0900-\u097f]", word) is not None


@lru_cache
def _by_sound() -> dict[tuple[str, str], str]:
    return {
        (sounds(word), sounds(reading)): sign for sign, (word, reading) in _table("kanji").items()
    }


@lru_cache
def _table(name: str) -> Mapping[str, Any]:
    return YamlFile(settings().catalogue_dir / "voice" / f"{name}.yml").data
