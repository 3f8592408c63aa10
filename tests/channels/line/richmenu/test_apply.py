from __future__ import annotations

import re

import pytest

from channels.line.accounts import Account
from channels.line.calls import LineCallError
from channels.line.richmenu import apply
from channels.line.richmenu.fonts import MissingFontError, writing
from channels.line.richmenu.menu import LANGUAGES, Menu, MenuLanguage
from channels.line.richmenu.request import alias_of
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import NotFoundError
from tests.channels.line.rich_menu_peer import TOKEN, LinePeer

WARD = catalogue().ward("shibuya")


def writable(language: MenuLanguage) -> bool:
    try:
        writing(language, 100)
    except MissingFontError:
        return False
    return True


WRITABLE = tuple(language for language in LANGUAGES if writable(language))


def recoloured(menu: Menu) -> Menu:
    """The menu after staff changed a colour."""
    return menu.model_copy(update={"separator": "#445566"})


def test_a_menu_is_validated_uploaded_aliased_and_shown(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu
) -> None:
    outcome = apply.apply(shibuya, everyday, WARD)
    assert outcome.shown
    assert len(outcome.uploaded) == len(WRITABLE)
    assert [menu["name"] for menu in rich_menu_peer.menus.values()] == outcome.uploaded
    for name in outcome.uploaded:
        assert re.fullmatch(r"madoguchi/shibuya/default/[A-Za-z-]+/[0-9a-f]{16}", name)
    assert rich_menu_peer.name(rich_menu_peer.default) == "default/ja"
    assert set(rich_menu_peer.aliases) == {alias_of("default", language) for language in WRITABLE}
    first_creation = next(
        at for at, call in enumerate(rich_menu_peer.calls) if call.path == "/v2/bot/richmenu"
    )
    validated = [call for call in rich_menu_peer.calls if call.path.endswith("/validate")]
    assert all(call in rich_menu_peer.calls[:first_creation] for call in validated)
    assert len(validated) == len(WRITABLE)


def test_line_is_sent_the_areas_with_their_actions_and_the_picture(
    shibuya: Account, rich_menu_peer: LinePeer, disaster: Menu
) -> None:
    apply.switch(shibuya, disaster, WARD)
    menu = next(
        menu for menu in rich_menu_peer.menus.values() if menu["name"].split("/")[3] == "en"
    )
    assert menu["size"] == {"width": 2500, "height": 1686}
    assert menu["chatBarText"] == "Disaster help"
    assert menu["areas"][0] == {
        "bounds": {"x": 0, "y": 0, "width": 833, "height": 843},
        "action": {"type": "uri", "label": "Fire, ambulance", "uri": "tel:119"},
    }
    assert [area["action"] for area in menu["areas"][2:4]] == [
        {"type": "message", "label": "Evacuation shelters", "text": "避難所はどこですか"},
        {"type": "uri", "label": "Call ward office", "uri": "tel:03-3463-1211"},
    ]
    assert menu["areas"][5]["action"] == {
        "type": "postback",
        "label": "Damage certificate",
        "data": "procedure:disaster-victim-certificate",
        "displayText": "Damage certificate",
    }
    uploads = [call for call in rich_menu_peer.calls if call.path.endswith("/content")]
    assert {call.content_type for call in uploads} == {"image/png"}
    assert all(call.body.startswith(b"\x89PNG") for call in uploads)


def test_the_same_menu_again_changes_nothing(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu
) -> None:
    apply.apply(shibuya, everyday, WARD)
    rich_menu_peer.forget_calls()
    outcome = apply.apply(shibuya, everyday, WARD)
    assert (outcome.uploaded, outcome.shown, outcome.deleted) == ([], False, 0)
    assert rich_menu_peer.changes() == []
    assert all(call.method == "GET" for call in rich_menu_peer.calls)


def test_a_changed_menu_replaces_the_old_one_which_goes_last(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu
) -> None:
    apply.apply(shibuya, everyday, WARD)
    apply.link(shibuya, "U1", "vi")
    rich_menu_peer.menus["richmenu-foreign"] = {
        **rich_menu_peer.menus["richmenu-1"], "richMenuId": "richmenu-foreign", "name": "春祭り",
    }  # fmt: skip
    rich_menu_peer.forget_calls()
    outcome = apply.apply(shibuya, recoloured(everyday), WARD)
    assert outcome.deleted == len(WRITABLE)
    assert len(rich_menu_peer.menus) == len(WRITABLE) + 1
    assert "richmenu-foreign" in rich_menu_peer.menus
    assert rich_menu_peer.name(rich_menu_peer.linked["U1"]) == "default/vi"
    changes = rich_menu_peer.changes()
    order = [
        max(at for at, change in enumerate(changes) if re.fullmatch(pattern, change))
        for pattern in (
            r"POST /v2/bot/richmenu/ID/content",
            r"POST /v2/bot/richmenu/alias/.*",
            r"POST /v2/bot/user/all/richmenu/ID",
            r"POST /v2/bot/richmenu/batch",
            r"DELETE /v2/bot/richmenu/ID",
        )
    ]
    assert order == sorted(order)
    assert changes.index("DELETE /v2/bot/richmenu/ID") > order[-2]


@pytest.mark.parametrize(
    ("method", "path", "after", "said"),
    [
        ("POST", "/validate$", 2, "Validating madoguchi/shibuya/default/en/"),
        ("POST", "/richmenu$", 3, "Creating madoguchi/shibuya/default/zh-Hans/"),
        ("POST", "/content$", 1, "Uploading the picture of madoguchi/shibuya/default/ja-easy/"),
        ("POST", "/alias/", 4, "Pointing the alias madoguchi-default-zh-hant"),
        ("POST", "/user/all/", 0, "Showing default to all"),
    ],
)
@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_failure_in_the_middle_leaves_the_old_menu_and_the_next_run_finishes(
    shibuya: Account,
    rich_menu_peer: LinePeer,
    everyday: Menu,
    method: str,
    path: str,
    after: int,
    said: str,
    status: int,
) -> None:
    apply.apply(shibuya, everyday, WARD)
    shown, names = rich_menu_peer.default, set(rich_menu_peer.menus)
    rich_menu_peer.refuse(method, path, status, after)
    with pytest.raises(LineCallError) as caught:
        apply.apply(shibuya, recoloured(everyday), WARD)
    assert said in caught.value.message
    assert f"LINE answered {status}: It went wrong; areas[0] somehow" in caught.value.message
    assert re.search(r"request id request-\d+", caught.value.message)
    assert "\n" not in caught.value.message
    assert TOKEN not in caught.value.message
    assert rich_menu_peer.default == shown
    assert names <= set(rich_menu_peer.menus)
    rich_menu_peer.accept()
    apply.apply(shibuya, recoloured(everyday), WARD)
    assert rich_menu_peer.default not in names
    assert len(rich_menu_peer.menus) == len(WRITABLE)
    assert set(rich_menu_peer.aliases.values()) == set(rich_menu_peer.menus)


def test_a_menu_without_its_picture_is_made_again_though_its_rest_could_not_be_deleted(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu
) -> None:
    rich_menu_peer.refuse("POST", "/content$", 500, after=1)
    rich_menu_peer.refuse("DELETE", "/richmenu/", 500)
    with pytest.raises(LineCallError, match="Uploading the picture"):
        apply.apply(shibuya, everyday, WARD)
    assert len(rich_menu_peer.menus) == 2
    rich_menu_peer.accept()
    apply.apply(shibuya, everyday, WARD)
    assert len(rich_menu_peer.menus) == len(WRITABLE)
    assert rich_menu_peer.name(rich_menu_peer.default) == "default/ja"


def test_a_bad_token_and_an_unreachable_line_are_one_clear_line(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu
) -> None:
    with pytest.raises(LineCallError, match=r"401.*token is not valid") as caught:
        apply.apply(
            Account("shibuya", "s", "other-token", rich_menu_peer.url, rich_menu_peer.url),
            everyday, WARD,
        )  # fmt: skip
    assert "other-token" not in caught.value.message
    with pytest.raises(LineCallError, match="LINE cannot be reached") as caught:
        apply.apply(
            Account("shibuya", "s", TOKEN, "http://127.0.0.1:9", "http://127.0.0.1:9"),
            everyday, WARD,
        )  # fmt: skip
    assert caught.value.status is None


def test_a_disaster_menu_is_made_ready_without_being_shown(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu, disaster: Menu
) -> None:
    outcome = apply.apply(shibuya, disaster, WARD)
    assert rich_menu_peer.default is None
    assert not outcome.shown
    assert any("./mado line disaster on" in remark for remark in outcome.remarks)
    apply.apply(shibuya, everyday, WARD)
    assert rich_menu_peer.name(rich_menu_peer.default) == "default/ja"


def test_a_disaster_reaches_also_those_who_have_a_menu_in_their_language(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu, disaster: Menu
) -> None:
    apply.apply(shibuya, everyday, WARD)
    apply.apply(shibuya, disaster, WARD)
    apply.link(shibuya, "U1", "en")
    rich_menu_peer.phases = ["ongoing", "succeeded"]
    rich_menu_peer.forget_calls()
    apply.switch(shibuya, disaster, WARD)
    assert rich_menu_peer.changes() == [
        "POST /v2/bot/user/all/richmenu/ID", "POST /v2/bot/richmenu/batch",
    ]  # fmt: skip
    assert rich_menu_peer.name(rich_menu_peer.default) == "disaster/ja"
    assert rich_menu_peer.name(rich_menu_peer.linked["U1"]) == "disaster/en"
    apply.link(shibuya, "U2", "ko")
    assert rich_menu_peer.name(rich_menu_peer.linked["U2"]) == "disaster/ko"

    apply.apply(shibuya, recoloured(everyday), WARD)
    assert rich_menu_peer.name(rich_menu_peer.default) == "disaster/ja", "it lasts"

    apply.switch(shibuya, recoloured(everyday), WARD)
    assert rich_menu_peer.name(rich_menu_peer.default) == "default/ja"
    assert {rich_menu_peer.name(id_) for id_ in rich_menu_peer.linked.values()} == {
        "default/en", "default/ko",
    }  # fmt: skip


def test_old_menus_stay_while_line_is_still_moving_residents(
    shibuya: Account,
    rich_menu_peer: LinePeer,
    everyday: Menu,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apply.apply(shibuya, everyday, WARD)
    monkeypatch.setattr(apply, "MOVE_PATIENCE_SECONDS", 0.0)
    rich_menu_peer.phases = ["ongoing"]
    outcome = apply.apply(shibuya, recoloured(everyday), WARD)
    assert outcome.deleted == 0
    assert any("still moving" in remark for remark in outcome.remarks)
    assert apply.apply(shibuya, recoloured(everyday), WARD).deleted == len(WRITABLE)


def test_where_line_cannot_move_residents_it_is_said_and_nothing_is_deleted(
    shibuya: Account, rich_menu_peer: LinePeer, everyday: Menu, disaster: Menu
) -> None:
    apply.apply(shibuya, everyday, WARD)
    rich_menu_peer.phases = ["failed"]
    with pytest.raises(LineCallError, match="disaster is shown, but moving residents"):
        apply.switch(shibuya, disaster, WARD)
    assert rich_menu_peer.name(rich_menu_peer.default) == "disaster/ja"
    assert len(rich_menu_peer.menus) == 2 * len(WRITABLE)


def test_nothing_is_linked_where_no_menu_of_ours_is_shown(
    shibuya: Account, rich_menu_peer: LinePeer
) -> None:
    with pytest.raises(NotFoundError, match=r"\./mado line richmenu apply"):
        apply.link(shibuya, "U1", "en")
    assert rich_menu_peer.linked == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_aliases_are_as_line_takes_them(language: MenuLanguage) -> None:
    assert re.fullmatch(r"[a-z0-9_-]{1,32}", alias_of("a" * 13, language))
