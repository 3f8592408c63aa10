"""Reads an answer as a field of its kind, and shows a stored value as a resident would write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms.draft import Value
from madoguchi.forms.values.addresses import parse_address
from madoguchi.forms.values.choices import Choice, parse_choice, parse_choices
from madoguchi.forms.values.date_readings import Preference
from madoguchi.forms.values.dates import format_date, parse_date
from madoguchi.forms.values.emails import parse_email
from madoguchi.forms.values.files import ACCEPTED, shown_size
from madoguchi.forms.values.items import parse_items
from madoguchi.forms.values.names import parse_kana, parse_name
from madoguchi.forms.values.numbers import parse_integer
from madoguchi.forms.values.phones import parse_phone
from madoguchi.forms.values.postal_codes import parse_postal_code
from madoguchi.forms.values.text import parse_text
from madoguchi.forms.values.yes_no import parse_yes_no

DEFAULT_TEXT_LENGTH = 500
MAX_ITEMS = 20


def read(field: FormField, text: str, today: date, ward: str | None = None) -> Value:
    """The answer as the field's checked value; an ``in_ward`` field must be in ``ward`` (渋谷区).

    Raises:
        InvalidValueError: saying in Japanese what was wrong and what is accepted.

    """
    if field.in_ward and ward is not None:
        if field.kind is FieldKind.ADDRESS:
            return parse_address(text, within=ward, default_city=ward).text
        return str(parse_postal_code(text, within=ward))
    return _READERS[field.kind](field, text, today)


def choose(
    field: FormField, value: str, today: date, files: Mapping[str, Value] | None = None
) -> Value:
    """The value of a pressed button, which carries the choice's own value, or a file's id.

    ``files``: the values of the files that were given for this field, by id.

    Raises:
        InvalidValueError: if the field has no such choice, or there is no such file.

    """
    if field.kind is FieldKind.FILE:
        if files and value in files:
            return files[value]
        raise InvalidValueError(
            "unknown-file",
            f"ファイルが見つかりませんでした。もう一度送ってください。{ACCEPTED}です。",
        )
    if field.kind is FieldKind.YES_NO and value in ("yes", "no"):
        return value
    if any(choice.value == value for choice in field.choices):
        return [value] if field.kind is FieldKind.MULTI_CHOICE else value
    if not field.choices:
        return read(field, value, today)
    raise InvalidValueError("unknown-choice", "選べる項目の中から選んでください。")


def shown(field: FormField, value: Value | None) -> str:
    """The value as text for a summary; an unanswered field shows 「（回答なし）」."""
    if value is None:
        return "（回答なし）"
    labels = {choice.value: choice.label for choice in field.choices}
    match field.kind:
        case FieldKind.DATE:
            return format_date(date.fromisoformat(str(value)))
        case FieldKind.YES_NO:
            return "はい" if value == "yes" else "いいえ"
        case FieldKind.CHOICE:
            return labels.get(str(value), str(value))
        case FieldKind.MULTI_CHOICE if isinstance(value, list):
            return "、".join(labels.get(str(item), str(item)) for item in value)
        case FieldKind.ITEM_LIST if isinstance(value, list):
            return "、".join(_shown_item(item) for item in value)
        case FieldKind.FILE if isinstance(value, list):
            return "、".join(_shown_file(file) for file in value)
        case _:
            return str(value)


def _shown_item(item: Any) -> str:
    count = item["count"]
    return str(item["name"]) if count is None else f"{item['name']} × {count}"


def _shown_file(file: Any) -> str:
    return f"{file['name']}（{shown_size(file['bytes'])}）"


def _typed_for_file(field: FormField, text: str, today: date) -> Value:
    skip = "" if field.required else "送らないときは「スキップ」と入力してください。"
    raise InvalidValueError(
        "file-expected", f"ここでは文字ではなく、{ACCEPTED}を送ってください。{skip}"
    )


def _text(field: FormField, text: str, today: date) -> Value:
    most = field.maximum or DEFAULT_TEXT_LENGTH
    return parse_text(text, min_length=field.minimum or 1, max_length=most, multiline=True)


def _date(field: FormField, text: str, today: date) -> Value:
    earliest = None if field.earliest is None else today + timedelta(days=field.earliest)
    latest = None if field.latest is None else today + timedelta(days=field.latest)
    prefer: Preference
    if latest is not None and latest <= today:
        prefer = "past"
    elif earliest is not None and earliest >= today:
        prefer = "future"
    else:
        prefer = "nearest"
    return parse_date(
        text, today=today, prefer=prefer, earliest=earliest, latest=latest
    ).isoformat()


def _number(field: FormField, text: str, today: date) -> Value:
    return parse_integer(text, minimum=field.minimum, maximum=field.maximum)


def _items(field: FormField, text: str, today: date) -> Value:
    items = parse_items(text)
    most = field.maximum or MAX_ITEMS
    if len(items) > most:
        raise InvalidValueError("too-many-items", f"一度に申し込めるのは{most}種類までです。")
    if len(items) < (field.minimum or 1):
        raise InvalidValueError("too-few-items", f"{field.minimum}つ以上入力してください。")
    return [{"name": item.name, "count": item.count} for item in items]


def _multi_choice(field: FormField, text: str, today: date) -> Value:
    return list(parse_choices(text, _options(field)))


def _options(field: FormField) -> list[Choice]:
    return [Choice(choice.value, choice.label, choice.synonyms) for choice in field.choices]


_READERS: dict[FieldKind, Callable[[FormField, str, date], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.KANA: lambda field, text, today: parse_kana(text),
    FieldKind.NAME: lambda field, text, today: parse_name(text),
    FieldKind.DATE: _date,
    FieldKind.POSTAL_CODE: lambda field, text, today: str(parse_postal_code(text)),
    FieldKind.ADDRESS: lambda field, text, today: parse_address(text).text,
    FieldKind.PHONE: lambda field, text, today: str(parse_phone(text)),
    FieldKind.EMAIL: lambda field, text, today: parse_email(text),
    FieldKind.CHOICE: lambda field, text, today: parse_choice(text, _options(field)),
    FieldKind.MULTI_CHOICE: _multi_choice,
    FieldKind.NUMBER: _number,
    FieldKind.YES_NO: lambda field, text, today: "yes" if parse_yes_no(text) else "no",
    FieldKind.ITEM_LIST: _items,
    FieldKind.FILE: _typed_for_file,
}
