"""A rich menu in one language as LINE is to have it, and how it is named there.

Limits: Messaging API reference, "Rich menu object" (name, 300 signs) and "Create rich menu alias".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from linebot.v3.messaging import (
    MessageAction,
    PostbackAction,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
    URIAction,
)

from channels.line.accounts import Account
from channels.line.richmenu.menu import WIDTH, Area, Menu, MenuLanguage
from channels.line.richmenu.picture import draw
from madoguchi.catalogue.ward import Ward


@dataclass(frozen=True)
class Name:
    """What a menu's name at LINE says."""

    account: str
    menu: str
    language: str
    hash: str


@dataclass(frozen=True)
class Drawn:
    """A menu in one language as LINE is to have it."""

    name: str
    menu: Menu
    language: MenuLanguage
    request: RichMenuRequest
    picture: bytes

    @property
    def alias(self) -> str:
        """The alias that points to it."""
        return alias_of(self.menu.id, self.language)


def alias_of(menu_id: str, language: MenuLanguage) -> str:
    """The alias of a menu in a language, of at most 32 signs of a-z, 0-9, - and _."""
    return f"madoguchi-{menu_id}-{language.lower()}"


def prepare(account: Account, menu: Menu, ward: Ward | None, language: MenuLanguage) -> Drawn:
    """The menu in one language; its name holds the hash of its content.

    Raises:
        MissingFontError: if the machine has no font for the language.
        CatalogueError: if a label does not fit.

    """
    picture = draw(menu, language)
    request = RichMenuRequest(
        size=RichMenuSize(width=WIDTH, height=menu.height),
        selected=menu.opened,
        name="",
        chatBarText=menu.chat_bar[language],
        areas=[_area(menu, area, ward, language) for area in menu.areas],
    )
    content = json.dumps(request.to_dict(), ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(content + picture).hexdigest()[:16]
    name = f"madoguchi/{account.name}/{menu.id}/{language}/{digest}"
    return Drawn(name, menu, language, request.copy(update={"name": name}), picture)


def parse_name(name: str) -> Name | None:
    """What a menu's name says, or None where it is not ours."""
    match name.split("/"):
        case ["madoguchi", account, menu, language, hash_]:
            return Name(account, menu, language, hash_)
    return None


def _area(menu: Menu, area: Area, ward: Ward | None, language: MenuLanguage) -> RichMenuArea:
    left, top, right, bottom = menu.box(area)
    return RichMenuArea(
        bounds=RichMenuBounds(x=left, y=top, width=right - left, height=bottom - top),
        action=_action(area, ward, area.label[language]),
    )


def _action(
    area: Area, ward: Ward | None, label: str
) -> PostbackAction | MessageAction | URIAction:
    action = area.action.for_ward(ward)
    if action.postback is not None:
        return PostbackAction(label=label, data=action.postback, displayText=label)
    if action.text is not None:
        return MessageAction(label=label, text=action.text)
    return URIAction(label=label, uri=action.uri)
