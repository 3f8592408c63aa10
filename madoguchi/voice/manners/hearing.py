"""What an utterance does where the conversation stands: obeyed, agreed to, or read as an answer."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import QuestionMessage
from madoguchi.voice.manners import agreeing, choosing, expecting, naming, understanding, words
from madoguchi.voice.manners.acts import Act, Send
from madoguchi.voice.manners.course import Course
from madoguchi.voice.manners.waiting import Confirm, ConfirmKanji, Consent, GoOn, Spell
from madoguchi.voice.manners.words import Command

_FINAL = ("submit:", "abandon:")


def plain_answer(spoken: str, course: Course) -> bool | None:
    """Yes or no, where one is waited for, nothing else was said, and it can be taken back.

    Consent to submit an application cannot, nor to throw one away.
    """
    match course.waiting:
        case Confirm(send=Send(postback=str() as postback)) if postback.startswith(_FINAL):
            return None
        case Consent() | Spell():
            return None
        case None if not _asks_yes_or_no(course):
            return None
        case _:
            return words.plain_answer(spoken, course.language)


def _asks_yes_or_no(course: Course) -> bool:
    asked = course.asked
    return isinstance(asked, QuestionMessage) and asked.field_kind is FieldKind.YES_NO


def command(spoken: str, course: Course) -> Command | None:
    """The command that was said, unless the very words are one of the answers on offer."""
    found = words.command(spoken, course.language)
    if found is Command.KANA and not isinstance(course.waiting, (Spell, ConfirmKanji)):
        return None
    if found is not None and course.waiting is None:
        chosen = choosing.choose([spoken], expecting.buttons(course.asked), course.language)
        return None if chosen is not None and chosen.is_sure else found
    return found


def obey(wanted: Command, texts: Sequence[str], course: Course) -> list[Act]:
    """Do what was commanded; where it makes no sense now, it may have been an answer."""
    match wanted:
        case Command.MORE if isinstance(course.waiting, (GoOn, type(None))):
            return course.more()
        case Command.PERSON:
            return course.connect()
        case Command.HELP:
            hint = [] if course.waiting else course.script.hint(course.asked)
            return [*hint, course.script.say("help"), *course.ask_again()]
        case Command.BACK:
            return course.send(Send(postback="back"))
        case Command.CANCEL:
            return course.send(Send(postback="cancel"))
        case Command.SKIP if isinstance(course.asked, QuestionMessage):
            buttons = [one.postback for one in course.asked.choices]
            skip = next((one for one in buttons if one.startswith("skip:")), None)
            return course.send(Send(postback=skip) if skip else Send(text="スキップ"))
        case _:
            return understand(texts, course)


def understand(texts: Sequence[str], course: Course) -> list[Act]:
    """Take the hypotheses, likeliest first, as what is waited for, else as an answer or request."""
    waiting = course.waiting
    if isinstance(waiting, (Spell, ConfirmKanji)):
        return naming.take(waiting, texts, course)
    if isinstance(waiting, Confirm) and words.correction(texts[0], course.language) is not None:
        return agreeing.corrected(waiting, texts, course)
    agrees = words.yes_or_no(texts[0], course.language)
    if waiting is not None and agrees is not None:
        return (agreeing.agreed if agrees else agreeing.disagreed)(waiting, course)
    if isinstance(waiting, Confirm):
        return agreeing.corrected(waiting, texts, course)
    if not isinstance(waiting, Consent):
        course.waiting = None
    return course.take(understanding.understood(texts, course.situation))
