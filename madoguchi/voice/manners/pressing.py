"""What a telephone's key does where the conversation stands."""

from __future__ import annotations

from madoguchi.messages import QuestionMessage
from madoguchi.voice.manners import agreeing, expecting, keypad, understanding
from madoguchi.voice.manners.acts import Act
from madoguchi.voice.manners.course import Course
from madoguchi.voice.manners.waiting import Spell


def press(key: str, course: Course) -> list[Act]:
    """Take one of ``keypad.KEYS``; nothing comes of a digit while more may follow."""
    waiting = course.waiting
    if key == keypad.REPEAT:
        course.keypad.clear()
        return list(course.script.last)
    if waiting is not None and not isinstance(waiting, Spell):
        if key == keypad.YES:
            return agreeing.agreed(waiting, course)
        if key == keypad.NO:
            return agreeing.disagreed(waiting, course)
        return course.connect() if key == keypad.PERSON else course.not_understood()
    most = _most_keys(course)
    if most and waiting is None:
        pressed = course.keypad.press(key, most)
        if pressed is None:
            return []
        if pressed == keypad.PERSON:
            return course.connect()
        return course.take(understanding.keyed(pressed, course.situation))
    if key == keypad.PERSON:
        return course.connect()
    return [] if key == keypad.END else course.not_understood("by_voice")


def _most_keys(course: Course) -> int:
    """How many keys the longest answer takes; 0 where keys are no answer."""
    asked = course.asked
    if isinstance(asked, QuestionMessage) and keypad.takes_digits(asked.field_kind):
        return keypad.length(asked.field_kind)
    return len(str(len(expecting.buttons(asked)) or ""))
