"""How the question of a form field looks: what is asked, what was wrong, what helps to answer."""

from __future__ import annotations

from linebot.v3 import messaging as line

from channels.line.drawing import actions, colours
from channels.line.drawing.components import heading, note, paragraph, pressable
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import QuestionMessage

_CHOSEN = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.YES_NO, FieldKind.DATE)
_HOW_TO_TYPE = {
    FieldKind.DATE: "文字でも入力できます。和暦（令和・平成など）も使えます。",
    FieldKind.ITEM_LIST: "1行に1つずつ入力してください。",
    FieldKind.FILE: "このトークに、そのまま送ってください。",
    FieldKind.MULTI_CHOICE: "2つ以上あるときは、「、」で区切って入力してください。",
}


def question_parts(message: QuestionMessage) -> list[line.FlexComponent]:
    """The question without its choices; a date has a button that opens the calendar."""
    drawn: list[line.FlexComponent] = []
    if message.step is not None and message.steps is not None:
        drawn += note(f"質問 {message.step}/{message.steps}")
    drawn += heading(message.label if message.required else f"{message.label}（任意）")
    if message.error:
        drawn += paragraph("入力を確認してください", "sm", colours.ERROR, bold=True)
        drawn += paragraph(message.error, "md", colours.ERROR)
    drawn += paragraph(_without_error(message))
    drawn += note(message.help)
    drawn += note(f"例：{message.example}" if message.example else None)
    drawn += note(_HOW_TO_TYPE.get(message.field_kind))
    drawn += note(_limits(message))
    if message.field_kind is FieldKind.DATE:
        action = actions.choose_date(message.field, message.earliest, message.latest)
        drawn += pressable("日付を選ぶ", action, primary=True)
    return drawn


def _without_error(message: QuestionMessage) -> str:
    """The question alone: ``text`` says the error first, for channels that show nothing else."""
    return message.text.removeprefix(f"{message.error}\n") if message.error else message.text


def _limits(message: QuestionMessage) -> str | None:
    """Such as 「1〜10」 or 「100文字まで」; None where nothing is limited or nothing is typed."""
    if message.field_kind in _CHOSEN:
        return None
    is_number = message.field_kind is FieldKind.NUMBER
    unit = {FieldKind.NUMBER: "", FieldKind.ITEM_LIST: "件"}.get(message.field_kind, "文字")
    least = message.minimum if is_number or (message.minimum or 0) > 1 else None
    match least, message.maximum:
        case None, None:
            return None
        case None, most:
            return f"{most}{unit}まで"
        case _, None:
            return f"{least}{unit}以上"
        case _, most:
            return f"{least}〜{most}{unit}"
