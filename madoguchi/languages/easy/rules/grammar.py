"""Who does what, and whether it is so: passives, causatives, double negations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.languages.easy.finding import GUIDELINE, Explained, Match, Rule
from madoguchi.languages.easy.sentence import Sentence, Word

_DOUBLE = re.compile(
    r"(?:な(?:い|く)|ません)(?:わけ|こと|もの|訳|事)?(?:では|でも|は|も|じゃ|が|に)\s*"
    r"(?:あり\s*ません|ない(?!と)|ありえ)"
    r"|(?:なければ|ないと|なくては|ない\s*(?:限り|かぎり)、?|以外(?:は|に)、?|までは、?)"
    r"(?P<between>[^。、「」（）]{0,14}?(?:ない|ません)(?!と)(?=か|が|の|で|。|、|\s|$))"
)
_OBLIGATION = re.compile(r"(?:なければ|なくては|ないと)\s*(?:なり\s*ません|なら\s*ない|いけ)")
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
        yield Match(
            before.start, word.end, "だれが何をするかを書いて、「させる」を使わない言い方にします。"
        )


def double_negation(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """「できないわけではない」, 「出さないともらえない」; not the duty 「しなければならない」."""
    for match in _DOUBLE.finditer(sentence.text):
        if _OBLIGATION.match(match[0]) is None:
            yield Match(match.start(), match.end(), _affirmative(match))


def obligation(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """「〜なければなりません」, which is a double negation in form."""
    for match in _OBLIGATION.finditer(sentence.text):
        yield Match(match.start(), match.end(), "「〜てください」か「〜が必要です」にします。")


def _affirmative(match: re.Match[str]) -> str:
    if match["between"] is not None:
        return "「〜すると、〜できます」のように、できることを書きます。"
    return "「できることがあります」のように、否定を使わない言い方にします。"


def _auxiliaries(sentence: Sentence, names: tuple[str, ...]) -> Iterator[tuple[Word, Word]]:
    words = sentence.words
    for before, word in zip(words, words[1:], strict=False):
        if word.kind == "助動詞" and word.dictionary_form in names and before.kind == "動詞":
            yield before, word


def _is_done_by_someone(sentence: Sentence, verb: Word) -> bool:
    clause = re.split(r"[、。]", sentence.text[: verb.start])[-1]
    return re.search(r"(?:人|者|方|職員|区|国|会社|警察|家族)\s*(?:に|から|によって)", clause) is not None


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
        "obligation", "A duty is a request or a need.", "〜てください、〜が必要です",
        f"{GUIDELINE}：二重否定の表現は使わない（義務の言い方への当てはめは本プロジェクト）",
        True, "advice", obligation,
    ),
)  # fmt: skip
