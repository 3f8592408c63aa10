"""What residents ask about a procedure, answered for their ward with its source."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from madoguchi.answers import checklist, emergency
from madoguchi.answers.aspects import AspectQuestion, answer, fee_text
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import Fee
from madoguchi.clock import JST
from madoguchi.messages import CardMessage, Message

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=JST)


def said(messages: tuple[Message, ...]) -> str:
    lines: list[str] = []
    for message in messages:
        lines.append(message.text)
        if isinstance(message, CardMessage):
            lines += [f"{row.label}：{row.value}" for row in message.rows]
            lines += message.items
    return "\n".join(lines)


def ask(
    catalogue: Catalogue, aspect: str, procedure: str, ward: str = "nerima", day: date | None = None
) -> tuple[Message, ...]:
    return answer(aspect, AspectQuestion(catalogue.procedure(procedure, ward), TUESDAY, day))


def test_the_deadline_is_worked_out_for_a_date(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "deadline", "moving-in", day=date(2026, 11, 10)))
    assert "2026年11月24日" in shown


def test_a_birth_is_counted_from_its_own_day(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "deadline", "birth-notification", day=date(2026, 11, 11)))
    assert "2026年11月24日" in shown


@pytest.mark.parametrize(
    ("fee", "text"),
    [
        (Fee(yen=0), "無料"),
        (Fee(yen=300, unit="1通"), "300円（1通）"),
        (Fee(yen=1000), "1,000円"),
        (Fee(yen=None, note="品目で決まります。"), "品目で決まります。"),
    ],
)
def test_a_fee_in_words(fee: Fee, text: str) -> None:
    assert fee_text(fee) == text


@pytest.mark.parametrize("procedure", ["resident-record-copy", "bulky-waste", "moving-out"])
def test_a_fee_reads_as_japanese(catalogue: Catalogue, procedure: str) -> None:
    shown = said(ask(catalogue, "fee", procedure))
    assert "。です" not in shown
    assert "。）です" not in shown
    assert "手数料は、手数料は" not in shown


@pytest.mark.parametrize("procedure", ["moving-in", "moving-out", "family-register-certificate"])
@pytest.mark.parametrize(
    "aspect",
    ["overview", "documents", "deadline", "fee", "where", "hours", "online", "who", "how",
     "contact"],
)  # fmt: skip
def test_every_aspect_is_answered_with_its_source(
    catalogue: Catalogue, aspect: str, procedure: str
) -> None:
    messages = ask(catalogue, aspect, procedure)
    assert said(messages).strip()
    assert any(message.source is not None for message in messages)


def test_what_is_not_known_is_said_to_be_unknown_with_the_phone(catalogue: Catalogue) -> None:
    unknown = next(id_ for id_, entry in catalogue.procedures.items() if entry.fee is None)
    shown = said(ask(catalogue, "fee", unknown))
    assert "確認できた情報がありません" in shown
    assert "03-3993-1111" in shown


def test_a_move_lists_the_old_ward_first(catalogue: Catalogue) -> None:
    text = "渋谷に練馬から引っ越す"
    found = checklist.find(catalogue, text, ("shibuya", "nerima"))
    assert found is not None
    origin, destination = checklist.origin_and_destination(text, ("shibuya", "nerima"), catalogue)
    assert (origin, destination) == ("nerima", "shibuya")
    first, second = checklist.messages(
        catalogue, found, catalogue.wards["nerima"], catalogue.wards["shibuya"]
    )[:2]
    assert "練馬区" in first.text
    assert "渋谷区" in second.text
    assert "転出届" in said((first,))
    assert "転入届" in said((second,))


@pytest.mark.parametrize("text", ["火事です", "助けて！人が倒れた", "泥棒に入られました"])
def test_danger_is_recognised(text: str) -> None:
    assert emergency.detect(text)


@pytest.mark.parametrize("text", ["火事で焼けた家の証明書がほしい", "消防署の見学", "転入届"])
def test_what_only_names_danger_is_not(text: str) -> None:
    assert not emergency.detect(text)


@pytest.mark.parametrize(
    ("procedure", "sentence"),
    [
        ("resident-record-copy", "住民票の写しの交付請求の手数料は、1通300円です。"),
        (
            "mynumber-card-lost",
            "マイナンバーカードの紛失届・再交付申請の手数料は、1件1,000円です。",
        ),
        ("moving-in", "転入届に手数料はかかりません。"),
        ("death-notification", "死亡届に手数料はかかりません。"),
    ],
)
def test_the_fee_is_one_sentence_and_the_note_stands_below(
    catalogue: Catalogue, procedure: str, sentence: str
) -> None:
    fee = catalogue.procedures[procedure].fee
    assert fee is not None
    first, *note = said(ask(catalogue, "fee", procedure)).splitlines()
    assert first == sentence
    assert note == ([fee.note] if fee.note else [])


def test_an_unknown_price_shows_what_is_known_about_it(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "fee", "bulky-waste"))
    assert "品目と大きさで決まります。" in shown
    assert "None" not in shown
    assert "0円です" not in shown


def test_no_answer_about_any_procedure_is_broken_japanese(catalogue: Catalogue) -> None:
    for id_ in catalogue.procedures:
        for aspect in ("overview", "documents", "deadline", "fee", "where", "online", "who"):
            shown = said(ask(catalogue, aspect, id_))
            for broken in ("。です", "ますです", "ません です", "None", "。。", "（）"):
                assert broken not in shown, (id_, aspect)


def test_a_fee_of_the_ward_is_marked_as_the_ward_s(catalogue: Catalogue) -> None:
    (card,) = ask(catalogue, "overview", "resident-record-copy", "toshima")
    assert isinstance(card, CardMessage)
    origins = {row.label: row.origin for row in card.rows}
    assert origins["手数料"] == "ward"
    assert origins["方法"] == "common"


def test_a_deadline_that_has_passed_promises_nothing(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "deadline", "care-equipment-purchase", day=date(2024, 1, 1)))
    assert "過ぎています" in shown
    assert "03-3993-1111" in shown
    assert "手続きはできます" not in shown


def test_without_a_date_the_event_is_asked_for(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "deadline", "moving-in"))
    assert "「新しい住所に住み始めた日」の日付を教えて" in shown


def test_a_last_day_in_the_new_year_holidays_is_moved(catalogue: Catalogue) -> None:
    shown = said(ask(catalogue, "deadline", "moving-in", day=date(2026, 12, 16)))
    assert "2027年1月4日までに" in shown


def test_where_names_the_office_of_the_ward(catalogue: Catalogue) -> None:
    shown = ask(catalogue, "where", "moving-in", "toshima")
    assert "豊島区役所本庁舎3階 総合窓口課" in said(shown)
    assert shown[-1].kind == "place"


def test_without_a_ward_the_hours_are_not_guessed(catalogue: Catalogue) -> None:
    question = AspectQuestion(catalogue.procedure("moving-in"), TUESDAY)
    assert "区を教えて" in said(answer("hours", question))


def test_an_unknown_aspect_gets_the_overview(catalogue: Catalogue) -> None:
    assert ask(catalogue, "colour", "moving-in") == ask(catalogue, "overview", "moving-in")
