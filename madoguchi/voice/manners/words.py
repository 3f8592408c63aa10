"""What callers say instead of an answer: commands, yes and no, the number of a choice.

The words are data, by language: ``catalogue/voice/words.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import jaconv

from madoguchi.catalogue.search.tokens import reading
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
_SIGNS = re.compile(
    r"[\s。、．，.,!！?？…~〜・'’\"「」-]+|[っッ](?=\W*$)|(?<=す)[よね]{1,2}(?=\W*$)"
)
"""What is no part of a word: 「はいっ」 is 「はい」, 「そうですよね」 is 「そうです」."""
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
    return _meaning(text, language, _keys(language).commands)


def plain_answer(text: str, language: str) -> bool | None:
    """Whether the text is nothing but words for yes (True) or for no (False), else None."""
    answers = _keys(language).answers
    whole = _meaning(text, language, answers)
    if whole is not None:
        return whole
    for value, chain in _chains(language).items():
        if chain.fullmatch(_plain(text)):
            return value
    said = {_meaning(part, language, answers) for part in _parts(text)}
    return said.pop() if len(said) == 1 else None


def yes_or_no(text: str, language: str) -> bool | None:
    """Whether the text, all of it, says yes (True) or no (False); None where it says neither.

    A no that ends what makes no sense (「いいね、違います」) is one whose first half was misheard.
    """
    plain = plain_answer(text, language)
    if plain is not None:
        return plain
    said = [_meaning(part, language, _keys(language).answers) for part in _parts(text)]
    if None not in said or {*said} == {None}:
        return None
    if False in (said[0], said[-1]) and True not in said:
        return False
    try:
        return parse_yes_no(written(text), by_ending=False)
    except InvalidValueError:
        return None


def correction(text: str, language: str) -> str | None:
    """What follows the no of 「いいえ、山田です」; None where the text does not begin with a no."""
    if plain_answer(text, language) is not None:
        return None
    said = written(text)
    for word in sorted(words(language).no, key=len, reverse=True):
        if said.casefold().startswith(word) and not _continues(said, word):
            rest = _LEAD.sub("", said[len(word) :].lstrip(" 、。,.!！です"))
            return rest if rest and plain_answer(rest, language) is None else None
    return None


def number(text: str, language: str, most: int) -> int | None:
    """The number that the text says, from 1 to ``most``."""
    found = _meaning(text, language, _keys(language).numbers)
    return found if found is not None and found <= most else None


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


_T = TypeVar("_T")


@dataclass(frozen=True)
class _Keys:
    """What each key means; ``answers``: yes is True, no is False."""

    commands: Mapping[str, Command]
    answers: Mapping[str, bool]
    numbers: Mapping[str, int]


def _meaning(text: str, language: str, keys: Mapping[str, _T]) -> _T | None:
    """What the text means as it is written, or else as it sounds."""
    plain, heard = _plain(text), sound(text, language)
    return keys[plain] if plain in keys else keys.get(heard)


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[、。,.!！ ]+", text) if part.strip()]


def _plain(text: str) -> str:
    return _SIGNS.sub("", written(text).casefold())


def sound(text: str, language: str) -> str:
    """In Japanese the reading, long vowels and all: うん and ううん are not the same."""
    return reading(_plain(text)) if _base(language) == "ja" else _plain(text)


@lru_cache
def _keys(language: str) -> _Keys:
    known = words(language)
    answers = {True: known.yes, False: known.no}
    return _Keys(
        _by_key(known.commands, language),
        _by_key(answers, language),
        _by_key(dict(enumerate(known.numbers, 1)), language),
    )


@lru_cache
def _chains(language: str) -> dict[bool, re.Pattern[str]]:
    """Several of them in one breath, as recognisers write 「いいえ違います」."""
    known = words(language)
    return {
        value: re.compile(
            f"(?:{'|'.join(map(re.escape, sorted(map(_plain, texts), key=len)[::-1]))})+"
        )
        for value, texts in ((True, known.yes), (False, known.no))
    }


def _by_key(meanings: Mapping[_T, tuple[str, ...]], language: str) -> dict[str, _T]:
    pairs = [(text, meaning) for meaning, texts in meanings.items() for text in texts]
    sounds = {sound(text, language): meaning for text, meaning in pairs}
    return sounds | {_plain(text): meaning for text, meaning in pairs}


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
