"""What a caller is likely to say next, for the recogniser to favour."""

from __future__ import annotations

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages import ruby
from madoguchi.messages import (
    Button,
    CardMessage,
    ChoicesMessage,
    Message,
    QuestionMessage,
)
from madoguchi.voice.manners import answering, words
from madoguchi.voice.manners.acts import Expect
from madoguchi.voice.manners.waiting import Spell, Waiting


def expect(
    asked: Message | None, waiting: Waiting | None, language: str, procedure: str | None
) -> Expect:
    """The words of the answers on offer, with the commands; none where anything may be said."""
    known = words.words(language)
    commands = [said for each in known.commands.values() for said in each[:2]]
    if waiting is not None and not isinstance(waiting, Spell):
        return Expect((*known.yes, *known.no, *commands))
    if isinstance(asked, QuestionMessage):
        if asked.field_kind is FieldKind.YES_NO:
            return Expect((*known.yes, *known.no, *commands))
        if asked.field_kind is FieldKind.ITEM_LIST and language.startswith("ja"):
            return Expect(answering.known_items(procedure))
    offered = buttons(asked)
    if not offered:
        return Expect()
    numbers = [said[0] for said in known.numbers[: len(offered)]]
    return Expect((*(ruby.plain(one.label) for one in offered), *numbers, *commands))


def buttons(asked: Message | None) -> tuple[Button, ...]:
    """The buttons that are answers to what was asked."""
    match asked:
        case QuestionMessage():
            return answering.answers(asked)
        case ChoicesMessage() | CardMessage():
            return asked.choices
        case _:
            return ()
