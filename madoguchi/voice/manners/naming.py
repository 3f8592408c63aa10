"""The kanji of a name whose sounds are confirmed: explained, corrected, or left in kana."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.languages.strings import text
from madoguchi.messages import Message, QuestionMessage
from madoguchi.voice.manners import retries, spelling, words
from madoguchi.voice.manners.acts import Act, Send
from madoguchi.voice.manners.answering import Reading
from madoguchi.voice.manners.course import Course
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.waiting import ConfirmKanji, Spell
from madoguchi.voice.manners.words import Command


def confirm(
    name: str, kana: str, told: Mapping[str, str], language: str, *, has_screen: bool
) -> ConfirmKanji | Spell:
    """Ask whether the name is written so; how it is, where a kanji cannot be explained.

    ``told``: the words in which the caller explained kanji. A screen shows the name itself.
    """
    explained = spelling.explained(name, told) or (name if has_screen else None)
    if explained is None:
        return spell(name, kana, language)
    return ConfirmKanji(text(language, "voice.confirm_kanji", value=explained), name, kana)


def spell(guess: str, kana: str, language: str) -> Spell:
    """Ask for the kanji one by one."""
    return Spell(text(language, "voice.ask_kanji"), guess, kana)


def respelled(
    waiting: ConfirmKanji | Spell, texts: Sequence[str], language: str, *, has_screen: bool
) -> ConfirmKanji | Spell | None:
    """The name as the caller has explained it, to be confirmed; None where nothing is explained."""
    guess = waiting.guess if isinstance(waiting, Spell) else waiting.name
    for said in texts:
        told = spelling.kanji(words.written(said)) or spelling.kanji(said)
        if told is not None:
            name = spelling.respelled(guess, told)
            return confirm(name, waiting.kana, dict(told), language, has_screen=has_screen)
    return None


def known_kana(asked: Message | None, field: str, kana: str) -> Reading | None:
    """The confirmed sounds of the name of ``field``, where their field is asked for now."""
    if (
        isinstance(asked, QuestionMessage)
        and asked.field_kind is FieldKind.KANA
        and asked.field == f"{field}_kana"
        and asked.error is None
    ):
        return Reading(Send(text=kana), kana)
    return None


def take(waiting: Spell | ConfirmKanji, texts: Sequence[str], course: Course) -> list[Act]:
    """Kanji explained, confirmed, or left: the sounds are confirmed, so they can be sent."""
    if words.command(texts[0], course.language) is Command.KANA:
        return course.send(Send(text=waiting.kana))
    if isinstance(waiting, ConfirmKanji) and words.yes_or_no(texts[0], course.language):
        return course.send(Send(text=waiting.name))
    explained = respelled(waiting, texts, course.language, has_screen=course.has_screen)
    return course.ask(explained) if explained is not None else ask_for_kanji(waiting, course)


def ask_for_kanji(waiting: Spell | ConfirmKanji, course: Course) -> list[Act]:
    """Ask for the kanji (again), the second time with another way; then the sounds must do."""
    course.failures += 1
    way = retries.way(course.failures)
    if way is Way.PERSON:
        return course.send(Send(text=waiting.kana))
    guess = waiting.guess if isinstance(waiting, Spell) else waiting.name
    asked = course.ask(spell(guess, waiting.kana, course.language))
    if way is Way.EXAMPLE:
        return asked
    return [course.script.otherwise(None, course.waiting), *asked]
