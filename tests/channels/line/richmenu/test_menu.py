from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from channels.line.richmenu.menu import LANGUAGES, Action, Menu, contrast, load
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import CatalogueError, NotFoundError
from tests.channels.line.richmenu.conftest import CATALOGUE_DIR

Change = Callable[[Callable[[dict[str, Any]], object]], Menu]


@pytest.mark.parametrize("menu_id", ["default", "disaster"])
def test_every_menu_loads_and_every_action_can_be_filled_for_every_ward(menu_id: str) -> None:
    menu = load(CATALOGUE_DIR, menu_id, catalogue())
    for ward in catalogue().wards.values():
        for area in menu.areas:
            action = area.action.for_ward(ward)
            assert "{" not in (action.uri or "")
            assert set(area.label) == set(LANGUAGES)


def test_the_areas_cover_the_picture_without_gaps(everyday: Menu) -> None:
    boxes = [everyday.box(area) for area in everyday.areas]
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) == 2500 * 1686
    assert boxes[0] == (0, 0, 833, 843)
    assert boxes[-1] == (1667, 843, 2500, 1686)


def test_a_disaster_names_the_ward_and_the_emergency_numbers(disaster: Menu) -> None:
    shibuya = catalogue().ward("shibuya")
    uris = [area.action.for_ward(shibuya).uri for area in disaster.areas]
    assert [uri for uri in uris if uri] == [
        "tel:119", "tel:110", "tel:03-3463-1211", "https://www.city.shibuya.tokyo.jp/",
    ]  # fmt: skip


def test_where_no_ward_is_known_its_facts_are_asked_for(disaster: Menu) -> None:
    actions = [area.action.for_ward(None) for area in disaster.areas]
    assert [action.uri for action in actions if action.uri] == ["tel:119", "tel:110"]
    assert [action.postback for action in actions].count("handover") == 2


def test_a_ward_without_a_website_has_the_other_action() -> None:
    ward = catalogue().ward("shibuya").model_copy(update={"website": None})
    action = Action(uri="{ward.website}", otherwise=Action(text="窓口"))
    assert action.for_ward(ward).text == "窓口"


def test_an_unknown_menu_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="Known: default, disaster"):
        load(CATALOGUE_DIR, "festival", catalogue())


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        (lambda menu: menu["areas"][0]["label"].pop("vi"), "areas.0.label", "missing: vi"),
        (lambda menu: menu["chat_bar"].pop("ne"), "chat_bar", "missing: ne"),
        (lambda menu: menu["chat_bar"].update(en="A very long menu"), "chat_bar.en",
         "at most 14 characters"),
        (lambda menu: menu["areas"][2]["label"].update(en="A label that never ends"),
         "areas.2.label.en", "at most 20 characters"),
        (lambda menu: menu["areas"][1].update(at={"column": 1, "row": 1}), "areas.1.at",
         "already taken by areas.0"),
        (lambda menu: menu["areas"][5].update(at={"column": 3, "row": 2, "columns": 2}),
         "areas.5.at", "outside the grid of 3 columns and 2 rows"),
        (lambda menu: menu["areas"][0].update(at={"column": 0, "row": 1}), "areas.0.at.column",
         "greater than or equal to 1"),
        (lambda menu: menu["colours"].update(label="#8899AA"), "colours.label",
         "accepted is 4.5:1 or more"),
        (lambda menu: menu["areas"][3].update(
            colours={"background": "#FFFFFF", "label": "#000000", "icon": "#DDDDDD"}),
         "areas.3.colours.icon", "accepted is 3.0:1 or more"),
        (lambda menu: menu["colours"].update(label="navy"), "colours.label", "pattern"),
        (lambda menu: menu["areas"][4].update(action={"postback": "reboot:now"}),
         "areas.4.action.postback", "accepted are those of madoguchi/postback.py"),
        (lambda menu: menu["areas"][4].update(action={"postback": "procedure:tea-ceremony"}),
         "areas.4.action", "there is no procedure 'tea-ceremony'"),
        (lambda menu: menu["areas"][4].update(action={"postback": "checklist:moving"}),
         "areas.4.action", "there is no checklist 'moving'"),
        (lambda menu: menu["areas"][4].update(action={"text": "a", "postback": "status:"}),
         "areas.4.action", "exactly one of postback, text and uri"),
        (lambda menu: menu["areas"][4].update(action={"text": "あ" * 301}),
         "areas.4.action.text", "at most 300 characters"),
        (lambda menu: menu["areas"][4].update(action={"uri": "javascript:alert(1)"}),
         "areas.4.action.uri", "accepted are https://"),
        (lambda menu: menu["areas"][4].update(
            action={"uri": "{ward.mayor}", "otherwise": {"text": "a"}}),
         "areas.4.action.uri", "'{ward.mayor}' is unknown; accepted are {ward.website}"),
        (lambda menu: menu["areas"][4].update(action={"uri": "{ward.website}"}),
         "areas.4.action", "needs 'otherwise'"),
        (lambda menu: menu["areas"][4].update(
            action={"uri": "tel:119", "otherwise": {"text": "a"}}),
         "areas.4.action", "'otherwise' stands only beside"),
        (lambda menu: menu["areas"][4].update(number="119"), "areas.4",
         "exactly one of icon and number"),
        (lambda menu: menu["areas"][4].update(icon="dragon"), "areas.4.icon", "'moving'"),
        (lambda menu: menu.update(id="other"), "id", "must be 'default'"),
        (lambda menu: menu.update(areas=[]), "areas", "at least 1 item"),
        (lambda menu: menu.update(area=[]), "area", "Extra inputs"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_field_and_what_is_accepted(
    changed: Change, change: Callable[[dict[str, Any]], object], field: str, problem: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        changed(change)
    lines = caught.value.message.splitlines()
    assert any(f": {field}" in line and problem in line for line in lines), lines
    assert all("line/richmenus/default.yml:" in line for line in lines)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
