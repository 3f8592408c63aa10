"""The whole form at once, over the draft that the chat fills in question by question.

What was typed and could not be read stays in the draft, so that a page can show it again with what
is wrong about it. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.procedure import FieldKind, FormField, Procedure
from madoguchi.errors import InvalidValueError
from madoguchi.forms.draft import Draft, Value, applicable_fields, applies, open_fields, settled
from madoguchi.forms.fields import choose, read, shown
from madoguchi.forms.values.files import File

MISSING = "missing"
"""The code of the problem that a required field was left empty."""

Posted = Mapping[str, tuple[str, ...]]
"""What a page sent: the texts of every field that it showed, none for one that was left empty."""


Given = Mapping[str, File | InvalidValueError]
"""The files that a page sent by their fields: checked, or why they are refused."""


def filled(procedure: WardProcedure, draft: Draft, posted: Posted, today: date) -> Draft:
    """The draft with every posted answer: as a value where it can be read, else as it was typed.

    A field that was emptied is unanswered again. What is posted for a field that the form does not
    have, that takes a file, or that does not apply given the answers before it, is passed over.
    """
    for field in procedure.procedure.form.fields:
        is_shown = field.id in posted and field.kind is not FieldKind.FILE
        if is_shown and applies(field, draft.values):
            draft = _answered(procedure, draft, field, _texts(posted[field.id]), today)
    return ready(procedure.procedure, settled(procedure.procedure, draft))


def passed(procedure: Procedure, draft: Draft, seen: Collection[str]) -> Draft:
    """The draft when the resident goes on from a page that showed the fields ``seen``.

    Of those left empty the optional ones are passed over, and the required ones a problem. The
    control of a file that was refused is empty again when its page is next sent.
    """
    empty = [
        field
        for field in open_fields(procedure, draft)
        if field.id in seen and (field.id not in draft.typed or field.kind is FieldKind.FILE)
    ]
    missing = {field.id: () for field in empty if field.required}
    optional = tuple(field.id for field in empty if not field.required)
    typed = {name: texts for name, texts in draft.typed.items() if name not in optional}
    return ready(
        procedure,
        draft.model_copy(
            update={"typed": {**typed, **missing}, "skipped": (*draft.skipped, *optional)}
        ),
    )


def refused(draft: Draft, field: FormField, problem: InvalidValueError) -> Draft:
    """The draft without a file for the field: the one that was sent last could not be taken."""
    draft = draft.without(field.id)
    typed = {**draft.typed, field.id: (problem.code, problem.message)}
    return draft.model_copy(update={"typed": typed})


def taken_back(procedure: Procedure, draft: Draft, fields: Collection[str]) -> Draft:
    """The draft without the files of these fields; answers of another kind stay."""
    for field in procedure.form.fields:
        if field.id in fields and field.kind is FieldKind.FILE:
            draft = draft.without(field.id)
    return ready(procedure, draft)


def ready(procedure: Procedure, draft: Draft) -> Draft:
    """The draft as the chat would go on with it: at its next open question, or at the summary.

    What was typed for fields that no longer apply is dropped.
    """
    names = {field.id for field in applicable_fields(procedure, draft)}
    remaining = [field.id for field in open_fields(procedure, draft)]
    asking = draft.asking if draft.asking in remaining else next(iter(remaining), None)
    return draft.model_copy(
        update={
            "typed": {name: texts for name, texts in draft.typed.items() if name in names},
            "asking": asking,
            "phase": "asking" if remaining else "confirming",
        }
    )


def problems(procedure: WardProcedure, draft: Draft, today: date) -> dict[str, InvalidValueError]:
    """What is wrong with the fields that could not be read or are missing, in order of the form.

    A date such as 明日 may have become right since it was typed; it is then read when the page is
    next sent.
    """
    found: dict[str, InvalidValueError] = {}
    for field in open_fields(procedure.procedure, draft):
        texts = draft.typed.get(field.id)
        if texts is None:
            continue
        try:
            _read(procedure, field, texts, today)
        except InvalidValueError as problem:
            found[field.id] = problem
    return found


def texts_of(draft: Draft, field: FormField) -> tuple[str, ...]:
    """What the control of the field holds: the answer, or what was typed and could not be read."""
    if field.id in draft.values:
        return written(field, draft.values[field.id])
    if field.kind is FieldKind.FILE:
        return ()  # a browser lets no page fill in a file
    # What the chat passed over is no longer meant.
    return () if field.id in draft.skipped else draft.typed.get(field.id, ())


def written(field: FormField, value: Value) -> tuple[str, ...]:
    """The value as a resident would type or choose it; several only for a ``multi_choice``."""
    if field.kind in (FieldKind.DATE, FieldKind.FILE):
        return (shown(field, value),)
    if not isinstance(value, list):
        return (str(value),)
    if field.kind is FieldKind.MULTI_CHOICE:
        return tuple(str(item) for item in value)
    return ("\n".join(_item(item) for item in value if isinstance(item, dict)),)


def _item(item: Mapping[str, object]) -> str:
    # A thing without a count is one; a person in a list of people never has a count.
    return str(item["name"]) if item["count"] in (None, 1) else f"{item['name']} {item['count']}"


def _answered(
    procedure: WardProcedure, draft: Draft, field: FormField, texts: tuple[str, ...], today: date
) -> Draft:
    if texts == texts_of(draft, field) and (field.id in draft.values or not texts):
        # Reading again what the page itself has written could change it.
        return draft
    if not texts:
        return draft.without(field.id)
    try:
        return draft.with_values({field.id: _read(procedure, field, texts, today)})
    except InvalidValueError:
        # The old answer is no longer what the resident means.
        draft = draft.without(field.id)
        return draft.model_copy(update={"typed": {**draft.typed, field.id: texts}})


def _read(procedure: WardProcedure, field: FormField, texts: tuple[str, ...], today: date) -> Value:
    if not texts:
        raise InvalidValueError(MISSING, f"「{field.label}」は申請に必要な項目です。")
    if field.kind is FieldKind.FILE:
        code, message = texts
        raise InvalidValueError(code, message)
    if field.kind is FieldKind.MULTI_CHOICE:
        chosen = {str(value) for text in texts for value in _chosen(field, text, today)}
        return [choice.value for choice in field.choices if choice.value in chosen]
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        return choose(field, texts[0], today)
    return read(field, texts[0], today, procedure.ward.names.ja if procedure.ward else None)


def _chosen(field: FormField, text: str, today: date) -> list[object]:
    value = choose(field, text, today)
    return list(value) if isinstance(value, list) else [value]


def _texts(posted: tuple[str, ...]) -> tuple[str, ...]:
    """The texts without the blank ones, with line breaks as the draft has them."""
    return tuple(text.replace("\r\n", "\n") for text in posted if text.strip())
