"""A procedure (手続) as its YAML file in ``catalogue/procedures/<id>.yml`` states it.

A fact that nobody has verified is ``None``, never a guess: the assistant then says that it does
not know and names the office to ask.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Language = Literal["ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl"]


class Part(BaseModel):
    """Base of every catalogue model: unknown keys are errors, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LifeEvent(StrEnum):
    """The occasion in a resident's life that a procedure belongs to."""

    MOVING = "moving"
    CERTIFICATE = "certificate"
    MYNUMBER = "mynumber"
    BIRTH = "birth"
    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    BEREAVEMENT = "bereavement"
    CHILD = "child"
    INSURANCE = "insurance"
    CARE = "care"
    DISABILITY = "disability"
    TAX = "tax"
    LIVING = "living"
    BUSINESS = "business"
    DISASTER = "disaster"


class Way(StrEnum):
    """How an application reaches the ward."""

    COUNTER = "counter"
    BRANCH = "branch"
    CONVENIENCE_STORE = "convenience_store"
    ONLINE = "online"
    POST = "post"
    PHONE = "phone"


class AssuranceLevel(StrEnum):
    """How surely the applicant must be known before the ward accepts an application online.

    After the Digital Agency's guideline DS-511
    (行政手続等での本人確認におけるデジタルアイデンティティの取扱いに関するガイドライン):
    ``none`` no identification, ``declared`` self-asserted (level 1), ``documents`` identity
    documents shown (level 2), ``mynumber_card`` the card's certificate (level 3).
    """

    NONE = "none"
    DECLARED = "declared"
    DOCUMENTS = "documents"
    MYNUMBER_CARD = "mynumber_card"


class Names(Part):
    """What a procedure is called: by the law, by residents, and in other languages."""

    official: Text
    everyday: Text
    synonyms: tuple[Text, ...] = ()
    translations: dict[Language, Text] = {}


class Applicant(Part):
    """Someone who may apply. ``condition`` tells when (None: always)."""

    who: Text
    condition: Text | None = None


class Place(Part):
    """A place or a service that takes the application."""

    way: Way
    name: Text
    note: Text | None = None
    url: HttpUrl | None = None


class DeadlineRule(Part):
    """A deadline that can be worked out from one date.

    ``counting`` is ``next_day`` where the day of the event is not counted (Civil Code art. 140) and
    ``event_day`` where it is (Family Register Act art. 43). ``extends_when_closed``: a last day on
    which the office is closed moves to the next open day (Local Autonomy Act art. 4-2 para. 4).
    """

    amount: Annotated[int, Field(gt=0, le=100)]
    unit: Literal["days", "months", "years"] = "days"
    event: Text
    counting: Literal["next_day", "event_day"]
    extends_when_closed: bool = True


class Deadline(Part):
    """Until when to apply: the wording that residents see, and the rule if it can be worked out."""

    text: Text
    rule: DeadlineRule | None = None


class Fee(Part):
    """What it costs: ``yen`` per ``unit``; 0 is free. ``note``: exceptions and other prices."""

    yen: Annotated[int, Field(ge=0)] | None
    unit: Text | None = None
    note: Text | None = None


class Document(Part):
    """A required document (必要書類). ``condition`` tells when it is needed (None: always)."""

    id: Slug
    name: Text
    condition: Text | None = None
    note: Text | None = None


class Method(Part):
    """The steps of applying in one way, in order."""

    way: Way
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]


class Choice(Part):
    """One option of a ``choice`` or ``multi_choice`` field."""

    value: FieldName
    label: Text
    synonyms: tuple[Text, ...] = ()


class Condition(Part):
    """Asks a field only when an earlier field has one of these values ("yes"/"no" for yes_no)."""

    field: FieldName
    equals: Annotated[tuple[str, ...], Field(min_length=1)]


class FieldKind(StrEnum):
    """What a form field holds, which decides how an answer is read and checked."""

    TEXT = "text"
    KANA = "kana"
    NAME = "name"
    DATE = "date"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    NUMBER = "number"
    YES_NO = "yes_no"
    ITEM_LIST = "item_list"
    FILE = "file"


class FormField(Part):
    """One question of the application form.

    ``earliest``/``latest`` bound a date: days relative to today (0 is today, -36500 about 100
    years ago). ``minimum``/``maximum`` bound a number, the length of a text, or the count of an
    item list. ``in_ward`` holds for an address or postal code that must be the ward's own. A
    ``file`` is one photo or PDF; what is accepted is the same everywhere, so it takes no limits.
    """

    id: FieldName
    kind: FieldKind
    label: Text
    question: Text
    help: Text | None = None
    example: Text | None = None
    required: bool = True
    personal: bool = True
    choices: tuple[Choice, ...] = ()
    when: Condition | None = None
    earliest: int | None = None
    latest: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    in_ward: bool = False

    @model_validator(mode="after")
    def _choices_fit_the_kind(self) -> Self:
        needs_choices = self.kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
        if needs_choices and len(self.choices) < 2:
            raise ValueError(f"field {self.id!r}: a {self.kind} field needs at least two choices")
        if not needs_choices and self.choices:
            raise ValueError(f"field {self.id!r}: a {self.kind} field takes no choices")
        if self.in_ward and self.kind not in (FieldKind.ADDRESS, FieldKind.POSTAL_CODE):
            raise ValueError(f"field {self.id!r}: a {self.kind} field is nowhere; drop in_ward")
        limits = ("example", "earliest", "latest", "minimum", "maximum")
        surplus = [name for name in limits if getattr(self, name) is not None]
        if self.kind is FieldKind.FILE and surplus:
            raise ValueError(f"field {self.id!r}: a file field takes no {', '.join(surplus)}")
        values = [choice.value for choice in self.choices]
        if len(values) != len(set(values)):
            raise ValueError(f"field {self.id!r}: two choices have the same value")
        return self


class Form(Part):
    """The application form. ``accepting`` is true where applications can be submitted now."""

    accepting: bool = False
    fields: tuple[FormField, ...] = ()
    after_submission: Text | None = None

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        seen: dict[str, FormField] = {}
        for field in self.fields:
            if field.id in seen:
                raise ValueError(f"field {field.id!r} is defined twice")
            if field.when is not None:
                asked = seen.get(field.when.field)
                if asked is None:
                    raise ValueError(
                        f"field {field.id!r} depends on {field.when.field!r}, "
                        "which is not asked before it"
                    )
                if asked.kind is FieldKind.FILE:
                    raise ValueError(f"field {field.id!r}: a file has no value to depend on")
                if asked.choices:
                    unknown = set(field.when.equals) - {choice.value for choice in asked.choices}
                    if unknown:
                        raise ValueError(f"field {field.id!r}: no such choice: {sorted(unknown)}")
            seen[field.id] = field
        if self.accepting and not self.fields:
            raise ValueError("a form that accepts applications needs fields")
        return self


class LegalBasis(Part):
    """The law behind a procedure, as people cite it, and its text's address if known."""

    law: Text
    article: Text | None = None
    url: HttpUrl | None = None


class Procedure(Part):
    """A procedure of the ward office, as common to all wards or as merged for one ward."""

    id: Slug
    names: Names
    summary: Text
    questions: tuple[Text, ...] = ()
    life_events: Annotated[tuple[LifeEvent, ...], Field(min_length=1)]
    applicants: tuple[Applicant, ...] | None
    places: tuple[Place, ...] | None
    deadline: Deadline | None
    fee: Fee | None
    documents: tuple[Document, ...] | None
    methods: tuple[Method, ...] | None
    form: Form = Form()
    assurance_level: AssuranceLevel | None
    related: tuple[Slug, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    official_page: HttpUrl | None
    verified_on: date | None
    responsible_section: Text | None
