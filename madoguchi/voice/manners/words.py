"""What callers say instead of an answer: commands, yes and no, the number of a choice.

The words are data, by language: ``catalogue/voice/words.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import jaconv

from madoguchi.catalogue.search.reading import sounds
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError, InvalidValueError
from madoguchi.forms.values.yes_no import parse_yes_no
from madoguchi.settings import settings

MOST_NUMBERED = 9
"""Choices that have a number to be said or a single digit to be pressed."""


class Command(StrEnum):
    """What a caller wants instead of answering."""

    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    MORE = "more"
    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    PERSON = "person"
    HELP = "help"
    KANA = "kana"


@dataclass(frozen=True)
class Words:
    """A language's words. ``commands``, ``yes`` and ``no`` as they are written."""

    commands: Mapping[Command, tuple[str, ...]]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]


_SPACE_BETWEEN = re.compile(r"(?<=[\u3005-\u30ff\u3400-\u9fff]) +(?=[\u3005-\u30ff\u3400-\u9fff])")
_FILLER = re.compile(
    r"^(?:(?:えーっ?と|えっと|ええと|あのー?|そのー?|うーん|um|uh|er|well|那个|嗯+|음+|어+|à|ờ)"
    r"[、,. ]+)+",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s。、．，.,!！?？…~〜・'’\"「」-]+")
_LEAD = re.compile(
    r"^(?:(?:it is|it's|that is|that's|my name is|i said|i am|i'm)\b ?|(?:而|应该|應該)?是|"
    r"では?なく(?:て)?[、 ]?)",
    re.IGNORECASE,
)


def written(text: str) -> str:
    """What a recogniser wrote, without fillers and its spaces between Japanese words."""
    plain = " ".join(jaconv.normalize(text, "NFKC").split())
    return _FILLER.sub("", _SPACE_BETWEEN.sub("", plain)).strip(" 、。,.")


def command(text: str, language: str) -> Command | None:
    """The command that the text is, all of it."""
    said = _key(text, language)
    return next((found for found, keys in _keys(language).commands.items() if said in keys), None)


def yes_or_no(text: str, language: str) -> bool | None:
    """Whether the text, all of it, says yes (True) or no (False); None where it says neither."""
    keys = _keys(language)
    parts = [_key(part, language) for part in re.split(r"[、。,.!！ ]+", text) if part.strip()]
    for part_keys, value in ((keys.yes, True), (keys.no, False)):
        if _key(text, language) in part_keys or (parts and all(p in part_keys for p in parts)):
            return value
    try:
        return parse_yes_no(written(text))
    except InvalidValueError:
        return None


def correction(text: str, language: str) -> str | None:
    """What follows the no of 「いいえ、山田です」; None where the text does not begin with a no."""
    said = written(text)
    for word in sorted(words(language).no, key=len, reverse=True):
        if said.casefold().startswith(word) and not _continues(said, word):
            rest = _LEAD.sub("", said[len(word) :].lstrip(" 、。,.!！です"))
            if rest:
                return rest
    return None


def number(text: str, language: str, most: int) -> int | None:
    """The number that the text says, from 1 to ``most``."""
    said = _key(text, language)
    numbered = _keys(language).numbers[:most]
    return next((at for at, keys in enumerate(numbered, 1) if said in keys), None)


def words(language: str) -> Words:
    """The words of a language.

    Raises:
        CatalogueError: if the file has no words for it, or not every kind of them.

    """
    return _read(_base(language))


def _continues(said: str, word: str) -> bool:
    """Whether the word goes on: 「いえ」 in 「いえやま」 may, "no" in "north" does."""
    after = said[len(word) : len(word) + 1]
    return word.isascii() and after.isalpha()


def _base(language: str) -> str:
    return language.split("-")[0]


def _key(text: str, language: str) -> str:
    plain = written(text).casefold()
    key = sounds(plain) if _base(language) == "ja" else _SIGNS.sub("", plain)
    return key or _SIGNS.sub("", plain)


@dataclass(frozen=True)
class _Keys:
    commands: Mapping[Command, frozenset[str]]
    yes: frozenset[str]
    no: frozenset[str]
    numbers: tuple[frozenset[str], ...]


@lru_cache
def _keys(language: str) -> _Keys:
    known = words(language)

    def keys(texts: tuple[str, ...]) -> frozenset[str]:
        return frozenset(_key(text, language) for text in texts)

    return _Keys(
        {found: keys(texts) for found, texts in known.commands.items()},
        keys(known.yes),
        keys(known.no),
        tuple(keys(texts) for texts in known.numbers),
    )


@lru_cache
def _read(base: str) -> Words:
    file = YamlFile(settings().catalogue_dir / "voice" / "words.yml")
    found = file.data.get(base)
    expected = {*(str(each) for each in Command), "yes", "no", "numbers"}
    if not isinstance(found, dict) or set(found) != expected:
        raise CatalogueError(
            "broken-words", f"{file.where((base,))}: expected {', '.join(sorted(expected))}"
        )
    return Words(
        {each: _texts(file, base, each, found[each]) for each in Command},
        _texts(file, base, "yes", found["yes"]),
        _texts(file, base, "no", found["no"]),
        tuple(_texts(file, base, "numbers", one) for one in _numbers(file, base, found["numbers"])),
    )


def _numbers(file: YamlFile, base: str, value: object) -> list[object]:
    if isinstance(value, list) and len(value) == MOST_NUMBERED:
        return value
    where = file.where((base, "numbers"))
    raise CatalogueError("broken-words", f"{where}: expected {MOST_NUMBERED} lists of words")


def _texts(file: YamlFile, base: str, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    raise CatalogueError("broken-words", f"{file.where((base, key))}: expected a list of words")
