"""Masking: personal data goes out of a text before staff or training see it.

Names come from GiNZA (``names``), everything that has a form from rules (``patterns``), and an
answer to a form field that asks for personal data goes as a whole. See docs/adr/0012.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.curation import patterns
from madoguchi.curation.names import NameFinder
from madoguchi.curation.spans import Mask, Span, replaced

_WHOLE_ANSWER = {
    FieldKind.NAME: Mask.NAME,
    FieldKind.KANA: Mask.NAME,
    FieldKind.ADDRESS: Mask.ADDRESS,
    FieldKind.POSTAL_CODE: Mask.POSTAL_CODE,
    FieldKind.PHONE: Mask.PHONE,
    FieldKind.EMAIL: Mask.EMAIL,
}


def masked(text: str, names: NameFinder, today: date) -> str:
    """The text with placeholders (``Mask``) where personal data stood.

    ``today`` is the day in Japan on which it was said.
    """
    return replaced(text, found(text, names, today))


def found(text: str, names: NameFinder, today: date) -> tuple[Span, ...]:
    """Where the personal data of the text stands; spans may overlap, the surest come first."""
    return (*patterns.find(text, today), *names(text))


def masked_answer(field_kind: str | None) -> str | None:
    """What stands for an answer to a form field of this kind; None where it must be read."""
    try:
        return _WHOLE_ANSWER.get(FieldKind(field_kind)) if field_kind else None
    except ValueError:
        return None


def words_to_keep(catalogue: Catalogue) -> Sequence[str]:
    """Words that are never a person's name: the wards and the procedures."""
    wards = [
        name
        for ward in catalogue.wards.values()
        for name in (ward.names.ja, ward.names.ja.removesuffix("区"), ward.names.kana)
    ]
    procedures = [
        name
        for procedure in catalogue.procedures.values()
        for name in (
            procedure.names.official, procedure.names.everyday, *procedure.names.synonyms,
        )
    ]  # fmt: skip
    return [name for name in (*wards, *procedures) if len(name) >= 2]
