"""The form engine: a resident's turn in, the next draft and what to say out. Stores nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from madoguchi.answers import deciding
from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft, Value, applicable_fields, open_fields, settled
from madoguchi.forms.fields import choose, read, shown
from madoguchi.forms.reading import Reading, read_all, trimmed
from madoguchi.forms.turn import Command, Turn, command, is_side_question
from madoguchi.forms.values.text import normalise
from madoguchi.messages import Button, ChoicesMessage, Message, TextMessage

PATIENCE = 3
"""After this many unreadable answers in a row the form offers a person."""


_GOES_ON = re.compile(r"続け|つづけ|申請(?:する|します|して)|送信|送って|やめない|やめません")
_FREELY_WORDED = frozenset(
    {FieldKind.TEXT, FieldKind.NAME, FieldKind.KANA, FieldKind.ADDRESS, FieldKind.ITEM_LIST}
)


class Status(Enum):
    """What became of the turn."""

    OPEN = auto()
    CONSENTED = auto()
    CANCELLED = auto()
    SIDE_QUESTION = auto()


@dataclass(frozen=True)
class Outcome:
    """The next draft, what to say, and what became of the turn.

    After ``SIDE_QUESTION`` the draft is unchanged and somebody else answers.
    """

    draft: Draft
    messages: tuple[Message, ...]
    status: Status = Status.OPEN


def begin(procedure: WardProcedure, ward: str, opening: str, today: date) -> Outcome:
    """Start an application with whatever the opening sentence already says."""
    form = procedure.procedure.form
    draft = Draft(procedure=procedure.procedure.id, ward=ward)
    messages: list[Message] = []
    try:
        reading = read_all(form.fields, opening, today, _ward(procedure), opening=True)
    except InvalidValueError as too_long:
        reading = Reading()
        messages.append(TextMessage(text=too_long.message))
    draft = settled(procedure.procedure, draft.with_values(reading.values))
    ward_name = procedure.ward.names.ja if procedure.ward else ""
    intro = TextMessage(
        text=(
            f"{ward_name}の「{procedure.procedure.names.official}」を、ここで申請できます。"
            "順番にお聞きします。「戻る」「訂正」「やめる」はいつでも使えます。"
        ),
        source=questions.source_of(procedure),
    )
    messages.insert(0, intro)
    noted = _noted(procedure, draft, list(draft.values))
    if noted:
        messages.append(noted)
    return _go_on(procedure, draft, today, messages)


def answer(procedure: WardProcedure, draft: Draft, turn: Turn, today: date) -> Outcome:
    """Take one turn of the resident."""
    try:
        normalise(turn.text)
    except InvalidValueError as too_long:
        return _unread(procedure, draft, too_long, today)
    asked = _field(procedure, draft.asking) if draft.phase == "asking" else None
    if asked is not None and turn.pressed is None and _is_label(asked, turn.text):
        # The very words of a choice are an answer, whatever else they may look like.
        return _read_answer(procedure, draft, turn, None, today)
    wanted = command(turn)
    if turn.intent == "emergency" and is_side_question(turn) and not _tells_damage(asked, turn):
        return Outcome(draft, (), Status.SIDE_QUESTION)
    if draft.phase == "confirming_cancel":
        return _confirm_cancel(procedure, draft, turn, wanted, today)
    if turn.pressed is not None and "value" in turn.pressed:
        return _pressed_value(procedure, draft, turn.pressed, turn.files, today)
    if turn.pressed is not None and turn.pressed.get("submit"):
        return _submit(procedure, draft, turn.pressed["submit"], today)
    if wanted is Command.CANCEL:
        return Outcome(
            draft.model_copy(update={"phase": "confirming_cancel"}),
            (questions.confirm_cancel(draft),),
        )
    if wanted is Command.BACK:
        return _back(procedure, draft, today)
    if wanted is Command.CORRECT:
        return _correct(procedure, draft, turn, today)
    if draft.phase == "confirming":
        return _at_summary(procedure, draft, turn, wanted, today)
    if draft.phase == "choosing_correction":
        return _choose_correction(procedure, draft, turn, wanted, today)
    return _read_answer(procedure, draft, turn, wanted, today)


def ask_again(procedure: WardProcedure, draft: Draft, today: date) -> tuple[Message, ...]:
    """What the form is waiting for, said once more (after a side question or a restart)."""
    if draft.phase == "confirming_cancel":
        return (questions.confirm_cancel(draft),)
    if draft.phase == "choosing_correction":
        return (questions.what_to_correct(procedure, draft),)
    return _go_on(procedure, draft, today, []).messages


def _ward(procedure: WardProcedure) -> str | None:
    return procedure.ward.names.ja if procedure.ward else None


def _is_label(field: FormField, text: str) -> bool:
    return normalise(text) in {normalise(choice.label) for choice in field.choices}


def _tells_damage(asked: FormField | None, turn: Turn) -> bool:
    """Whether what sounds like an emergency is told in answer: forms ask about damage.

    Rasa is never wholly sure; the gateway's own words of danger are (confidence 1).
    """
    is_text = asked is not None and asked.kind is FieldKind.TEXT
    return is_text and turn.intent == "emergency" and turn.confidence < 1.0


def _field(procedure: WardProcedure, name: str | None) -> FormField | None:
    return next((field for field in procedure.procedure.form.fields if field.id == name), None)


def _go_on(
    procedure: WardProcedure,
    draft: Draft,
    today: date,
    messages: list[Message],
    error: str | None = None,
) -> Outcome:
    """Ask the field in focus or the next open one; show the summary when none is left."""
    remaining = open_fields(procedure.procedure, draft)
    if not remaining:
        draft = draft.model_copy(update={"phase": "confirming", "asking": None})
        told = [] if error is None else [TextMessage(text=error)]
        return Outcome(draft, (*messages, *told, questions.summary(procedure, draft, today)))
    field = next((field for field in remaining if field.id == draft.asking), remaining[0])
    draft = draft.model_copy(update={"phase": "asking", "asking": field.id})
    return Outcome(draft, (*messages, questions.question(procedure, field, draft, today, error)))


def _read_answer(
    procedure: WardProcedure, draft: Draft, turn: Turn, wanted: Command | None, today: date
) -> Outcome:
    field = _field(procedure, draft.asking)
    if field is None:
        return _go_on(procedure, draft, today, [])
    if wanted is Command.REPEAT:
        return _go_on(procedure, draft, today, [])
    if _declines(wanted, field) and not _names_a_choice(field, turn.text, today):
        return _skip(procedure, draft, field, today)
    if wanted in (Command.AFFIRM, Command.DENY) and field.kind in _FREELY_WORDED:
        # 「はい」 is nobody's name and no place.
        return _unread(procedure, draft, None, today)
    if turn.pressed is not None or (
        field.kind in (FieldKind.TEXT, FieldKind.NAME, FieldKind.ADDRESS, FieldKind.ITEM_LIST)
        and is_side_question(turn)
        and not _tells_damage(field, turn)
    ):
        return Outcome(draft, (), Status.SIDE_QUESTION)
    fields = applicable_fields(procedure.procedure, draft)
    reading = read_all(fields, turn.text, today, _ward(procedure))
    values, problem = dict(reading.values), reading.problems.get(field.id)
    if field.kind is FieldKind.TEXT:
        # Free words may hold another field's label (「場所は…」): what was told stays as told.
        told = {f.id for f in fields if f.kind is FieldKind.TEXT and f.id in draft.values}
        values = {name: value for name, value in values.items() if name not in told}
    if field.id not in values and problem is None and not _only_others(values, turn.text):
        try:
            values[field.id] = read(field, trimmed(turn.text) or turn.text, today, _ward(procedure))
        except InvalidValueError as error:
            problem = error
    if not values:
        if is_side_question(turn):
            return Outcome(draft, (), Status.SIDE_QUESTION)
        problem = problem or next(iter(reading.problems.values()), None)
        return _unread(procedure, draft, problem, today)
    draft = settled(procedure.procedure, draft.with_values(values))
    messages: list[Message] = []
    others = [name for name in values if name != field.id and name in draft.values]
    noted = _noted(procedure, draft, others)
    if noted:
        messages.append(noted)
    for name, trouble in reading.problems.items():
        if name != field.id:
            label = next(f.label for f in fields if f.id == name)
            messages.append(TextMessage(text=f"{label}：{trouble.message}"))
    error_text = problem.message if problem and field.id not in values and others == [] else None
    return _go_on(procedure, draft, today, messages, error_text)


def _declines(wanted: Command | None, field: FormField) -> bool:
    """Whether the turn passes over the field: 「いいえ」 does where nothing has to be said."""
    if field.kind is FieldKind.YES_NO:
        return False
    return wanted is Command.SKIP or (wanted is Command.DENY and not field.required)


def _names_a_choice(field: FormField, text: str, today: date) -> bool:
    """Whether 「なし」 or 「分からない」 is one of the field's choices."""
    if not field.choices:
        return False
    try:
        read(field, text, today)
    except InvalidValueError:
        return False
    return True


def _only_others(values: dict[str, Value], text: str) -> bool:
    """Whether the sentence named other fields, so that it is no answer to the asked one."""
    return bool(values) and len(trimmed(text)) > 0


def _unread(
    procedure: WardProcedure, draft: Draft, problem: InvalidValueError | None, today: date
) -> Outcome:
    failures = draft.failures + 1
    draft = draft.model_copy(update={"failures": failures})
    message = problem.message if problem else "うまく読み取れませんでした。"
    messages: list[Message] = []
    if failures % PATIENCE == 0:
        messages.append(
            ChoicesMessage(
                text="うまくお聞きできず、申し訳ありません。職員におたずねになることもできます。",
                choices=(
                    Button(label="職員に相談する", postback="handover"),
                    Button(label="前の質問に戻る", postback="back"),
                    Button(label="申請をやめる", postback="cancel"),
                ),
            )
        )
    return _go_on(procedure, draft, today, messages, message)


def _pressed_value(
    procedure: WardProcedure,
    draft: Draft,
    pressed: dict[str, str],
    files: Mapping[str, Value],
    today: date,
) -> Outcome:
    fields = {field.id: field for field in applicable_fields(procedure.procedure, draft)}
    field = fields.get(pressed["field"])
    if field is None:
        return _go_on(
            procedure, draft, today, [TextMessage(text="その質問は、この申請にはありません。")]
        )
    try:
        value = choose(field, pressed["value"], today, files)
    except InvalidValueError as error:
        return _unread(procedure, draft, error, today)
    return _go_on(
        procedure, settled(procedure.procedure, draft.with_values({field.id: value})), today, []
    )


def _skip(procedure: WardProcedure, draft: Draft, field: FormField, today: date) -> Outcome:
    if field.required:
        return _go_on(
            procedure,
            draft,
            today,
            [],
            f"「{field.label}」は申請に必要な項目です。分からないときは、職員にもおたずねいただけます。",
        )
    skipped = draft.model_copy(update={"skipped": (*draft.skipped, field.id)})
    return _go_on(procedure, settled(procedure.procedure, skipped), today, [])


def _back(procedure: WardProcedure, draft: Draft, today: date) -> Outcome:
    if draft.phase == "choosing_correction":
        return _go_on(procedure, draft, today, [])
    if not draft.history:
        return _go_on(procedure, draft, today, [TextMessage(text="最初の質問です。")])
    return _reopen(procedure, draft, draft.history[-1], today)


def _reopen(procedure: WardProcedure, draft: Draft, name: str, today: date) -> Outcome:
    draft = draft.without(name).model_copy(update={"asking": name})
    return _go_on(procedure, draft, today, [])


def _correct(procedure: WardProcedure, draft: Draft, turn: Turn, today: date) -> Outcome:
    """Open the named field; take the new value at once where the sentence holds it."""
    fields = applicable_fields(procedure.procedure, draft)
    if turn.pressed is not None and turn.pressed.get("field"):
        name = turn.pressed["field"]
        if any(field.id == name for field in fields):
            return _reopen(procedure, draft, name, today)
    reading = read_all(fields, turn.text, today, _ward(procedure))
    if reading.values:
        draft = settled(procedure.procedure, draft.with_values(reading.values))
        noted = _noted(procedure, draft, list(reading.values))
        return _go_on(procedure, draft, today, [noted] if noted else [])
    named = _named_field(fields, turn.text)
    if named is not None:
        return _reopen(procedure, draft, named.id, today)
    if not draft.history:
        return _go_on(procedure, draft, today, [TextMessage(text="まだ直すところはありません。")])
    draft = draft.model_copy(update={"phase": "choosing_correction"})
    return Outcome(draft, (questions.what_to_correct(procedure, draft),))


def _named_field(fields: tuple[FormField, ...], text: str) -> FormField | None:
    """The field whose label the text names; the longest label wins (新しい住所 before 住所)."""
    found = [
        (len(part), field)
        for field in fields
        for part in {field.label, field.label.removeprefix("お").removeprefix("ご")}
        if part in text
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


def _choose_correction(
    procedure: WardProcedure, draft: Draft, turn: Turn, wanted: Command | None, today: date
) -> Outcome:
    named = _named_field(applicable_fields(procedure.procedure, draft), turn.text)
    if named is not None:
        return _reopen(procedure, draft, named.id, today)
    if wanted is Command.DENY:
        return _go_on(procedure, draft, today, [])
    if is_side_question(turn):
        return Outcome(draft, (), Status.SIDE_QUESTION)
    return Outcome(draft, (questions.what_to_correct(procedure, draft),))


def _at_summary(
    procedure: WardProcedure, draft: Draft, turn: Turn, wanted: Command | None, today: date
) -> Outcome:
    if wanted is Command.AFFIRM and turn.pressed is None:
        if turn.is_heard:
            return _go_on(procedure, draft, today, [deciding.press_a_button()])
        return Outcome(draft, (), Status.CONSENTED)
    if wanted is Command.DENY:
        draft = draft.model_copy(update={"phase": "choosing_correction"})
        return Outcome(draft, (questions.what_to_correct(procedure, draft),))
    if is_side_question(turn):
        return Outcome(draft, (), Status.SIDE_QUESTION)
    reading = read_all(
        applicable_fields(procedure.procedure, draft), turn.text, today, _ward(procedure)
    )
    if reading.values:
        draft = settled(procedure.procedure, draft.with_values(reading.values))
        noted = _noted(procedure, draft, list(reading.values))
        return _go_on(procedure, draft, today, [noted] if noted else [])
    messages: list[Message] = [
        TextMessage(text=problem.message) for problem in reading.problems.values()
    ]
    return _go_on(procedure, draft, today, messages)


def _submit(procedure: WardProcedure, draft: Draft, revision: str, today: date) -> Outcome:
    if open_fields(procedure.procedure, draft) or draft.phase != "confirming":
        return _go_on(procedure, draft, today, [])
    if revision != draft.revision:
        changed = TextMessage(text="内容が変わりました。もう一度ご確認ください。")
        return _go_on(procedure, draft, today, [changed])
    return Outcome(draft, (), Status.CONSENTED)


def _confirm_cancel(
    procedure: WardProcedure, draft: Draft, turn: Turn, wanted: Command | None, today: date
) -> Outcome:
    if turn.pressed is None:
        goes_on = _GOES_ON.search(normalise(turn.text)) is not None
        gives_up = wanted in (Command.AFFIRM, Command.CANCEL) and not goes_on
    else:
        # Of the buttons only the one of this very question throws anything away: another
        # 「やめる」 was pressed twice, or comes from a question about other content.
        goes_on = "submit" in turn.pressed
        gives_up = turn.pressed.get("abandon") == draft.revision
    if gives_up and turn.is_heard:
        return Outcome(draft, (deciding.press_a_button(), questions.confirm_cancel(draft)))
    if gives_up:
        text = (
            "申請をやめました。入力した内容は消しました。ほかにお手伝いできることがあれば、どうぞ。"
        )
        return Outcome(draft, (TextMessage(text=text),), Status.CANCELLED)
    if wanted in (Command.REPEAT, Command.CANCEL) and not goes_on:
        return Outcome(draft, (questions.confirm_cancel(draft),))
    is_complete = not open_fields(procedure.procedure, draft)
    kept = draft.model_copy(update={"phase": "confirming" if is_complete else "asking"})
    if wanted in (Command.DENY, Command.BACK) or goes_on:
        return _go_on(procedure, kept, today, [TextMessage(text="申請を続けます。")])
    # An answer instead of yes or no: the resident goes on.
    return answer(procedure, kept, turn, today)


def _noted(procedure: WardProcedure, draft: Draft, names: list[str]) -> TextMessage | None:
    """Repeats the values that were taken without being asked for, so that errors are seen."""
    fields = {field.id: field for field in procedure.procedure.form.fields}
    known = [name for name in names if name in draft.values]
    if not known:
        return None
    lines = [f"・{fields[name].label}：{shown(fields[name], draft.values[name])}" for name in known]
    return TextMessage(text="次の内容をうかがいました。\n" + "\n".join(lines))
