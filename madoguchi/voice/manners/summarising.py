"""What is said at a summary: consent to all of it, or which field is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms.turn import reads_as_question
from madoguchi.languages import ruby
from madoguchi.languages.strings import text
from madoguchi.messages import Button, Message, QuestionMessage, SummaryMessage, SummaryRow
from madoguchi.voice.manners import choosing, words
from madoguchi.voice.manners.acts import Send
from madoguchi.voice.manners.waiting import Consent

_BRACKET = re.compile(r"[（(][^）)]*[）)]")


def consent(summary: SummaryMessage, language: str) -> Consent:
    """Ask for consent to exactly what was read out: the button carries its revision."""
    submit = next(one for one in summary.choices if one.postback.startswith("submit:"))
    return Consent(text(language, "voice.consent"), Send(postback=submit.postback))


def correction(summary: SummaryMessage, texts: Sequence[str], language: str) -> Send | None:
    """The field to be corrected, or a question about the matter; None where it is neither.

    A new value in the same breath is not taken: the field is asked for, and read back.
    """
    spoken = words.written(texts[0])
    named = [(len(name), row) for row in summary.rows for name in _names(row) if name in spoken]
    if named:
        return Send(postback=max(named, key=lambda pair: pair[0])[1].edit)
    if reads_as_question(spoken):
        return Send(text=spoken)
    rows = [Button(label=bare(row.label), postback=row.edit) for row in summary.rows]
    chosen = choosing.choose(texts, rows, language)
    return Send(postback=chosen.button.postback) if chosen is not None else None


def heard_label(asked: Message | None) -> str:
    """The label of the field for the ear; only the kana of a name need what is in brackets."""
    if not isinstance(asked, QuestionMessage):
        return ""
    return ruby.plain(asked.label) if asked.field_kind is FieldKind.KANA else bare(asked.label)


def bare(label: str) -> str:
    """A label for the ear: without what stands in brackets."""
    return _BRACKET.sub("", ruby.plain(label)).strip()


def _names(row: SummaryRow) -> set[str]:
    """The ways to name a field: its label, without お or ご, and what stands in its brackets."""
    whole = bare(row.label)
    inside = {found[1:-1] for found in _BRACKET.findall(ruby.plain(row.label))}
    return {name for name in (whole, whole.removeprefix("お").removeprefix("ご"), *inside) if name}
