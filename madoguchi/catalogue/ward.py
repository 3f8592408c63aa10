"""A ward (特別区) as its YAML file in ``catalogue/wards/<id>.yml`` states it."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import EmailStr, Field, HttpUrl, StringConstraints

from madoguchi.catalogue.procedure import Part, Slug, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^0\d{1,4}-\d{1,4}-\d{3,4}$")]
PostalCode = Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{4}$")]
MonthDay = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]


class OpeningHours(Part):
    """From ``opens`` to ``closes`` (JST) on these weekdays, unless the day is a holiday.

    ``weeks`` narrows it to the first (1) ... fifth (5) such weekday of a month (None: every one).
    ``partial`` marks hours at which only some counters work: no open day for deadlines.
    """

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    opens: time
    closes: time
    weeks: tuple[Annotated[int, Field(ge=1, le=5)], ...] | None = None
    partial: bool = False
    note: Text | None = None


class ClosedPeriod(Part):
    """Days on which the office is closed every year, both ends included ("12-29" to "01-03")."""

    first: MonthDay
    last: MonthDay


class WardNames(Part):
    """The ward's name in Japanese, its reading in hiragana, and its official English name."""

    ja: Text
    kana: Text
    en: Text


class Office(Part):
    """The main ward office."""

    name: Text
    postal_code: PostalCode | None
    address: Text
    phone: PhoneNumber
    email: EmailStr | None = None
    hours: tuple[OpeningHours, ...] | None
    hours_note: Text | None = None
    closed_on_holidays: bool | None
    closed: tuple[ClosedPeriod, ...] = ()
    latitude: Annotated[float, Field(ge=35, le=36)] | None = None
    longitude: Annotated[float, Field(ge=139, le=140)] | None = None


class ForeignResidentsDesk(Part):
    """The desk that foreign residents can turn to; ``languages`` are English names of languages."""

    name: Text
    name_en: Text | None
    address: Text | None
    phone: PhoneNumber | None
    hours: Text | None
    languages: tuple[Text, ...] = ()
    url: HttpUrl | None = None


class Source(Part):
    """Where facts of a file come from, and when somebody looked."""

    title: Text
    url: HttpUrl | None = None
    licence: Text | None = None
    checked_on: date


class Ward(Part):
    """One of the 23 special wards. ``code`` is its JIS X 0402 code (5 digits)."""

    id: Slug
    code: Annotated[str, StringConstraints(pattern=r"^131\d{2}$")]
    names: WardNames
    office: Office
    neighbours: Annotated[tuple[Slug, ...], Field(min_length=1)]
    website: HttpUrl | None
    foreign_residents_desk: ForeignResidentsDesk | None
    garbage_guide: HttpUrl | None = None
    moving_in_page: HttpUrl | None = None
    verified_on: date
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
