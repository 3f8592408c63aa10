"""The assistant's Japanese in another language, from curated translations only.

A text is known as a whole, or is a phrase with something filled in, or falls into lines, sentences
and lists whose parts are known. What has one unknown part stays Japanese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from madoguchi.catalogue.catalogue import Catalogue, catalogue
from madoguchi.languages import brackets, phrases
from madoguchi.languages.phrases import Phrases
from madoguchi.languages.translations import phrases_of, translations
from madoguchi.languages.typography import TYPOGRAPHY, Typography
from madoguchi.languages.values import value, weekday

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆〇]")
_NUMBERED = re.compile(r"(?P<mark>・|[0-9]{1,2}\. )(?P<rest>(?!・|[0-9]{1,2}\. ).+)", re.DOTALL)
_REMEMBERED = 8192
_MOST_JOINED = 6
"""Sentences or lines that may be one text of the catalogue."""


class Translator:
    """One language. Texts that may hold residents' own words are not kept in memory."""

    def __init__(
        self, known: Mapping[str, str], own_phrases: Mapping[str, str], typography: Typography
    ) -> None:
        self._known = {**own_phrases, **known}
        self._phrases = Phrases(own_phrases)
        self._typography = typography
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._translated)

    def text(self, ja: str) -> str | None:
        """The text in the language; None where any part of it stays Japanese."""
        if _JAPANESE.search(ja) is None:
            return ja.replace("〜", self._typography.dash)
        if self._phrases.may_be_private(ja):
            return self._translated(ja)
        return self._remembered(ja)

    def exact(self, ja: str) -> str | None:
        """The text where it is known as a whole, with or without its full stop, or is a value."""
        found = self._known.get(ja)
        if found is None and ja.endswith("。"):
            found = self._known.get(ja[:-1])
            return (
                None if found is None else f"{found.rstrip(phrases.STOPS)}{self._typography.stop}"
            )
        if found is None:
            found = self._known.get(f"{ja}。")
            found = None if found is None else found.rstrip(phrases.STOPS)
        return found or value(ja, self._typography, self.text)

    def typed(self, shown: str) -> str:
        """An answer as the form shows it: 「はい」 and dates are ours, other words stay as typed.

        A word that is also one of ours is translated as that: so it was shown as a choice.
        """
        parts = [self.exact(part) for part in brackets.split(shown, "、")]
        if None in parts:
            return shown
        return self._typography.comma.join(part for part in parts if part is not None)

    @property
    def remembered(self) -> int:
        """How many texts are kept in memory."""
        return self._remembered.cache_info().currsize

    def _translated(self, ja: str) -> str | None:
        typography = self._typography
        return (
            self._whole(ja)
            or self._in_pieces(brackets.split(ja, "\n"), "\n", "\n")
            or self._in_pieces(brackets.sentences(ja), "", typography.sentences)
            or self._decorated(ja)
            or self._listed(ja)
        )

    def _whole(self, ja: str) -> str | None:
        found = self.exact(ja)
        if found is not None:
            return found
        for phrase in self._phrases.find(ja):
            fillings = {name: self._filling(name, text) for name, text in phrase.filled.items()}
            values = {name: text for name, text in fillings.items() if text is not None}
            if len(values) == len(fillings):
                return phrases.filled(phrase.text, values)
        return None

    def _filling(self, name: str, ja: str) -> str | None:
        match phrases.base(name):
            case "typed":
                return ja
            case "answers":
                return self._answers(ja)
            case "weekday":
                return weekday(ja, self._typography)
            case _:
                return self.text(ja)

    def _answers(self, ja: str) -> str | None:
        """The lines 「・label：answer」; one without a label goes on with the answer before it."""
        lines = []
        for line in ja.split("\n"):
            label, colon, answer = line.removeprefix("・").partition("：")
            said = self.text(label) if colon and line.startswith("・") else None
            lines.append(
                line if said is None else f"・{said}{self._typography.colon}{self.typed(answer)}"
            )
        return "\n".join(lines)

    def _in_pieces(self, pieces: Sequence[str], mark: str, joint: str) -> str | None:
        """Piece by piece; as many pieces at once as are known together."""
        if len(pieces) < 2:
            return None
        said: list[str] = []
        at = 0
        while at < len(pieces):
            most = min(len(pieces) - (at == 0), at + _MOST_JOINED)
            for end in range(most, at + 1, -1):
                found = self._whole(mark.join(pieces[at:end]).strip(" "))
                if found is not None:
                    break
            else:
                end = at + 1
                found = self.text(pieces[at].strip(" "))
                if found is None:
                    return None
            said.append(found)
            at = end
        return joint.join(said)

    def _decorated(self, ja: str) -> str | None:
        """「・X」, 「1. X」, 「X ※Y」, 「X：Y」, 「X（Y）」."""
        typography = self._typography
        numbered = _NUMBERED.fullmatch(ja)
        if numbered is not None:
            rest = self.text(numbered["rest"])
            return None if rest is None else f"{numbered['mark']}{rest}"
        noted = brackets.split(ja, " ※")
        if len(noted) > 1:
            said = self._each(noted)
            if said is None:
                return None
            text, *notes = said
            for note in notes:
                text = typography.note.format(text=text, note=note)
            return text
        in_colon = self._in_pieces(brackets.split(ja, "："), "：", typography.colon)
        if in_colon is not None:
            return in_colon
        found = brackets.last_bracket(ja)
        if found is None:
            return None
        both = self._each(found)
        return None if both is None else typography.brackets.format(text=both[0], inner=both[1])

    def _listed(self, ja: str) -> str | None:
        """「X、Y」, 「X / Y」, 「X・Y」, 「「X」「Y」」, and a label, a space and its value."""
        typography = self._typography
        quoted = brackets.quotes(ja)
        if quoted:
            said = self._each(quoted)
            if said is not None:
                return typography.comma.join(typography.quote.format(text=one) for one in said)
            return None
        for mark, joint in (
            (" / ", " / "),
            ("、", typography.comma),
            ("〜", typography.dash),
            ("・", typography.comma),
            (" ", " "),
        ):
            pieces = brackets.split(ja, mark)
            found = self._in_pieces(pieces, mark, joint) if all(pieces) else None
            if found is not None:
                return found
        return None

    def _each(self, parts: tuple[str, ...]) -> list[str] | None:
        said = [self.text(part) for part in parts]
        found = [text for text in said if text is not None]
        return found if len(found) == len(said) else None


@lru_cache
def translator(language: str) -> Translator | None:
    """The translator into a language; None where our own phrases have no translations yet."""
    own = phrases_of(language)
    if not own or language not in TYPOGRAPHY:
        return None
    curated = {ja: one.text for ja, one in translations(language).items()}
    return Translator(
        {**official_names(catalogue(), language), **curated}, own, TYPOGRAPHY[language]
    )


def is_spoken(language: str) -> bool:
    """Whether the assistant answers in the language."""
    return language == "ja" or translator(language) is not None


def said(ja: str, language: str) -> str:
    """The text in the language; Japanese where it has no translation."""
    into = translator(language)
    return ja if into is None else into.text(ja) or ja


def official_names(known: Catalogue, language: str) -> dict[str, str]:
    """The official names of procedures and checklists in the language, by the Japanese ones."""
    return {
        official: text
        for official, translated in (
            *((one.names.official, one.names.translations) for one in known.procedures.values()),
            *((one.name, one.translations) for one in known.checklists.values()),
        )
        for tag, text in translated.items()
        if tag == language
    }
