"""Who does what, and whether it is so: passives, causatives, double negations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from madoguchi.languages.easy.finding import GUIDELINE, Explained, Match, Rule
from madoguchi.languages.easy.sentence import Sentence, Word

_DOUBLE = re.compile(
    r"(?:な(?:い|く)|ません)\s*(?:わけ|こと|もの|訳|事)?(?:では|でも|は|も|じゃ|が)\s*"
    r"(?:あり\s*ません|ない)"
)
_NEGATIVE_CONDITION = re.compile(
    r"(?:なければ|ないと|なくては|ない\s*(?:限り|かぎり)|以外は)"
    r"[^。「」（）]{0,30}?(?:ません|ない(?=[。\s]|$))"
)
_OBLIGATION = re.compile(r"(?:なければ|なくては|ないと)\s*(?:なり\s*ません|なら\s*ない|いけ)")
_LEARNT_CAUSATIVES = frozenset({"知る", "済む"})
"""知らせる and 済ませる are words of their own."""

_ALLOWED_PASSIVES = frozenset({"決める", "生む", "産む"})
"""Their passives (決められた日, 生まれる) are learnt as words."""

_BY_ICHIDAN = ("上一段", "下一段", "カ行変格")


def passive(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Verbs with れる or られる that are not about what one can do.

    られる behind an ichidan verb is ability unless someone is named by whom it is done (Xに, Xから,
    Xによって): 食べられる is fine. れる behind a godan verb is a passive or an honorific; ability
    there has a verb of its own (書ける).
    """
    for before, word in _auxiliaries(sentence, ("れる", "られる")):
        if before.dictionary_form in _ALLOWED_PASSIVES:
            continue
        ichidan = before.conjugation.startswith(_BY_ICHIDAN)
        if ichidan and not _is_done_by_someone(sentence, before):
            continue
        yield Match(
            before.start, word.end,
            f"だれがするかを書いて「{before.dictionary_form}」などの言い方にします。",
        )  # fmt: skip


def causative(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Verbs with せる or させる."""
    for before, word in _auxiliaries(sentence, ("せる", "させる")):
        if before.dictionary_form not in _LEARNT_CAUSATIVES:
            yield Match(
                before.start, word.end,
                "だれが何をするかを書いて、「させる」を使わない言い方にします。",
            )  # fmt: skip


def double_negation(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """「できないわけではない」, 「なくはない」."""
    for match in _DOUBLE.finditer(sentence.text):
        yield Match(
            match.start(), match.end(),
            "「できることがあります」のように、否定を使わない言い方にします。",
        )  # fmt: skip


def negative_condition(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """「出さないともらえません」; the duty 「出さなければなりません」 has a rule of its own."""
    for match in _NEGATIVE_CONDITION.finditer(sentence.text):
        if _OBLIGATION.match(match[0]) is None:
            yield Match(
                match.start(), match.end(),
                "「〜すると、〜できます」のように、できることを書きます。",
            )  # fmt: skip


def obligation(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """「〜なければなりません」, which is a double negation in form."""
    for match in _OBLIGATION.finditer(sentence.text):
        yield Match(match.start(), match.end(), "「〜てください」か「〜が必要です」にします。")


def _auxiliaries(sentence: Sentence, names: tuple[str, ...]) -> Iterator[tuple[Word, Word]]:
    words = sentence.words
    for before, word in pairwise(words):
        if word.kind == "助動詞" and word.dictionary_form in names and before.kind == "動詞":
            yield before, word


def _is_done_by_someone(sentence: Sentence, verb: Word) -> bool:
    clause = re.split(r"[、。]", sentence.text[: verb.start])[-1]
    return (
        re.search(r"(?:人|者|方|職員|区|国|会社|警察|家族)\s*(?:に|から|によって)", clause)
        is not None
    )


RULES = (
    Rule(
        "passive", "Who does it is the subject.", "受身を使わない",
        f"{GUIDELINE}：受身形や使役表現をできる限り使わない", False, "advice", passive,
    ),
    Rule(
        "causative", "Nobody is made to do it.", "使役を使わない",
        f"{GUIDELINE}：受身形や使役表現をできる限り使わない", False, "advice", causative,
    ),
    Rule(
        "double-negation", "What is so is said without two negations.", "二重否定を使わない",
        f"{GUIDELINE}：二重否定の表現は使わない", False, "error", double_negation,
    ),
    Rule(
        "negative-condition", "What one must do is said as what one gains.",
        "〜すると、〜できます",
        f"{GUIDELINE}：二重否定の表現は使わない（条件の言い方への当てはめは本プロジェクト）",
        True, "advice", negative_condition,
    ),
    Rule(
        "obligation", "A duty is a request or a need.", "〜てください、〜が必要です",
        f"{GUIDELINE}：二重否定の表現は使わない（義務の言い方への当てはめは本プロジェクト）",
        True, "advice", obligation,
    ),
)  # fmt: skip
