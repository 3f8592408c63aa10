"""How the question of a form field looks: what is asked, what was wrong, what helps to answer."""

from __future__ import annotations

from linebot.v3 import messaging as line

from channels.line.drawing import actions, colours
from channels.line.drawing.components import heading, note, paragraph, pressable
from channels.line.drawing.wording import words
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import QuestionMessage

_CHOSEN = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.YES_NO, FieldKind.DATE)
_COUNTED = {FieldKind.NUMBER: "number", FieldKind.ITEM_LIST: "items"}
_HOW_TO_TYPE = {
    FieldKind.DATE: "line.how_date",
    FieldKind.ITEM_LIST: "line.how_items",
    FieldKind.FILE: "line.how_file",
    FieldKind.MULTI_CHOICE: "line.how_choices",
}


def question_parts(message: QuestionMessage) -> list[line.FlexComponent]:
    """The question without its choices; a date has a button that opens the calendar."""
    drawn: list[line.FlexComponent] = []
    if message.step is not None and message.steps is not None:
        drawn += note(words("widget.step", step=message.step, steps=message.steps))
    drawn += heading(
        message.label if message.required else words("line.optional", label=message.label)
    )
    if message.error:
        drawn += paragraph(words("line.check_answer"), "sm", colours.ERROR, bold=True)
        drawn += paragraph(message.error, "md", colours.ERROR)
    drawn += paragraph(_without_error(message))
    drawn += note(message.help)
    drawn += note(words("widget.example", example=message.example) if message.example else None)
    how = _HOW_TO_TYPE.get(message.field_kind)
    drawn += note(None if how is None else words(how))
    drawn += note(_limits(message))
    if message.field_kind is FieldKind.DATE:
        action = actions.choose_date(message.field, message.earliest, message.latest)
        drawn += pressable(words("line.choose_date"), action, primary=True)
    return drawn


def _without_error(message: QuestionMessage) -> str:
    """The question alone: ``text`` says the error first, for channels that show nothing else."""
    return message.text.removeprefix(f"{message.error}\n") if message.error else message.text


def _limits(message: QuestionMessage) -> str | None:
    """Such as 「1〜10」 or 「100文字まで」; None where nothing is limited or nothing is typed."""
    if message.field_kind in _CHOSEN:
        return None
    is_number = message.field_kind is FieldKind.NUMBER
    unit = _COUNTED.get(message.field_kind, "characters")
    least = message.minimum if is_number or (message.minimum or 0) > 1 else None
    match least, message.maximum:
        case None, None:
            return None
        case None, most:
            return words(f"widget.{unit}_at_most", most=most)
        case _, None:
            return words(f"widget.{unit}_at_least", least=least)
        case _, most:
            return words(f"widget.{unit}_between", least=least, most=most)
