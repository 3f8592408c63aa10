"""How long a sentence is, how many things it says, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.languages.easy.finding import GUIDELINE, Explained, Match, Rule
from madoguchi.languages.easy.sentence import Sentence, Word

MAX_LENGTH = 40
"""Characters; 99 of 100 of our own sentences are shorter, and docs/easy-japanese.md says more."""

MAX_JOINTS = 1
"""Clauses that may be joined to the last one."""

_JOINING = frozenset({"が", "けれど", "けれども", "けど", "ので", "から", "し", "のに"})
_POLITE = frozenset({"です", "ます"})
_PLAIN = frozenset({"だ", "た", "ない", "ぬ"})


def long_sentence(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """The sentence, where it is longer than ``MAX_LENGTH``."""
    if sentence.length > MAX_LENGTH:
        split = "二つの文に分けます。三つ以上のことは箇条書きにします。"
        yield Match(0, len(sentence.text), f"{sentence.length}文字あります。{split}")


def many_clauses(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """From the first joint on, where there are more than ``MAX_JOINTS``."""
    joints = [word for word, _ in joined(sentence)]
    if len(joints) > MAX_JOINTS:
        yield Match(
            joints[0].start,
            joints[-1].end,
            "一つの文で言うことは一つにして、ほかは別の文にします。",
        )


def joined(sentence: Sentence) -> Iterator[tuple[Word, int]]:
    """Each word at which a clause is joined to the next, and its place among the words.

    Conjunctions (が, ので, から), て and a verb that just stops (連用中止) before a comma, ため.
    """
    words = sentence.words
    depth = 0
    for at, word in enumerate(words[:-1]):
        depth += (word.surface in "（「『") - (word.surface in "）」』")
        if depth > 0 or at == 0:
            continue
        comma = words[at + 1].surface == "、"
        before = words[at - 1]
        conjunction = word.part[1] == "接続助詞" and word.surface in _JOINING
        because = word.surface == "で" and before.part[1] == "準体助詞" and before.surface == "の"
        stops = comma and (
            (word.part[1] == "接続助詞" and word.surface in ("て", "で"))
            or (word.kind == "動詞" and word.form.startswith("連用形"))
            or (word.surface in ("ため", "為") and before.kind in ("動詞", "助動詞"))
        )
        if (conjunction and before.kind != "名詞") or because or stops:
            yield word, at


def plain_ending(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """The last word of a sentence that ends in 。 but not in です, ます or ください."""
    if not sentence.text.endswith("。"):
        return
    words = [word for word in sentence.words if word.kind != "補助記号"]
    while words and words[-1].kind == "助詞":
        words.pop()
    if not words:
        return
    last = words[-1]
    ended = {word.dictionary_form for word in words[-3:]}
    verb = last.kind in ("動詞", "形容詞") and last.form.startswith("終止形")
    if (verb or last.dictionary_form in _PLAIN) and not ended & _POLITE:
        yield Match(last.start, last.end, "文の終わりは「です」「ます」「ください」にします。")


_SOURCE = f"{GUIDELINE}：一文を短くする、言いたいことは一文に一つ"
RULES = (
    Rule(
        "sentence-length", "A sentence is short.", f"{MAX_LENGTH}文字まで（かっこの中は数えない）",
        _SOURCE, True, "error", long_sentence,
    ),
    Rule(
        "clauses", "A sentence says one thing.", f"つながる節は{MAX_JOINTS}つまで",
        _SOURCE, True, "advice", many_clauses,
    ),
    Rule(
        "polite-ending", "A sentence ends in です or ます.", "です、ます、ください",
        f"{GUIDELINE}：文末は「です」「ます」で統一する", False, "advice", plain_ending,
    ),
)  # fmt: skip
