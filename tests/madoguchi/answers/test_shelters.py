"""What is said about the places of evacuation around a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from madoguchi.answers import shelters
from madoguchi.answers.shelters import PROCEDURE, distance, near, offer
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.messages import ChoicesMessage, LinkMessage, Message, PlaceMessage
from madoguchi.postback import parse
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.nearby import Nearby, read_nearby
from madoguchi.shelters.nearest import Shelters, merged
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.shelters.store import ShelterSet

HERE = Position(35.7, 139.65)
PORTAL = "https://disaportal.gsi.go.jp/"


def north(metres: float) -> Position:
    return Position(round(HERE.latitude + metres / 111_195, 6), HERE.longitude)


SCHOOL = Shelter("s", Kind.SHELTER, "nerima", "みどり小学校", "東京都練馬区北1", north(300))
SITE = replace(
    SCHOOL, id="e", kind=Kind.EMERGENCY, hazards=frozenset({Hazard.FLOOD, Hazard.EARTHQUAKE})
)
PARK = Shelter(
    "p", Kind.EMERGENCY, "nerima", "みどり公園", "東京都練馬区北2", north(100),
    frozenset({Hazard.FIRE}),
)  # fmt: skip
HOME = replace(SCHOOL, id="h", name="みどり園", position=north(10), accepts="高齢者")


def known(
    *entries: Shelter, as_of: date | None = date(2026, 4, 1), also: Sequence[tuple[str, Kind]] = ()
) -> Shelters:
    keys = {(one.ward, one.kind) for one in entries} | set(also)
    imported_at = datetime(2026, 11, 1, tzinfo=UTC)
    return Shelters(merged(entries), {key: ShelterSet(*key, as_of, imported_at) for key in keys})


def places(messages: Sequence[Message]) -> dict[str, PlaceMessage]:
    return {one.name: one for one in messages if isinstance(one, PlaceMessage)}


def links(messages: Sequence[Message]) -> list[str]:
    return [one.url for one in messages if isinstance(one, LinkMessage)]


def test_a_place_says_how_far_it_is_and_what_it_is_for(catalogue: Catalogue) -> None:
    messages = near(known(SITE, SCHOOL, PARK), catalogue, Nearby(HERE), None)
    assert list(places(messages)) == ["みどり公園", "みどり小学校"]
    school = places(messages)["みどり小学校"]
    assert "約300m" in school.text
    assert "逃げる場所（指定緊急避難場所）：地震、洪水のとき" in school.text
    assert "過ごす場所（指定避難所）" in school.text
    assert (school.address, school.latitude) == ("東京都練馬区北1", SITE.position.latitude)
    park = places(messages)["みどり公園"]
    assert "過ごす場所" not in park.text
    assert "大規模な火事のとき" in park.text


def test_a_place_names_its_source_and_day(catalogue: Catalogue) -> None:
    messages = places(near(known(SITE, SCHOOL, PARK), catalogue, Nearby(HERE), None))
    sources = {name: message.source for name, message in messages.items()}
    park, school = sources["みどり公園"], sources["みどり小学校"]
    assert park is not None
    assert park.model_dump(exclude_none=True) == {
        "ward": "nerima",
        "title": "国土地理院 指定緊急避難場所データ",
        "url": "https://www.gsi.go.jp/bousaichiri/hinanbasho.html",
        "updated_on": date(2026, 4, 1),
    }
    assert school is not None
    assert school.title == "国土地理院 指定緊急避難場所・指定避難所データ"


def test_a_day_that_nobody_has_said_is_not_made_up(catalogue: Catalogue) -> None:
    (park,) = places(near(known(PARK, as_of=None), catalogue, Nearby(HERE), None)).values()
    assert park.source is not None
    assert park.source.updated_on is None


def test_whether_it_is_open_is_for_the_ward_to_say(catalogue: Catalogue) -> None:
    closing = near(known(SITE, SCHOOL), catalogue, Nearby(HERE), catalogue.ward("nakano"))[-1]
    assert "今開いているかどうかは、区がお知らせします" in closing.text
    assert catalogue.ward("nerima").office.phone in closing.text  # where the place is


def test_other_disasters_are_offered_where_there_is_a_place_for_them(catalogue: Catalogue) -> None:
    closing = near(known(SITE, SCHOOL, PARK), catalogue, Nearby(HERE, Hazard.FLOOD), None)[-1]
    assert isinstance(closing, ChoicesMessage)
    assert [choice.label for choice in closing.choices] == ["地震のとき", "大規模な火事のとき"]
    asked = [read_nearby(parse(choice.postback).entities["near"]) for choice in closing.choices]
    assert asked == [Nearby(HERE, Hazard.EARTHQUAKE), Nearby(HERE, Hazard.FIRE)]


def test_from_a_disaster_one_flees_to_a_site_for_it_only(catalogue: Catalogue) -> None:
    found = places(near(known(SITE, SCHOOL, PARK), catalogue, Nearby(HERE, Hazard.FIRE), None))
    assert list(found) == ["みどり公園"]


def test_a_site_to_flee_to_is_among_many_shelters(catalogue: Catalogue) -> None:
    schools = [
        replace(SCHOOL, id=str(n), name=f"小学校{n}", position=north(n)) for n in range(1, 9)
    ]
    found = places(near(known(*schools, PARK), catalogue, Nearby(HERE), None))
    assert list(found) == ["小学校1", "小学校2", "小学校3", "みどり公園"]


def test_a_shelter_for_some_only_is_not_where_anybody_is_sent(catalogue: Catalogue) -> None:
    assert list(places(near(known(HOME, SCHOOL), catalogue, Nearby(HERE), None))) == [
        "みどり小学校"
    ]
    both = replace(HOME, id="b", kind=Kind.EMERGENCY, accepts=None, hazards=frozenset(Hazard))
    found = places(near(known(HOME, both), catalogue, Nearby(HERE), None))
    assert "避難所の受け入れの対象：高齢者" in found["みどり園"].text


def test_what_a_ward_lacks_is_said_with_where_to_look(catalogue: Catalogue) -> None:
    shibuya = catalogue.ward("shibuya")
    messages = near(known(PARK), catalogue, Nearby(HERE), shibuya)
    assert messages[0].text.startswith("渋谷区の指定緊急避難場所と指定避難所のデータは、ここには")
    assert list(places(messages)) == ["みどり公園"]  # over the border, and near all the same
    assert links(messages) == [PORTAL, str(shibuya.website)]


def test_with_no_data_at_all_the_ward_is_pointed_to(catalogue: Catalogue) -> None:
    ward = catalogue.ward("nerima")
    messages = near(known(), catalogue, Nearby(HERE, Hazard.FLOOD), ward)
    assert "練馬区の指定緊急避難場所のデータは、ここにはありません" in messages[0].text
    assert links(messages) == [PORTAL, str(ward.website)]
    assert ward.office.phone in messages[-1].text


def test_what_is_far_away_is_not_near(catalogue: Catalogue) -> None:
    ward = catalogue.ward("nerima")
    far = replace(PARK, position=north(shelters.NEARBY_METRES + 10))
    messages = near(known(far, SCHOOL), catalogue, Nearby(HERE, Hazard.FIRE), ward)
    assert "2km以内に、大規模な火事のときの指定緊急避難場所は" in messages[0].text
    assert places(messages) == {}
    assert PORTAL in links(messages)


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0, "約10m"), (14, "約10m"), (96, "約100m"), (349, "約350m"), (974, "約950m"),
     (976, "約1.0km"), (1249, "約1.2km"), (1980, "約2.0km")],
)  # fmt: skip
def test_distances_are_told_roughly(metres: float, words: str) -> None:
    assert distance(metres) == words


@pytest.mark.parametrize(
    ("procedure", "aspect", "is_offered"),
    [
        (PROCEDURE, "overview", True),
        (PROCEDURE, "where", True),
        (PROCEDURE, "fee", False),
        ("moving-in", "where", False),
    ],
)
def test_looking_around_is_offered_where_it_is_asked_for(
    procedure: str, aspect: str, is_offered: bool
) -> None:
    buttons = [
        choice.postback
        for message in offer(procedure, aspect)
        if isinstance(message, ChoicesMessage)
        for choice in message.choices
    ]
    assert buttons == (["locate"] if is_offered else [])


def test_the_procedure_is_in_the_catalogue(catalogue: Catalogue) -> None:
    urls = [str(place.url) for place in catalogue.procedure(PROCEDURE).procedure.places or ()]
    assert PORTAL in urls
