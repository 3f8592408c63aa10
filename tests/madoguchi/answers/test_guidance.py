"""Asking back, offering choices, handing over to a person."""

from __future__ import annotations

import pytest

from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.result import Hit
from madoguchi.messages import Button, CardMessage, ChoicesMessage, TextMessage
from madoguchi.postback import parse


def test_the_ward_is_asked_for_with_all_of_them(catalogue: Catalogue) -> None:
    asked = guidance.ask_ward(catalogue.wards)
    assert len(asked.choices) == 23
    assert parse(asked.choices[0].postback).intent == "set_ward"


def test_every_button_of_guidance_can_be_pressed(catalogue: Catalogue) -> None:
    suggestions = guidance.suggestions(catalogue)
    hits = [Hit("moving-in", 0.4), Hit("birth-notification", 0.3)]
    offered: list[Button] = [*suggestions, *guidance.help_text().choices]
    offered += guidance.which_procedure(catalogue, hits, "fee").choices
    offered += guidance.which_procedure(catalogue, hits, "overview", applying=True).choices
    for button in offered:
        parse(button.postback)


def test_an_aspect_is_kept_over_the_choice_of_a_procedure(catalogue: Catalogue) -> None:
    asked = guidance.which_procedure(catalogue, [Hit("moving-in", 0.4)], "fee")
    assert [choice.postback for choice in asked.choices] == ["procedure:moving-in:fee", "none"]


def test_applying_is_offered_only_where_applications_are_taken(catalogue: Catalogue) -> None:
    closed = next(id_ for id_, p in catalogue.procedures.items() if not p.form.accepting)
    hits = [Hit("moving-in", 0.4), Hit(closed, 0.3)]
    asked = guidance.which_procedure(catalogue, hits, "overview", applying=True)
    pressed = [choice.postback for choice in asked.choices]
    assert pressed == ["apply:moving-in", f"procedure:{closed}", "none"]


def test_not_understanding_asks_back_then_offers_choices_then_a_person(
    catalogue: Catalogue,
) -> None:
    ward = catalogue.wards["nerima"]
    ladder = [
        guidance.not_understood(attempt, ward, guidance.suggestions(catalogue))
        for attempt in (1, 2, 3)
    ]
    assert [type(message) for message in ladder] == [TextMessage, ChoicesMessage, CardMessage]
    assert "03-3993-1111" in ladder[2].text


def test_without_a_ward_the_person_s_number_is_asked_for() -> None:
    assert "区を教えてください" in guidance.handover(None).text


@pytest.mark.parametrize("say", [guidance.unavailable, guidance.could_not_answer])
def test_an_outage_names_the_ward_s_phone(catalogue: Catalogue, say: object) -> None:
    assert callable(say)
    assert "03-3993-1111" in say(catalogue.wards["nerima"]).text
    assert "区役所へお電話" in say(None).text


def test_the_greeting_names_the_ward(catalogue: Catalogue) -> None:
    assert "練馬区" in guidance.greeting(catalogue.wards["nerima"], ()).text
    assert "東京23区" in guidance.greeting(None, ()).text


def test_another_authority_is_named_with_its_page(catalogue: Catalogue) -> None:
    said = guidance.other_authority(catalogue.other_matters["residence-status"])
    assert "出入国在留管理庁" in said.text
    assert said.source is not None
    assert said.source.url == "https://www.moj.go.jp/isa/"


def test_who_speaks_another_language_is_sent_to_the_desk(catalogue: Catalogue) -> None:
    message = guidance.other_languages(catalogue.wards["toshima"], "Sorry", "Desk", "en")
    assert isinstance(message, CardMessage)
    assert message.language == "en"
    assert "03-3981-1782" in message.items
