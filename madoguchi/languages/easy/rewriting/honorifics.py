"""Respectful and humble words in plain です and ます."""

from __future__ import annotations

import re
from collections.abc import Iterator

from madoguchi.languages.easy.conjugation import before_masu, te_form
from madoguchi.languages.easy.rewriting.change import Change
from madoguchi.languages.easy.rules.wording import GREETING, is_respectful_request
from madoguchi.languages.easy.sentence import Sentence, Word

_ASKED = r"、?(?:に)?、?お(?:願|ねが)い\s*(?:いた|致|申し上げ)?(?:し|げ)?\s*ます"
_SET = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"お問い?合わせ(?:ください|下さい)(?:ますよう" + _ASKED + ")?", "聞いてください"),
        (r"お越し(?:ください|下さい)(?:ますよう" + _ASKED + ")?", "来てください"),
        (rf"て(?:ください|下さい|いただけ|頂け|いただき|頂き)ますよう{_ASKED}", "てください"),
        (rf"(?:ください|下さい)ますよう{_ASKED}", "ください"),
        (r"(?:ください|下さい)ませ", "ください"),
        (r"ご?(?P<noun>[一-鿿々]{2})の(?:上|うえ)、", r"\g<noun>して、"),
        (r"ご(?P<noun>[一-鿿々]{2,3})(?:いただけ|頂け)ます", r"\g<noun>できます"),
        (r"ご(?P<noun>[一-鿿々]{2,3})(?:いただけ|頂け)ません", r"\g<noun>できません"),
        (r"ご(?P<noun>[一-鿿々]{2,3})(?:いただき|頂き)ます", r"\g<noun>してください"),
        (r"ご(?P<noun>[一-鿿々]{2,3})(?:いただく|頂く)", r"\g<noun>する"),
        (r"ご(?P<noun>[一-鿿々]{2,3})(?:ください|下さい)", r"\g<noun>してください"),
        (r"お持ち(?:ください|下さい)", "持ってきてください"),
        (r"お持ちの方", "持っている人"),
        (r"変更(?:に|と)な(?P<rest>る|った|り)", r"変わ\g<rest>"),
        (r"でございます", "です"),
        (r"ございましたら", "あったら"),
        (r"ございません", "ありません"),
        (r"ございます", "あります"),
        (r"ております", "ています"),
        (r"ておりません", "ていません"),
        (r"おります", "います"),
        (r"(?:いた|致)しません", "しません"),
        (r"(?:いた|致)しました", "しました"),
        (r"(?:いた|致)します", "します"),
        (r"て(?:いただけ|頂け)ます", "てもらえます"),
        (r"て(?:いただき|頂き)ます", "てください"),
        (r"て(?:いただく|頂く)", "てもらう"),
        (r"なさいます", "します"),
        (r"いらっしゃいます", "います"),
        (r"おっしゃいます", "言います"),
    )
)
"""Longer ones first: of two that begin at the same place, the first is taken."""


def set_phrases(sentence: Sentence) -> Iterator[Change]:
    """Set endings, such as 「〜ております」; a greeting keeps its ございます."""
    greetings = {
        place for match in GREETING.finditer(sentence.text) for place in range(*match.span())
    }
    taken: set[int] = set()
    for pattern, plain in _SET:
        for match in pattern.finditer(sentence.text):
            places = set(range(*match.span()))
            if match.start() not in greetings and not places & taken:
                taken |= places
                yield Change("honorific", match.start(), match[0], match.expand(plain))


def with_prefix(sentence: Sentence) -> Iterator[Change]:
    """「お持ちください」 as 「持ってください」, 「ご利用いただけます」 as 「利用できます」."""
    words = sentence.words
    for at, word in enumerate(words[:-2]):
        verb, ending = words[at + 1 : at + 3]
        if is_respectful_request(words, at):
            asked = _te(verb)
            if asked is not None:
                yield _change(sentence, word, ending, f"{asked}ください")
        elif word.surface in ("お", "ご", "御") and ending.dictionary_form in ("いただく", "頂く"):
            plain = _plain(verb, able=ending.surface in ("いただけ", "頂け"))
            if plain is not None:
                yield _change(sentence, word, ending, plain + _rest(ending))
        elif word.surface in ("お", "ご", "御") and ending.dictionary_form in (
            "いただける",
            "頂ける",
        ):
            plain = _plain(verb, able=True)
            if plain is not None:
                yield _change(sentence, word, ending, plain + _rest(ending))


def _te(verb: Word) -> str | None:
    if verb.kind == "動詞":
        return te_form(verb.dictionary_form, verb.conjugation)
    return f"{verb.surface}して"


def _plain(verb: Word, *, able: bool) -> str | None:
    """The verb before ます; as an ability 「〜することができ」."""
    if verb.kind == "名詞":
        return f"{verb.surface}{'でき' if able else 'し'}"
    if able:
        return f"{verb.dictionary_form}ことができ"
    return before_masu(verb.dictionary_form, verb.conjugation)


def _rest(ending: Word) -> str:
    return "" if ending.form.startswith("連用形") else "ます"


def _change(sentence: Sentence, first: Word, last: Word, after: str) -> Change:
    return Change("honorific", first.start, sentence.text[first.start : last.end], after)
