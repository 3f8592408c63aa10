"""Bringing rich menus to LINE: upload, show to all, switch, and link to one resident.

An account holds our menus under names ``madoguchi/<account>/<menu>/<language>/<hash>``. The hash is
of all that LINE is sent, so a menu that is there already is known by its name. An alias
``madoguchi-<menu>-<language>`` points to a menu once its picture is uploaded; a menu without one is
the rest of a run that failed, and is replaced.

What is shown changes only after everything new is uploaded, and old menus go last: a failure leaves
residents the menu that they had. The limits are those of the Messaging API reference, "Rich menu".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from linebot.v3.messaging import (
    ApiClient,
    CreateRichMenuAliasRequest,
    MessagingApi,
    MessagingApiBlob,
    RichMenuBatchLinkOperation,
    RichMenuBatchRequest,
    UpdateRichMenuAliasRequest,
)

from channels.line.accounts import Account
from channels.line.calls import TIMEOUT_SECONDS, LineCallError, calling
from channels.line.richmenu.fonts import MissingFontError
from channels.line.richmenu.menu import (
    DISASTER,
    EVERYDAY,
    LANGUAGES,
    Menu,
    MenuLanguage,
)
from channels.line.richmenu.request import Drawn, Name, alias_of, parse_name, prepare
from madoguchi.catalogue.ward import Ward
from madoguchi.errors import NotFoundError

SHOWN_LANGUAGE: MenuLanguage = "ja"
"""The language of the menu that everybody sees who has chosen none."""

MOVE_POLL_SECONDS = 1.0
MOVE_PATIENCE_SECONDS = 60.0
"""How long old menus wait for LINE to move the residents who have them."""


@dataclass
class Outcome:
    """What a run did. ``remarks`` are what staff should know, each one line."""

    uploaded: list[str] = field(default_factory=list)
    shown: bool = False
    deleted: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """What everybody sees: the menu that is or should be shown, what is wrong with it (None:
    nothing), and the languages that it is not there in.
    """

    menu: str
    problem: str | None
    missing: tuple[MenuLanguage, ...]


@dataclass(frozen=True)
class _Present:
    """What the account has at LINE. ``ours`` maps ids to names; ``shown`` is the default menu."""

    ours: dict[str, Name]
    aliases: dict[str, str]
    shown: str | None

    @property
    def shown_menu(self) -> str | None:
        """Our menu that everybody sees, or None."""
        name = self.ours.get(self.shown or "")
        return name.menu if name else None


def apply(account: Account, menu: Menu, ward: Ward | None) -> Outcome:
    """Upload what changed of the menu, and show it, unless that is for a disaster to decide.

    The disaster menu is only made ready, and while it is shown, no other takes its place.
    ``ward`` None leaves out the facts of a ward, for an account that wards share.

    Raises:
        LineCallError: saying what failed; residents then still have the menu that they had.

    """
    with _line(account) as line:
        present = line.present()
        shows = menu.id == present.shown_menu or DISASTER not in (menu.id, present.shown_menu)
        outcome = line.bring(menu, ward, present, shows=shows, switches=False)
        if not shows:
            outcome.remarks.append(
                f"{menu.id} is ready but not shown: ./mado line disaster "
                f"{'on' if menu.id == DISASTER else 'off'} shows it"
            )
        return outcome


def switch(account: Account, menu: Menu, ward: Ward | None) -> Outcome:
    """Show the menu to all, also to those who have another of ours in their language.

    Raises:
        LineCallError: saying what failed.

    """
    with _line(account) as line:
        return line.bring(menu, ward, line.present(), shows=True, switches=True)


def link(account: Account, user_id: str, language: MenuLanguage) -> None:
    """Give a resident the menu that is shown now, in their language; it follows later switches.

    Raises:
        NotFoundError: where no menu of ours is shown.
        LineCallError: where LINE refuses or cannot be reached.

    """
    with _line(account) as line:
        shown = line.shown()
        name = line.name_of(shown) if shown else None
        menu_id = line.target(alias_of(name.menu, language)) if name else None
        if menu_id is None:
            raise NotFoundError(
                "no-rich-menu",
                f"{account.name} shows no rich menu of ours in {language}: "
                "./mado line richmenu apply",
            )
        with calling(f"Linking the rich menu in {language} to a resident"):
            line.api.link_rich_menu_id_to_user(user_id, menu_id, _request_timeout=TIMEOUT_SECONDS)


def state(account: Account, expected: Callable[[str], Drawn]) -> Shown:
    """What everybody sees; ``expected`` draws a menu, by its id, as it should be.

    Raises:
        LineCallError: where LINE refuses or cannot be reached.

    """
    with _line(account) as line:
        present = line.present()
    menu_id = present.shown_menu or EVERYDAY
    missing = tuple(
        language for language in LANGUAGES if alias_of(menu_id, language) not in present.aliases
    )
    problem = None
    if present.shown is None:
        problem = "none is shown"
    elif present.shown_menu is None:
        problem = f"the default is {present.shown}, which is none of ours"
    elif present.ours[present.shown] != parse_name(expected(menu_id).name):
        problem = f"{menu_id} is shown, but not as it is in the catalogue now"
    return Shown(menu_id, problem, missing)


class _Line:
    """One account at LINE, for the length of a run."""

    def __init__(self, account: Account, api: MessagingApi, blob: MessagingApiBlob) -> None:
        self.account = account
        self.api = api
        self._blob = blob

    def present(self) -> _Present:
        with calling("Listing the rich menus"):
            menus = self.api.get_rich_menu_list(_request_timeout=TIMEOUT_SECONDS).richmenus
            aliases = self.api.get_rich_menu_alias_list(_request_timeout=TIMEOUT_SECONDS).aliases
        names = {menu.rich_menu_id: parse_name(menu.name) for menu in menus}
        return _Present(
            {
                id_: name
                for id_, name in names.items()
                if name is not None and name.account == self.account.name
            },
            {alias.rich_menu_alias_id: alias.rich_menu_id for alias in aliases},
            self.shown(),
        )

    def shown(self) -> str | None:
        """The id of the default menu; LINE answers 404 where there is none."""
        try:
            with calling("Asking for the default rich menu"):
                answer = self.api.get_default_rich_menu_id(_request_timeout=TIMEOUT_SECONDS)
        except LineCallError as error:
            if error.status == 404:
                return None
            raise
        return str(answer.rich_menu_id)

    def name_of(self, menu_id: str) -> Name | None:
        with calling("Asking for a rich menu"):
            answer = self.api.get_rich_menu(menu_id, _request_timeout=TIMEOUT_SECONDS)
        return parse_name(answer.name)

    def target(self, alias: str) -> str | None:
        """The id that an alias points to, or None."""
        try:
            with calling(f"Asking for the alias {alias}"):
                answer = self.api.get_rich_menu_alias(alias, _request_timeout=TIMEOUT_SECONDS)
        except LineCallError as error:
            if error.status == 404:
                return None
            raise
        return str(answer.rich_menu_id)

    def bring(
        self, menu: Menu, ward: Ward | None, present: _Present, *, shows: bool, switches: bool
    ) -> Outcome:
        """Upload, point the aliases, show, move the residents, delete: in this order."""
        outcome = Outcome()
        drawn = list(_drawable(self.account, menu, ward, outcome))
        ids = self._upload(drawn, present, outcome)
        old = [
            id_
            for id_, name in present.ours.items()
            if name.menu == menu.id
            and id_ not in ids.values()
            and (name.language in ids or name.language not in LANGUAGES)
        ]
        moved = True
        if shows and (switches or old or present.shown != ids[SHOWN_LANGUAGE]):
            if present.shown != ids[SHOWN_LANGUAGE]:
                with calling(f"Showing {menu.id} to all"):
                    self.api.set_default_rich_menu(
                        ids[SHOWN_LANGUAGE], _request_timeout=TIMEOUT_SECONDS
                    )
                outcome.shown = True
            moved = self._move(menu, ids, present)
        if moved:
            self._delete(old)
            outcome.deleted = len(old)
        else:
            outcome.remarks.append(
                f"{menu.id} is shown, but LINE is still moving residents with a menu in their "
                "language: run this again in an hour to take the old menus away"
            )
        return outcome

    def _upload(self, drawn: list[Drawn], present: _Present, outcome: Outcome) -> dict[str, str]:
        """Ids by language; nothing is made before LINE found everything valid."""
        ids: dict[str, str] = {}
        new: list[Drawn] = []
        for each in drawn:
            id_ = present.aliases.get(each.alias)
            if id_ is not None and present.ours.get(id_) == parse_name(each.name):
                ids[each.language] = id_
            else:
                new.append(each)
        for each in new:
            with calling(f"Validating {each.name}"):
                self.api.validate_rich_menu_object(each.request, _request_timeout=TIMEOUT_SECONDS)
        made: list[str] = []
        try:
            for each in new:
                with calling(f"Creating {each.name}"):
                    ids[each.language] = self.api.create_rich_menu(
                        each.request, _request_timeout=TIMEOUT_SECONDS
                    ).rich_menu_id
                made.append(ids[each.language])
                with calling(f"Uploading the picture of {each.name}"):
                    self._blob.set_rich_menu_image(
                        ids[each.language],
                        each.picture,
                        _headers={"Content-Type": "image/png"},
                        _request_timeout=TIMEOUT_SECONDS,
                    )
        except LineCallError:
            self._forget(made)
            raise
        for each in new:
            self._point(each.alias, ids[each.language], present)
            outcome.uploaded.append(each.name)
        return ids

    def _point(self, alias: str, id_: str, present: _Present) -> None:
        with calling(f"Pointing the alias {alias} to its menu"):
            if alias in present.aliases:
                self.api.update_rich_menu_alias(
                    alias,
                    UpdateRichMenuAliasRequest(richMenuId=id_),
                    _request_timeout=TIMEOUT_SECONDS,
                )
            else:
                self.api.create_rich_menu_alias(
                    CreateRichMenuAliasRequest(richMenuAliasId=alias, richMenuId=id_),
                    _request_timeout=TIMEOUT_SECONDS,
                )

    def _move(self, menu: Menu, ids: dict[str, str], present: _Present) -> bool:
        """Give those who have another menu of ours this one; whether LINE has finished.

        A menu that is linked to a resident goes before the default, so it would hide a disaster's.
        LINE takes three such requests an hour ("Replace or unlink the linked rich menus in
        batches").
        """
        operations = [
            RichMenuBatchLinkOperation(
                **{"from": id_, "to": ids.get(name.language, ids[SHOWN_LANGUAGE])}
            )
            for id_, name in present.ours.items()
            if id_ not in ids.values()
        ]
        if not operations:
            return True
        what = f"{menu.id} is shown, but moving residents with a menu in their language to it"
        with calling(what):
            request_id = self.api.rich_menu_batch_with_http_info(
                RichMenuBatchRequest(operations=operations), _request_timeout=TIMEOUT_SECONDS
            ).headers["x-line-request-id"]
        end = time.monotonic() + MOVE_PATIENCE_SECONDS
        while True:
            with calling(what):
                phase = self.api.get_rich_menu_batch_progress(
                    request_id, _request_timeout=TIMEOUT_SECONDS
                ).phase
            if phase == "failed":
                raise LineCallError(
                    "line-refused",
                    f"{what}: LINE could not move all of them; run this again in an hour "
                    f"(request id {request_id}).",
                )
            if phase == "succeeded" or time.monotonic() >= end:
                return bool(phase == "succeeded")
            time.sleep(MOVE_POLL_SECONDS)

    def _delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            with calling(f"The new menus are in place, but deleting the old {id_}"):
                self.api.delete_rich_menu(id_, _request_timeout=TIMEOUT_SECONDS)

    def _forget(self, ids: Iterable[str]) -> None:
        """Delete what a failed run made, as far as LINE lets us; the next run does the rest."""
        try:
            self._delete(ids)
        except LineCallError:
            return


@contextmanager
def _line(account: Account) -> Iterator[_Line]:
    with ApiClient(account.api()) as client, ApiClient(account.data_api()) as data_client:
        yield _Line(account, MessagingApi(client), MessagingApiBlob(data_client))


def _drawable(account: Account, menu: Menu, ward: Ward | None, outcome: Outcome) -> Iterator[Drawn]:
    """Every language that this machine can write: none may stop a disaster's menu but Japanese."""
    for language in LANGUAGES:
        try:
            yield prepare(account, menu, ward, language)
        except MissingFontError as error:
            if language == SHOWN_LANGUAGE:
                raise
            outcome.remarks.append(f"{menu.id} in {language} is left out: {error.message}")
