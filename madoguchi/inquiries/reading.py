"""An inquiry as a member of staff reads it: in Japanese, by a machine where it is not."""

from __future__ import annotations

from dataclasses import dataclass

from madoguchi.inquiries import inquiry
from madoguchi.languages.machine import machine
from madoguchi.storage.database import transaction

_JAPANESE = frozenset({"ja", "ja-easy"})


@dataclass(frozen=True)
class Reading:
    """``japanese`` is None where there is no translation; ``original`` is as the resident typed.

    ``is_complete`` False: some sentence could not be translated well and stands as it was typed.
    """

    original: str
    japanese: str | None
    is_machine: bool
    is_complete: bool


def read(number: str) -> Reading:
    """The question in Japanese; it is translated once, and then kept with it. Slow the first time.

    The machine's memory does not learn what residents wrote: it is erased with the inquiry.

    Raises:
        NotFoundError: if there is no such inquiry.

    """
    with transaction() as session:
        row = inquiry.row_of(session, number)
        text, language, kept = row.text or "", row.language, row.translation
    if language in _JAPANESE or not text:
        return Reading(text, text, is_machine=False, is_complete=True)
    if kept is None:
        translated = machine.translate(text, language, "ja")
        if translated is None:
            return Reading(text, None, is_machine=True, is_complete=False)
        kept = {"text": translated.text, "complete": translated.complete}
        with transaction() as session:
            row = inquiry.row_of(session, number)
            if row.text == text:
                row.translation = kept
    return Reading(text, kept["text"], is_machine=True, is_complete=kept["complete"])
