"""Checklists: all there is to do, in order, at the right ward."""

from __future__ import annotations

import pytest

from madoguchi.answers import checklist
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.messages import CardMessage


@pytest.mark.parametrize(
    ("text", "origin", "destination"),
    [
        ("練馬区から渋谷区へ引っ越します", "nerima", "shibuya"),
        ("渋谷区に練馬区から引っ越します", "nerima", "shibuya"),
        ("ねりまからしぶやへ", "nerima", "shibuya"),
        ("練馬より渋谷まで", "nerima", "shibuya"),
        ("渋谷区へ移ります。今は練馬区です", "nerima", "shibuya"),
        ("練馬区から出ます。次は渋谷区", "nerima", "shibuya"),
    ],
)
def test_the_ward_left_and_the_one_moved_to(
    catalogue: Catalogue, text: str, origin: str, destination: str
) -> None:
    named = tuple(
        sorted(("nerima", "shibuya"), key=lambda id_: text.find("練" if id_ == "nerima" else "渋"))
    )
    assert checklist.origin_and_destination(text, named, catalogue) == (origin, destination)


def test_without_a_direction_nothing_is_guessed(catalogue: Catalogue) -> None:
    text = "練馬区と渋谷区"
    assert checklist.origin_and_destination(text, ("nerima", "shibuya"), catalogue) == (None, None)


def cards(catalogue: Catalogue, origin: str | None, destination: str | None) -> list[CardMessage]:
    found = checklist.messages(
        catalogue,
        catalogue.checklists["moving-between-wards"],
        None if origin is None else catalogue.wards[origin],
        None if destination is None else catalogue.wards[destination],
    )
    return [card for card in found if isinstance(card, CardMessage)]


def test_a_move_lists_both_wards_steps_in_order(catalogue: Catalogue) -> None:
    left, entered = cards(catalogue, "nerima", "shibuya")
    assert left.title == "練馬区（今の区）での手続き"
    assert entered.title == "渋谷区（新しい区）での手続き"
    steps = catalogue.checklists["moving-between-wards"].steps
    names = [catalogue.procedures[step.procedure].names.official for step in steps]
    shown = [*left.items, *entered.items]
    assert len(shown) == len(names)
    for item, name in zip(shown, names, strict=True):
        assert item.startswith(name)


def test_each_step_tells_for_whom_and_by_when(catalogue: Catalogue) -> None:
    _, entered = cards(catalogue, "nerima", "shibuya")
    moving_in = next(item for item in entered.items if item.startswith("転入届"))
    assert "14日以内" in moving_in


def test_an_unknown_ward_is_called_the_present_or_the_new_one(catalogue: Catalogue) -> None:
    left, entered = cards(catalogue, None, None)
    assert left.title == "今お住まいの区での手続き"
    assert entered.title == "引っ越し先の区での手続き"


def test_each_procedure_has_one_button(catalogue: Catalogue) -> None:
    for card in cards(catalogue, "nerima", "shibuya"):
        pressed = [choice.postback for choice in card.choices]
        assert len(pressed) == len(set(pressed))
        assert all(postback.startswith("procedure:") for postback in pressed)


@pytest.mark.parametrize(
    ("text", "wards", "id_"),
    [
        ("練馬と渋谷", ("nerima", "shibuya"), "moving-between-wards"),
        ("家族が亡くなった後の手続き", (), "bereavement"),
        ("カレーの作り方", (), None),
    ],
)
def test_the_occasion_is_found_by_its_words(
    catalogue: Catalogue, text: str, wards: tuple[str, ...], id_: str | None
) -> None:
    found = checklist.find(catalogue, text, wards)
    assert (None if found is None else found.id) == id_


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ひっこしたんだけど何する", "moving-between-wards"),
        ("おなじくのなかでひっこし", "moving-within-ward"),
        ("区内でひっこした", "moving-within-ward"),
        ("今日の天気", None),
    ],
)
def test_an_occasion_is_found_by_its_words(
    catalogue: Catalogue, text: str, expected: str | None
) -> None:
    found = checklist.find(catalogue, text, ())
    assert (found.id if found else None) == expected


def test_asking_what_to_do_is_more_than_naming_an_occasion() -> None:
    assert checklist.asks_what_to_do("ひっこしたんだけどなにする")
    assert checklist.asks_what_to_do("引っ越したらどうすればいい")
    assert not checklist.asks_what_to_do("引っ越し屋さんの評判")
