"""What a yes, a no, or another value means after something was asked or read back."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.messages import QuestionMessage
from madoguchi.voice.manners import naming, retries, spelling, understanding, words
from madoguchi.voice.manners.acts import Act, HandOverLinks, Send
from madoguchi.voice.manners.course import Course
from madoguchi.voice.manners.retries import Way
from madoguchi.voice.manners.waiting import (
    Confirm,
    ConfirmKanji,
    Consent,
    GoOn,
    OfferMessage,
    OfferPerson,
    Resume,
    Spell,
    Waiting,
)


def agreed(waiting: Waiting, course: Course) -> list[Act]:
    """Yes."""
    match waiting:
        case Confirm(name=str() as name):
            course.named = (course.field or "", spelling.kana(name))
            return course.ask(
                naming.confirm(
                    name, course.named[1], {}, course.language, has_screen=course.has_screen
                )
            )
        case Confirm(send=send) | Consent(send=send) | Resume(send=send):
            return course.send(send)
        case ConfirmKanji(name=name):
            return course.send(Send(text=name))
        case GoOn():
            return course.more()
        case OfferMessage(text=unspoken):
            course.waiting = None
            return [course.script.say("sent"), HandOverLinks(unspoken), *course.ask_again()]
        case OfferPerson():
            return course.connect()
        case Spell():
            return course.not_understood()


def disagreed(waiting: Waiting, course: Course) -> list[Act]:
    """No, and nothing else."""
    course.waiting = None
    match waiting:
        case Confirm(spoken=spoken, others=others):
            course.denied.add(spoken)
            course.failures += 1
            if others and retries.way(course.failures) is Way.EXAMPLE:
                return course.ask(understanding.confirm(others[0], course.situation))
            return course.retry("not_right")
        case ConfirmKanji():
            return naming.ask_for_kanji(waiting, course)
        case Consent():
            return course.send(Send(postback="no"))
        case GoOn():
            course.script.forget_rest()
            return course.close()
        case OfferMessage():
            return [course.script.say("not_sent"), *course.ask_again()]
        case OfferPerson() | Spell() | Resume():
            return course.ask_again()


def corrected(waiting: Confirm, texts: Sequence[str], course: Course) -> list[Act]:
    """Neither yes nor no: another value, or something else than a form's value."""
    if not isinstance(course.asked, QuestionMessage):
        course.waiting = None
        told = [rest for one in texts if (rest := words.correction(one, course.language))]
        return course.take(understanding.understood(told or texts, course.situation))
    correction = understanding.corrected(waiting, texts, course.situation)
    if correction is None:
        # A no in front of what cannot be read is still a no.
        is_no = words.correction(texts[0], course.language) is not None
        return disagreed(waiting, course) if is_no else course.not_understood()
    if correction.spoken != waiting.spoken:
        course.denied.add(waiting.spoken)
    course.failures += 1
    if retries.way(course.failures) is Way.PERSON:
        return course.offer_person()
    acts = course.ask(correction)
    if retries.way(course.failures) is Way.OTHERWISE:
        return [course.script.otherwise(course.asked, course.waiting), *acts]
    return acts
