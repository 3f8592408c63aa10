"""The form's own messages: the question of a field, the choice of what to correct, the summary."""

from __future__ import annotations

from datetime import date, timedelta

from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.fields import shown
from madoguchi.forms.values.files import ACCEPTED
from madoguchi.messages import (
    Button,
    ChoicesMessage,
    MessageSource,
    QuestionMessage,
    SummaryMessage,
    SummaryRow,
)

_BACK = Button(label="前の質問に戻る", postback="back")
_CANCEL = Button(label="やめる", postback="cancel")


def source_of(procedure: WardProcedure) -> MessageSource:
    """Where the facts about the procedure come from."""
    page = procedure.procedure.official_page
    return MessageSource(
        procedure=procedure.procedure.id,
        ward=procedure.ward.id if procedure.ward else None,
        origin=procedure.origin(),
        title=procedure.procedure.names.official,
        url=str(page) if page else None,
        verified_on=procedure.procedure.verified_on,
    )


def question(
    procedure: WardProcedure, field: FormField, draft: Draft, today: date, error: str | None = None
) -> QuestionMessage:
    """The question of a field, with its buttons, its limits and what was wrong with the answer."""
    fields = applicable_fields(procedure.procedure, draft)
    choices = [
        Button(label=choice.label, postback=f"answer:{field.id}:{choice.value}")
        for choice in field.choices
    ]
    if field.kind is FieldKind.YES_NO:
        choices = [
            Button(label="はい", postback=f"answer:{field.id}:yes"),
            Button(label="いいえ", postback=f"answer:{field.id}:no"),
        ]
    if not field.required:
        choices.append(Button(label="答えずに進む", postback=f"skip:{field.id}"))
    if draft.history:
        choices.append(_BACK)
    text = field.question if error is None else f"{error}\n{field.question}"
    return QuestionMessage(
        text=text,
        field=field.id,
        field_kind=field.kind,
        label=field.label,
        required=field.required,
        help=_help(field),
        example=field.example,
        error=error,
        choices=tuple(choices),
        earliest=None if field.earliest is None else today + timedelta(days=field.earliest),
        latest=None if field.latest is None else today + timedelta(days=field.latest),
        minimum=field.minimum,
        maximum=field.maximum,
        postal_code=_postal_code(field, fields, draft),
        step=next(n for n, other in enumerate(fields, 1) if other.id == field.id),
        steps=len(fields),
    )


def _postal_code(field: FormField, fields: tuple[FormField, ...], draft: Draft) -> str | None:
    """The postal code of an address: the answer to the question just before it."""
    at = next(number for number, other in enumerate(fields) if other.id == field.id)
    before = fields[at - 1] if at else None
    if field.kind is not FieldKind.ADDRESS or before is None:
        return None
    code = draft.values.get(before.id) if before.kind is FieldKind.POSTAL_CODE else None
    return None if code is None else str(code)


def _help(field: FormField) -> str | None:
    """The field's own help; for a file also what is accepted."""
    if field.kind is not FieldKind.FILE:
        return field.help
    return f"{field.help or ''}送れるのは、{ACCEPTED}です。"


def what_to_correct(procedure: WardProcedure, draft: Draft) -> ChoicesMessage:
    """The answered fields as buttons, newest first."""
    fields = {field.id: field for field in procedure.procedure.form.fields}
    return ChoicesMessage(
        text="どの項目を直しますか。",
        choices=tuple(
            Button(label=fields[name].label, postback=f"edit:{name}")
            for name in reversed(draft.history)
        ),
    )


def confirm_cancel(draft: Draft) -> ChoicesMessage:
    """Asks before what was filled in is thrown away; the button is for exactly this content."""
    return ChoicesMessage(
        text="入力した内容を消して、申請をやめますか。",
        choices=(
            Button(label="やめる", postback=f"abandon:{draft.revision}"),
            Button(label="申請を続ける", postback="keep"),
        ),
    )


def summary(procedure: WardProcedure, draft: Draft, today: date) -> SummaryMessage:
    """Everything that would be submitted, and the question for consent."""
    ward = procedure.ward.names.ja if procedure.ward else "区"
    name = procedure.procedure.names.official
    return SummaryMessage(
        text=(
            f"{ward}へ送る内容です。間違いがなければ「この内容で申請する」を押してください。"
            "入力した個人情報は、この申請のためだけに使います。"
        ),
        title=f"{name}の申請内容",
        rows=tuple(
            SummaryRow(
                field=field.id,
                label=field.label,
                value=shown(field, draft.values.get(field.id)),
                edit=f"edit:{field.id}",
            )
            for field in applicable_fields(procedure.procedure, draft)
        ),
        choices=(
            Button(label="この内容で申請する", postback=f"submit:{draft.revision}"),
            _CANCEL,
        ),
        source=source_of(procedure),
    )
