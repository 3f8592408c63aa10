"""The fields of a form as a page draws them: which control, which hints, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from channels.pages.reader import Reader
from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import InvalidValueError
from madoguchi.forms import sheet
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.fields import DEFAULT_TEXT_LENGTH, MAX_ITEMS
from madoguchi.forms.values.dates import format_date
from madoguchi.forms.values.files import MAX_BYTES, MEDIA_TYPES
from madoguchi.languages import strings
from madoguchi.languages.translator import translator

Control = Literal["line", "lines", "radios", "checkboxes", "select", "file"]

MOST_RADIOS = 7
_LONGEST_LINE = 60
_LONG_AGO_DAYS = -10_000
"""A date may lie so far back that the bound means no more than "a date that is none"."""
_ROWS = {FieldKind.ITEM_LIST: 5, FieldKind.ADDRESS: 2}
_AUTOCOMPLETE = {
    "name": "name",
    "phone": "tel",
    "email": "email",
    "postal_code": "postal-code",
    "address": "street-address",
    "birth_date": "bday",
}
"""Only these field ids are surely the applicant's own (WCAG 2.2, 1.3.5)."""
_INPUT_MODE = {
    FieldKind.NUMBER: "numeric",
    FieldKind.POSTAL_CODE: "numeric",
    FieldKind.PHONE: "tel",
    FieldKind.EMAIL: "email",
}
_INPUT_TYPE = {FieldKind.PHONE: "tel", FieldKind.EMAIL: "email"}


@dataclass(frozen=True)
class Words:
    """A text of ours by its key, with the names to fill in."""

    key: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer, in ``language`` (a tag for HTML); it may hold furigana.

    ``names_field``: the text itself says which field it is about.
    """

    text: str
    language: str
    names_field: bool


@dataclass(frozen=True)
class Option:
    """One choice. A ``label`` of None is drawn by the template (はい, いいえ, 答えない)."""

    value: str
    label: str | None
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A field to draw. ``text`` is what a line or a box holds, or the file that was given.

    ``hints`` say what is accepted.
    """

    field: FormField
    control: Control
    text: str
    options: tuple[Option, ...]
    hints: tuple[Words, ...]
    problem: Problem | None

    @property
    def input_type(self) -> str:
        """The type of a line; dates are text, so that era years can be typed."""
        return _INPUT_TYPE.get(self.field.kind, "text")

    @property
    def input_mode(self) -> str | None:
        """Which keys a touch keyboard offers."""
        return _INPUT_MODE.get(self.field.kind)

    @property
    def autocomplete(self) -> str | None:
        """What a browser may fill in, where the field is about the applicant."""
        return _AUTOCOMPLETE.get(self.field.id)

    @property
    def rows(self) -> int:
        """How many lines a box shows."""
        return _ROWS.get(self.field.kind, 3)

    @property
    def accepted(self) -> str:
        """Which files a browser offers to choose from."""
        return ",".join(MEDIA_TYPES)

    @property
    def most_bytes(self) -> int:
        """The largest file that is taken."""
        return MAX_BYTES


def questions(
    procedure: WardProcedure, draft: Draft, reader: Reader, today: date
) -> tuple[Question, ...]:
    """The fields that apply given the answers so far, in order."""
    problems = sheet.problems(procedure, draft, today)
    return tuple(
        _question(procedure, field, draft, problems.get(field.id), reader, today)
        for field in applicable_fields(procedure.procedure, draft)
    )


def _question(
    procedure: WardProcedure,
    field: FormField,
    draft: Draft,
    problem: InvalidValueError | None,
    reader: Reader,
    today: date,
) -> Question:
    texts = sheet.texts_of(draft, field)
    control = _control(field)
    return Question(
        field=field,
        control=control,
        text=next(iter(texts), ""),
        options=_options(field, texts, control),
        hints=tuple(_hints(procedure, field, reader, today)),
        problem=None if problem is None else _problem(field, problem, control, reader),
    )


def _control(field: FormField) -> Control:
    match field.kind:
        case FieldKind.MULTI_CHOICE:
            return "checkboxes"
        case FieldKind.CHOICE:
            return "radios" if len(field.choices) <= MOST_RADIOS else "select"
        case FieldKind.YES_NO:
            return "radios"
        case FieldKind.ITEM_LIST | FieldKind.ADDRESS:
            return "lines"
        case FieldKind.TEXT if (field.maximum or DEFAULT_TEXT_LENGTH) > _LONGEST_LINE:
            return "lines"
        case FieldKind.FILE:
            return "file"
        case _:
            return "line"


def _options(field: FormField, texts: tuple[str, ...], control: Control) -> tuple[Option, ...]:
    given = [(choice.value, choice.label) for choice in field.choices]
    options = [Option(value, label, value in texts) for value, label in given]
    if field.kind is FieldKind.YES_NO:
        options = [Option(value, None, value in texts) for value in ("yes", "no")]
    if control == "radios" and not field.required:
        # A radio that was chosen cannot be taken back otherwise.
        options.append(Option("", None, not texts))
    return tuple(options)


def _hints(procedure: WardProcedure, field: FormField, reader: Reader, today: date) -> list[Words]:
    match field.kind:
        case FieldKind.DATE:
            return [Words("apply.hint_date", {}), *_date_limits(field, reader, today)]
        case FieldKind.ITEM_LIST:
            most = field.maximum or MAX_ITEMS
            return [Words("apply.hint_items", {"maximum": most})]
        case FieldKind.NUMBER if field.minimum is not None and field.maximum is not None:
            limits = {"minimum": f"{field.minimum:,}", "maximum": f"{field.maximum:,}"}
            return [Words("apply.hint_between", limits)]
        case FieldKind.NUMBER if field.minimum is not None:
            return [Words("apply.hint_at_least", {"minimum": f"{field.minimum:,}"})]
        case FieldKind.NUMBER if field.maximum is not None:
            return [Words("apply.hint_at_most", {"maximum": f"{field.maximum:,}"})]
        case FieldKind.TEXT:
            most = field.maximum or DEFAULT_TEXT_LENGTH
            return [Words("apply.hint_length", {"maximum": most})]
        case FieldKind.FILE:
            return [Words("widget.file_hint", {})]
        case _ if field.in_ward and procedure.ward is not None:
            return [Words("apply.hint_in_ward", {"ward": ward_name(procedure, reader)})]
        case _:
            return []


def _date_limits(field: FormField, reader: Reader, today: date) -> list[Words]:
    names = {
        name: written_date(today + timedelta(days=days), reader)
        for name, days in (("earliest", field.earliest), ("latest", field.latest))
        if days is not None and days > _LONG_AGO_DAYS
    }
    match sorted(names):
        case ["earliest", "latest"]:
            return [Words("apply.hint_between_dates", names)]
        case ["earliest"]:
            return [Words("apply.hint_from_date", names)]
        case ["latest"]:
            return [Words("apply.hint_until_date", names)]
        case _:
            return []


def written_date(day: date, reader: Reader) -> str:
    """A date as the reader's language can hold it."""
    return format_date(day) if reader.html_lang == "ja" else day.isoformat()


def ward_name(procedure: WardProcedure, reader: Reader) -> str:
    """What the ward is called, where one is chosen."""
    if procedure.ward is None:
        return ""
    names = procedure.ward.names
    uses_kanji = reader.html_lang in ("ja", "zh-Hans", "zh-Hant")
    return names.ja if uses_kanji else names.en


def _problem(
    field: FormField, problem: InvalidValueError, control: Control, reader: Reader
) -> Problem:
    if problem.code != sheet.MISSING:
        into = translator(reader.language)
        translated = None if into is None else into.text(problem.message)
        if translated is None:
            return Problem(problem.message, "ja", names_field=False)
        return Problem(translated, reader.html_lang, names_field=False)
    key = "apply.missing" if control in ("line", "lines") else "apply.missing_choice"
    text = strings.text(reader.language, key, label=field.label)
    return Problem(text, reader.html_lang, names_field=True)
