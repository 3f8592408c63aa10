"""A value as it is read back to whoever said it, so that an error is heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms.values.dates import format_date
from madoguchi.forms.values.eras import japanese_date
from madoguchi.languages.strings import text
from madoguchi.languages.translator import translator
from madoguchi.voice.manners import spelling

_WEEKDAYS = "月火水木金土日"
_MOST_IN_TSU = 9
_SIGNS = {"@": "at_sign", ".": "dot", "-": "hyphen", "_": "underscore", "+": "plus"}


def read_back(kind: FieldKind, value: Any, language: str, today: date) -> str:
    """The value of a field of this kind for the ear. Choices are read back by their labels.

    Telephone numbers and postal codes stay as they are written: whatever speaks them takes digits
    one by one.
    """
    match kind:
        case FieldKind.DATE:
            return day(date.fromisoformat(str(value)), language, today)
        case FieldKind.EMAIL:
            return email(str(value), language)
        case FieldKind.NAME if is_japanese(language):
            return text(language, "voice.person_name", name=spelling.kana(str(value)))
        case FieldKind.NAME:
            return letters(str(value))
        case FieldKind.ITEM_LIST:
            return items(value, language)
        case _:
            return str(value)


def day(value: date, language: str, today: date) -> str:
    """A day: one that is past also by its era, one to come also by its weekday."""
    western = format_date(value)
    if value > today:
        western = f"{western}（{_WEEKDAYS[value.weekday()]}）"
    if not is_japanese(language):
        into = translator(language)
        return western if into is None else into.typed(western)
    if value > today:
        return f"{format_date(value)}、{_WEEKDAYS[value.weekday()]}曜日"
    return f"{western}、{japanese_date(value)}"


def email(value: str, language: str) -> str:
    """An email address letter by letter, its signs by name."""
    spelled = [text(language, f"voice.{_SIGNS[s]}") if s in _SIGNS else s for s in value]
    comma = "、" if is_japanese(language) or language.startswith("zh") else ", "
    return comma.join(spelled)


def letters(value: str) -> str:
    """A name in Latin letters, then spelled; any other writing as it is."""
    if not re.search(r"[A-Za-z]", value):
        return value
    return f"{value}, {', '.join(' '.join(part.upper()) for part in value.split())}"


def items(value: Sequence[dict[str, Any]], language: str) -> str:
    """Things and how many of each."""
    if not is_japanese(language):
        return ", ".join(f"{item['name']}: {item['count']}" for item in value)
    return "、".join(f"{item['name']} {_counted(item['count'])}" for item in value)


def is_japanese(language: str) -> bool:
    """Whether the language is Japanese, easy or not."""
    return language.split("-")[0] == "ja"


def _counted(count: int) -> str:
    return f"{count}つ" if count <= _MOST_IN_TSU else f"{count}個"
