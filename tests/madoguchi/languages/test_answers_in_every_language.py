"""All that the assistant says of its own, in each language that it answers in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from channels.line import courtesies
from madoguchi.answers import (
    aspects,
    checklist,
    deciding,
    emergency,
    guidance,
    office,
    preferences,
    shelters,
)
from madoguchi.answers import submission_status as status_answers
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.catalogue.search.result import Hit
from madoguchi.clock import JST
from madoguchi.errors import InvalidValueError
from madoguchi.forms import engine
from madoguchi.forms.draft import Draft
from madoguchi.forms.fields import read
from madoguchi.forms.turn import Turn
from madoguchi.languages.answers import shown
from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import Message, ReceiptMessage, SummaryMessage
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.nearby import Nearby
from madoguchi.shelters.nearest import Shelters, merged
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind, Shelter
from madoguchi.shelters.store import ShelterSet
from madoguchi.submissions.status import SubmissionStatus
from madoguchi.submissions.submission import Submission

SPOKEN = ("ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")
WARDS = ("nerima", "setagaya")
"""Nerima has facts of its own for some procedures, Setagaya irregular hours."""
ASPECTS = (
    "overview", "documents", "deadline", "fee", "where", "hours", "online", "who", "how", "contact",
)  # fmt: skip
MOMENT = datetime(2026, 11, 26, 10, tzinfo=JST)
TODAY = MOMENT.date()
ANSWERS = (
    "山田 太郎", "ヤマダ タロウ", "1990年5月1日", "東京都練馬区豊玉北6丁目12番1号", "090-1234-5678",
    "176-0012", "154-0017", "taro@example.jp", "ソファ1つと椅子2脚", "3", "2026年12月20日",
    "2026年11月20日",
)  # fmt: skip
WRONG = (
    "あ", "2月30日", "平成50年1月1日", "昭和64年3月1日", "12", "03-12", "1日か2日", "来年",
    "旧暦の1月1日", "2026年11月27日(月)", "2050年1月1日", "1800年1月1日", "ソファ0個", "999-9999",
    "1.5", "9999999999", "たぶん", "x" * 500, "もう一度", "戻る", "訂正", "やめる", "スキップ",
)  # fmt: skip
QUOTED = ("北海道", "東京都渋谷区", "府中市", "150-0002")
"""Wrong answers from which the places are repeated in Japanese, as on an envelope."""

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_KEPT = re.compile(r"[(（][^()（）]*[)）]|[\"“「『‘'][^\"”」』’']*[\"”」』’']")


@pytest.fixture(params=SPOKEN)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def check(
    messages: tuple[Message, ...], language: str, *, typed: str = "", quotes: bool = False
) -> None:
    """Every message is in the language, with no Japanese but in brackets and quotes.

    What was typed may be repeated; ``quotes`` means that anything of it may.
    """
    assert messages
    for message in shown(messages, language):
        assert message.language == language, message.text
        for text in _read(message):
            assert quotes or not _japanese(text.replace(typed, ""), language), text


def _read(message: Message) -> Iterator[str]:
    """What is read of a message, but for what the resident typed and examples of typing."""
    yield message.text
    for name in ("title", "label", "help", "error", "hours", "next_steps"):
        yield getattr(message, name, None) or ""
    yield from getattr(message, "items", ())
    for row in getattr(message, "rows", ()):
        yield row.label
        if not isinstance(message, SummaryMessage):
            yield row.value
    yield from (button.label for button in getattr(message, "choices", ()))


def _japanese(text: str, language: str) -> bool:
    if language == "ja-easy":
        return False  # it is Japanese; test_translations.py looks for readings
    for _ in range(3):
        text = _KEPT.sub("", text)
    return bool(_KANA.search(text) or (not language.startswith("zh-") and _KANJI.search(text)))


@pytest.mark.parametrize("ward", WARDS)
def test_every_answer_about_every_procedure(catalogue: Catalogue, ward: str, language: str) -> None:
    for id_ in catalogue.procedures:
        procedure = catalogue.procedure(id_, ward)
        for aspect in ASPECTS:
            asked = aspects.AspectQuestion(procedure, MOMENT, day=date(2026, 11, 1))
            answer = aspects.answer(aspect, asked)
            if answer:
                check(answer, language)
        check(aspects.answer("deadline", aspects.AspectQuestion(procedure, MOMENT)), language)
    for procedure_id in ("moving-in", "business-loan-support"):
        without_ward = catalogue.procedure(procedure_id, None)
        for aspect in ASPECTS:
            check(aspects.answer(aspect, aspects.AspectQuestion(without_ward, MOMENT)), language)


def test_every_office_at_any_hour(catalogue: Catalogue, language: str) -> None:
    for ward in catalogue.wards.values():
        for hours in range(0, 24 * 18, 5):  # over New Year, weekends and a holiday
            moment = datetime(2026, 12, 26, 1, tzinfo=JST) + timedelta(hours=hours)
            check((office.office_place(ward, moment),), language)


def test_what_it_says_when_it_needs_to_know_more(catalogue: Catalogue, language: str) -> None:
    suggestions = guidance.suggestions(catalogue)
    hits = [catalogue_hit(id_) for id_ in list(catalogue.procedures)[:20]]
    for ward in (None, *(catalogue.wards[id_] for id_ in WARDS)):
        check(
            (
                guidance.greeting(ward, suggestions),
                guidance.ask_ward(catalogue.wards),
                guidance.which_procedure(catalogue, hits, "overview"),
                guidance.ask_for_procedure(),
                *(guidance.not_understood(attempt, ward, suggestions) for attempt in (1, 2, 3)),
                guidance.unavailable(ward),
                guidance.could_not_answer(ward),
                guidance.help_text(),
                guidance.not_ours(),
                emergency.message("火事です"),
            ),
            language,
        )
        for each in catalogue.checklists.values():
            check(checklist.messages(catalogue, each, ward, catalogue.wards["koto"]), language)
    for matter in catalogue.other_matters.values():
        if matter.answer is not None:
            check((guidance.other_authority(matter),), language)


def catalogue_hit(id_: str) -> Hit:
    return Hit(id_, 0.5)


def test_places_of_evacuation(catalogue: Catalogue, language: str) -> None:
    here = Position(35.7, 139.65)
    site = Shelter(
        "e", Kind.EMERGENCY, "nerima", "みどり小学校", "東京都練馬区北1", here, frozenset(Hazard)
    )
    school = replace(site, id="s", kind=Kind.SHELTER, hazards=frozenset())
    known = Shelters(
        merged((site, school)),
        {("nerima", kind): ShelterSet("nerima", kind, TODAY, MOMENT) for kind in Kind},
    )
    nerima, koto = catalogue.wards["nerima"], catalogue.wards["koto"]
    for hazard in (None, *Hazard):
        check(shelters.near(known, catalogue, Nearby(here, hazard), nerima), language)
        nowhere = Nearby(Position(35.6, 139.9), hazard)
        check(shelters.near(known, catalogue, nowhere, nerima), language)
        check(shelters.near(known, catalogue, nowhere, koto), language)
    check(shelters.without_position(catalogue, nerima), language)
    check(shelters.without_position(catalogue, None), language)
    check(shelters.offer(shelters.PROCEDURE, "where"), language)


def test_the_courtesies_of_line_and_the_settings(catalogue: Catalogue, language: str) -> None:
    kinds = ("sticker", "image", "video", "audio", "file", "location", "hologram")
    check(tuple(courtesies.cannot_read(kind) for kind in kinds), language)
    check((courtesies.too_many(), courtesies.one_to_one_only()), language)
    check((courtesies.not_heard(), courtesies.voice_not_received()), language)
    check((courtesies.voice_too_long(), courtesies.no_time_to_hear()), language)
    check((deciding.press_a_button(),), language)
    (card,) = shown([preferences.card(catalogue.wards["nerima"], language, notices=True)], language)
    assert card.language == language
    assert LANGUAGES[language] in {getattr(row, "value", "") for row in getattr(card, "rows", ())}


@pytest.mark.parametrize("ward", WARDS)
def test_every_form_from_its_first_word_to_its_summary(
    catalogue: Catalogue, ward: str, language: str
) -> None:
    accepting = [id_ for id_, each in catalogue.procedures.items() if each.form.accepting]
    assert len(accepting) >= 6
    for id_ in accepting:
        procedure = catalogue.procedure(id_, ward)
        outcome = engine.begin(procedure, ward, "", TODAY)
        check(outcome.messages, language)
        draft = outcome.draft
        while draft.phase == "asking":
            field = next(
                each for each in procedure.procedure.form.fields if each.id == draft.asking
            )
            for wrong in (*WRONG, *QUOTED):
                said = engine.answer(procedure, draft, Turn(wrong), TODAY).messages
                if said:
                    quotes = wrong in QUOTED or field.kind is FieldKind.ADDRESS
                    check(said, language, typed=wrong, quotes=quotes)
            outcome = engine.answer(procedure, draft, _turn(field, ward, catalogue), TODAY)
            check(outcome.messages, language)
            assert outcome.draft.asking != draft.asking, field.id
            draft = outcome.draft
        for command in ("いいえ", "やめる", "訂正", "もう一度"):
            check(engine.answer(procedure, draft, Turn(command), TODAY).messages, language)
        check((_receipt(procedure.procedure.names.official, draft, ward, catalogue),), language)


def _turn(field: FormField, ward: str, catalogue: Catalogue) -> Turn:
    """An answer that the field takes."""
    if field.choices:
        return Turn("", pressed={"field": field.id, "value": field.choices[0].value})
    if field.kind is FieldKind.FILE:
        return Turn("スキップ")
    if field.kind is FieldKind.YES_NO:
        return Turn("", pressed={"field": field.id, "value": "yes"})
    for text in (*((field.example,) if field.example else ()), *ANSWERS):
        try:
            read(field, text, TODAY, catalogue.wards[ward].names.ja)
        except InvalidValueError:
            continue
        return Turn(text)
    raise AssertionError(field.id)


def _receipt(title: str, draft: Draft, ward: str, catalogue: Catalogue) -> ReceiptMessage:
    procedure = catalogue.procedure(draft.procedure, ward)
    return ReceiptMessage(
        text=f"{catalogue.wards[ward].names.ja}で申請を受け付けました。受付番号は "
        "K7Q2-9XHM-4TRC です。状況の確認に使いますので、控えておいてください。",
        receipt_number="K7Q2-9XHM-4TRC",
        procedure=draft.procedure,
        title=title,
        submitted_at=MOMENT.isoformat(),
        next_steps=procedure.procedure.form.after_submission,
    )


@pytest.mark.parametrize("status", SubmissionStatus)
def test_the_status_of_an_application(
    catalogue: Catalogue, status: SubmissionStatus, language: str
) -> None:
    submitted = Submission(
        receipt_number="K7Q2-9XHM-4TRC",
        conversation_id=None,
        procedure="moving-out",
        ward="nerima",
        values={},
        rows=[],
        submitted_at=MOMENT,
        status=status,
        changed_at=MOMENT,
        note=None,
    )
    check((status_answers.message(catalogue, submitted),), language)
