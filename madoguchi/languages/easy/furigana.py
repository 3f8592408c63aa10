"""Readings and spaces for a draft: SudachiPy's, so a person must check them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jaconv

from madoguchi.languages.easy.sentence import KANJI, Sentence, Word, sentences

_KANA = re.compile("[ぁ-ゖァ-ヶー]+")
_WHAT_BEFORE = frozenset("がをもかに")
"""何 is なに before these particles, and なん elsewhere."""

_KANJI_RUN = re.compile(f"([{KANJI}]+)")
_DEPENDENT = frozenset({"助詞", "助動詞", "接尾辞", "補助記号", "記号"})
_NOMINAL = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})
_DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_WITH_NUMBER = {
    **{f"{number}日": reading for number, reading in _DAYS.items()},
    "1人": "ひとり", "2人": "ふたり", "20歳": "はたち",
}  # fmt: skip
"""Numbers that are read as one word with their counter."""

_READ_AS = {"日本": "にほん", "避難所": "ひなんじょ", "何割": "なんわり"}
"""Where Sudachi's reading is not the one of everyday speech."""

_RUBY = re.compile(r"｜([^｜《》]+)《([^《》]+)》")
_TOUCHING = re.compile(r"｜([^｜《》]+)《([^《》]+)》｜((?![0-9])[^｜《》]+)《([^《》]+)》")
_COUNTERS = {"月": "がつ", "日": "にち", "人": "にん", "歳": "さい", "分": "ふん", "年": "ねん"}
_COUNTED = re.compile(r"(?<![0-9])([0-9]+)([月日人歳分年])(?![日人間度])")


def with_furigana(text: str) -> str:
    """The text with a reading for each kanji that has none, and spaces between phrases.

    Readings that the text has already stay. Where Sudachi knows no reading the kanji stay bare, so
    that the check finds them.
    """
    edits = sorted(edit for sentence in sentences(text) for edit in _edits(sentence, text))
    written: list[str] = []
    end = 0
    for start, stop, replacement in edits:
        written += [text[end:start], replacement]
        end = stop
    return _joined("".join([*written, text[end:]]))


def with_reading(surface: str, reading: str) -> str:
    """A word with its reading (kana of either kind) above its kanji: ｜引《ひ》っ｜越《こ》し.

    Where the kana of the word are not found in its reading, the reading is for all of it.
    """
    hiragana = jaconv.kata2hira(reading)
    parts = [part for part in _KANJI_RUN.split(surface) if part]
    if not any(_KANJI_RUN.fullmatch(part) for part in parts):
        return surface
    pattern = "".join(
        "(.+?)" if _KANJI_RUN.fullmatch(part) else re.escape(jaconv.kata2hira(part))
        for part in parts
    )
    found = re.fullmatch(pattern, hiragana)
    if found is None:
        return f"｜{surface}《{hiragana}》"
    readings = iter(found.groups())
    return "".join(
        f"｜{part}《{next(readings)}》" if _KANJI_RUN.fullmatch(part) else part for part in parts
    )


def _joined(text: str) -> str:
    """Readings that touch as one: ｜区役所《くやくしょ》, not ｜区《く》｜役所《やくしょ》."""
    before = None
    while before != text:
        before, text = text, _TOUCHING.sub(r"｜\1\3《\2\4》", text)
    return _RUBY.sub(lambda match: f"｜{match[1]}《{_READ_AS.get(match[1], match[2])}》", text)


def _edits(sentence: Sentence, text: str) -> Iterator[tuple[int, int, str]]:
    """What to write where: (start, end, replacement), in places of the text as written."""
    origins = sentence.origins
    counted = {}
    for match in _COUNTED.finditer(sentence.text):
        whole = _WITH_NUMBER.get(match[0])
        start = match.start() if whole else match.start(2)
        counted[start] = (match.end(), whole or _counter(match[1], match[2]))
    for start, (end, reading) in counted.items():
        if any(sentence.unread[start:end]):
            yield _edit(sentence, start, end, f"｜{sentence.text[start:end]}《{reading}》")
    taken = {place for start, (end, _) in counted.items() for place in range(start, end)}
    previous: Word | None = None
    for word in sentence.words:
        if previous is not None and word.start == previous.end and _begins_phrase(word, previous):
            at = origins[word.start]
            at -= at > 0 and text[at - 1] == "｜"
            yield (at, at, " ")
        place = range(word.start, word.end)
        unread = [not re.match(f"[{KANJI}]", sentence.text[i]) or sentence.unread[i] for i in place]
        if any(sentence.unread[i] for i in place) and all(unread) and not taken & set(place):
            reading = word.reading
            if word.surface == "何" and sentence.text[word.end : word.end + 1] in _WHAT_BEFORE:
                reading = "なに"
            if _KANA.fullmatch(reading):
                written = with_reading(word.surface, reading)
                yield _edit(sentence, word.start, word.end, written)
        previous = word


def _edit(sentence: Sentence, start: int, end: int, written: str) -> tuple[int, int, str]:
    return (sentence.origins[start], sentence.origins[end - 1] + 1, written)


def _counter(number: str, counter: str) -> str:
    return "ぷん" if counter == "分" and number[-1] in "134680" else _COUNTERS[counter]


def _begins_phrase(word: Word, previous: Word) -> bool:
    """Whether a space stands before the word: before what stands on its own (自立語)."""
    if word.surface == "よう" and previous.surface == "の":
        return False
    if word.kind in _DEPENDENT or previous.kind in ("接頭辞", "補助記号", "記号"):
        return False
    if word.kind in _NOMINAL and previous.kind in _NOMINAL:
        return False
    return not (word.dictionary_form == "する" and previous.kind == "名詞")
