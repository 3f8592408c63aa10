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
from madoguchi.voice.manners import addresses, answering, words
from madoguchi.voice.manners.acts import Expect
from madoguchi.voice.manners.addresses import Near
from madoguchi.voice.manners.waiting import Spell, Waiting
from madoguchi.voice.manners.words import Command

_ANYWHERE = Near()
_MOST_ALIKE = 4
"""Words for yes, and for no, that are favoured: the commonest; more would only confuse."""


def expect(
    asked: Message | None,
    waiting: Waiting | None,
    language: str,
    procedure: str | None,
    near: Near = _ANYWHERE,
) -> Expect:
    """The words of the answers on offer, with the commands; none where anything may be said."""
    known = words.words(language)
    commands = [said[0] for each, said in known.commands.items() if each is not Command.KANA]
    answers = (*known.yes[:_MOST_ALIKE], *known.no[:_MOST_ALIKE])
    if waiting is not None and not isinstance(waiting, Spell):
        return Expect((*answers, *commands))
    if isinstance(asked, QuestionMessage):
        if asked.field_kind is FieldKind.YES_NO:
            return Expect((*answers, *commands))
        if asked.field_kind is FieldKind.ITEM_LIST and language.startswith("ja"):
            return Expect(answering.known_items(procedure))
        if asked.field_kind is FieldKind.ADDRESS and language.startswith("ja"):
            return Expect(addresses.expected(near), addresses.example(near))
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
