"""A rich menu as its YAML file in ``catalogue/line/richmenus/<id>.yml`` states it.

The limits are those of LINE's Messaging API reference, "Rich menu object" and "Action objects".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from channels.line.richmenu.icons import Icon
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import Language, Part
from madoguchi.catalogue.ward import Ward
from madoguchi.catalogue.yaml_file import Location, YamlFile
from madoguchi.errors import CatalogueError, InvalidValueError, NotFoundError
from madoguchi.postback import parse

MenuLanguage = Literal["ja", Language]
LANGUAGES: tuple[MenuLanguage, ...] = ("ja", *get_args(Language))

EVERYDAY = "default"
DISASTER = "disaster"

MIN_TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
MIN_ICON_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11."""

WIDTH = 2500
HEIGHTS = {"full": 1686, "half": 843}
"""Pixels of the image."""

PLACEHOLDERS: dict[str, Callable[[Ward], str | None]] = {
    "{ward.website}": lambda ward: str(ward.website) if ward.website else None,
    "{ward.office.phone}": lambda ward: ward.office.phone,
    "{ward.garbage_guide}": lambda ward: str(ward.garbage_guide) if ward.garbage_guide else None,
    "{ward.moving_in_page}": lambda ward: str(ward.moving_in_page) if ward.moving_in_page else None,
}
"""What a URI may take from the ward's file."""


def _postback(data: str) -> str:
    try:
        parse(data)
    except InvalidValueError:
        raise ValueError(
            f"{data!r} is no postback; accepted are those of madoguchi/postback.py, such as "
            "'status:', 'handover', 'checklist:<id>' or 'procedure:<id>'"
        ) from None
    return data


def _uri(uri: str) -> str:
    for name in re.findall(r"\{[^}]*\}?", uri):
        if name not in PLACEHOLDERS:
            raise ValueError(f"{name!r} is unknown; accepted are {', '.join(PLACEHOLDERS)}")
    if not re.match(r"https?://|tel:\S|\{ward\.(website|garbage_guide|moving_in_page)\}", uri):
        raise ValueError("accepted are https://, http:// and tel: addresses, or {ward.website}")
    return uri


def _every_language(texts: dict[MenuLanguage, str]) -> dict[MenuLanguage, str]:
    missing = [language for language in LANGUAGES if language not in texts]
    if missing:
        raise ValueError(f"these languages are missing: {', '.join(missing)}")
    return texts


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
"""Also what a screen reader says: LINE's limit of an action's label."""
Labels = Annotated[dict[MenuLanguage, Label], AfterValidator(_every_language)]
ChatBarText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=14)]
ChatBarTexts = Annotated[dict[MenuLanguage, ChatBarText], AfterValidator(_every_language)]


class Action(Part):
    """What a press does: exactly one of a postback, words said for the resident, and a URI.

    ``otherwise`` takes the place of a URI that the ward cannot fill, or where no ward is known, as
    on an account that all wards share.
    """

    postback: Annotated[str, AfterValidator(_postback)] | None = None
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = None
    uri: Annotated[str, StringConstraints(max_length=1000), AfterValidator(_uri)] | None = None
    otherwise: Action | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [kind for kind in (self.postback, self.text, self.uri) if kind is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of postback, text and uri")
        of_the_ward = self.uri is not None and "{" in self.uri
        if of_the_ward and (self.otherwise is None or self.otherwise.uri is not None):
            raise ValueError(
                "a URI of the ward needs 'otherwise' with a postback or text, for an account that "
                "several wards share"
            )
        if self.otherwise is not None and not of_the_ward:
            raise ValueError("'otherwise' stands only beside a URI with {ward...}")
        return self

    def for_ward(self, ward: Ward | None) -> Action:
        """The action with the ward's facts filled in."""
        if self.uri is None or self.otherwise is None:
            return self
        uri = self.uri
        for name, value_of in PLACEHOLDERS.items():
            if name in uri:
                value = None if ward is None else value_of(ward)
                if value is None:
                    return self.otherwise
                uri = uri.replace(name, value)
        return Action(uri=uri)


class Place(Part):
    """Cells of the grid that an area covers; ``column`` and ``row`` count from 1."""

    column: Annotated[int, Field(ge=1, le=10)]
    row: Annotated[int, Field(ge=1, le=10)]
    columns: Annotated[int, Field(ge=1, le=10)] = 1
    rows: Annotated[int, Field(ge=1, le=10)] = 1

    def cells(self) -> Iterator[tuple[int, int]]:
        """Each covered cell as column and row."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield column, row


class Colours(Part):
    """Colours as #RRGGBB: the ground, the label on it, the icon on it."""

    background: Colour
    label: Colour
    icon: Colour


class Area(Part):
    """One button: where it is, what it shows and what it does.

    Instead of an icon it may show a short number in large type, such as 119.
    """

    at: Place
    icon: Icon | None = None
    number: Annotated[str, StringConstraints(pattern=r"^#?\d{2,5}$")] | None = None
    label: Labels
    action: Action
    colours: Colours | None = None

    @model_validator(mode="after")
    def _one_picture(self) -> Self:
        if (self.icon is None) == (self.number is None):
            raise ValueError("give exactly one of icon and number")
        return self


class Grid(Part):
    """How many columns and rows the menu has."""

    columns: Annotated[int, Field(ge=1, le=10)]
    rows: Annotated[int, Field(ge=1, le=10)]


class Menu(Part):
    """A rich menu. ``opened`` shows it unfolded; ``chat_bar`` is the bar that folds it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,12}$")]
    size: Literal["full", "half"]
    opened: bool
    grid: Grid
    colours: Colours
    separator: Colour
    chat_bar: ChatBarTexts
    areas: Annotated[tuple[Area, ...], Field(min_length=1, max_length=20)]

    @property
    def height(self) -> int:
        """Pixels of the image; it is ``WIDTH`` wide."""
        return HEIGHTS[self.size]

    def colours_of(self, area: Area) -> Colours:
        """The area's own colours, or the menu's."""
        return area.colours or self.colours

    def box(self, area: Area) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the area in pixels."""
        at = area.at
        return (
            round(WIDTH * (at.column - 1) / self.grid.columns),
            round(self.height * (at.row - 1) / self.grid.rows),
            round(WIDTH * (at.column - 1 + at.columns) / self.grid.columns),
            round(self.height * (at.row - 1 + at.rows) / self.grid.rows),
        )


def load(catalogue_dir: Path, menu_id: str, catalogue: Catalogue) -> Menu:
    """Read and validate a menu of the catalogue in the folder.

    Raises:
        NotFoundError: for an unknown menu.
        CatalogueError: naming every mistake with file, line and field.

    """
    folder = catalogue_dir / "line" / "richmenus"
    known = sorted(path.stem for path in folder.glob("*.yml"))
    if menu_id not in known:
        raise NotFoundError(
            "unknown-rich-menu",
            f"There is no rich menu {menu_id!r} in {folder}. Known: {', '.join(known) or 'none'}.",
        )
    file = YamlFile(folder / f"{menu_id}.yml")
    menu = file.validate(Menu)
    problems = [
        f"{file.where(location)}: {problem}"
        for location, problem in (
            *_wrong_id(menu, menu_id),
            *_misplaced(menu),
            *_too_faint(menu),
            *_unknown(menu, catalogue),
        )
    ]
    if problems:
        raise CatalogueError("invalid-rich-menu", "\n".join(problems))
    return menu


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _wrong_id(menu: Menu, menu_id: str) -> Iterator[tuple[Location, str]]:
    if menu.id != menu_id:
        yield ("id",), f"must be {menu_id!r}, as the file is named"


def _misplaced(menu: Menu) -> Iterator[tuple[Location, str]]:
    taken: dict[tuple[int, int], int] = {}
    for position, area in enumerate(menu.areas):
        location = ("areas", position, "at")
        for column, row in area.at.cells():
            if column > menu.grid.columns or row > menu.grid.rows:
                yield (
                    location,
                    f"column {column}, row {row} is outside the grid of "
                    f"{menu.grid.columns} columns and {menu.grid.rows} rows",
                )
                break
            first = taken.setdefault((column, row), position)
            if first != position:
                yield (
                    location,
                    f"column {column}, row {row} is already taken by areas.{first}",
                )
                break


def _too_faint(menu: Menu) -> Iterator[tuple[Location, str]]:
    own: list[tuple[Location, Colours]] = [
        (("areas", position, "colours"), area.colours)
        for position, area in enumerate(menu.areas)
        if area.colours is not None
    ]
    for location, colours in ((("colours",), menu.colours), *own):
        for field, colour, least, criterion in (
            ("label", colours.label, MIN_TEXT_CONTRAST, "1.4.3"),
            ("icon", colours.icon, MIN_ICON_CONTRAST, "1.4.11"),
        ):
            found = contrast(colour, colours.background)
            if found < least:
                yield (
                    (*location, field),
                    f"{colour} on {colours.background} has a contrast of {found:.2f}:1; "
                    f"accepted is {least}:1 or more (WCAG 2.2, {criterion})",
                )


def _unknown(menu: Menu, catalogue: Catalogue) -> Iterator[tuple[Location, str]]:
    for position, area in enumerate(menu.areas):
        location: Location = ("areas", position, "action")
        for action in (area.action, area.action.otherwise):
            if action is not None and action.postback is not None:
                named = parse(action.postback).entities
                for kind, known in (
                    ("procedure", catalogue.procedures),
                    ("checklist", catalogue.checklists),
                ):
                    if kind in named and named[kind] not in known:
                        yield location, f"there is no {kind} {named[kind]!r} in the catalogue"
