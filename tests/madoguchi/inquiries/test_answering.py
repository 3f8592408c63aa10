"""What staff reads and answers, and what the resident then finds in the conversation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from channels import conversation, erasure
from madoguchi.cli import app
from madoguchi.clock import Clock
from madoguchi.errors import ConflictError, InvalidValueError, NotFoundError
from madoguchi.inquiries import answering, inquiry, reading
from madoguchi.inquiries.inquiry import Inquiry
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.languages.machine import machine
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TranslationMemoryRow
from tests.madoguchi.inquiries.conftest import ANSWER, ANSWER_VI, JAPANESE, QUESTION


def said(asked: Inquiry) -> list[dict[str, object]]:
    """What the resident finds behind the greeting."""
    assert asked.conversation_id is not None
    return [entry.message for entry in conversation.history(asked.conversation_id, 1)]


@pytest.mark.usefixtures("by_heart")
def test_staff_reads_japanese_with_the_original(asked: Inquiry) -> None:
    read = reading.read(asked.number)
    assert (read.japanese, read.original) == (JAPANESE, QUESTION)
    assert read.is_machine
    assert read.is_complete


def test_a_language_that_no_machine_knows_is_shown_as_it_is(asked: Inquiry) -> None:
    with transaction() as session:
        inquiry.row_of(session, asked.number).language = "xx"
    read = reading.read(asked.number)
    assert read.japanese is None
    assert read.original == QUESTION
    shown = CliRunner().invoke(app, ["inquiries", "show", asked.number]).output
    assert "機械翻訳はありません" in shown
    assert QUESTION in shown


def test_the_answer_comes_back_translated_and_marked(asked: Inquiry, clock: Clock) -> None:
    machine.correct(ANSWER, "ja", "vi", ANSWER_VI)
    answering.answer(asked.number, ANSWER, "住民係 佐藤", clock)
    before, letter = said(asked)
    assert asked.number in str(before["text"])
    assert (before["language"], before["translated_by"]) == ("vi", "curated")
    assert letter["text"] == f"Đây là bản dịch máy, có thể có chỗ chưa đúng.\n{ANSWER_VI}"
    assert (letter["language"], letter["translated_by"]) == ("vi", "machine")
    assert (letter["original"], letter["author"]) == (ANSWER, "住民係 佐藤")


def test_an_answer_that_no_machine_translates_is_japanese_and_says_so(
    asked: Inquiry, clock: Clock
) -> None:
    free = "ここだけの自由な文章です。"
    answering.answer(asked.number, free, "佐藤", clock)
    letter = said(asked)[-1]
    assert (letter["language"], letter["translated_by"], letter["author"]) == ("ja", None, "佐藤")
    assert letter["text"] == f"Nội dung này chỉ có bằng tiếng Nhật.\n{free}"
    assert letter["choices"] == [{"label": "Hỏi nhân viên", "postback": "handover"}]


@pytest.mark.usefixtures("by_heart")
def test_an_answer_is_translated_when_it_is_written(asked: Inquiry, clock: Clock) -> None:
    answering.answer(asked.number, ANSWER, "佐藤", clock)
    letter = said(asked)[-1]
    assert str(letter["text"]).endswith(f"\n{ANSWER_VI}")
    assert letter["translated_by"] == "machine"


@pytest.mark.usefixtures("by_heart")
def test_what_the_machine_cannot_do_well_is_shown_as_it_was_written(asked: Inquiry) -> None:
    unknown = "Xin chào các bạn ở quận Nerima nhé."
    with transaction() as session:
        inquiry.row_of(session, asked.number).text = f"{QUESTION}\n{unknown}"
    read = reading.read(asked.number)
    assert read.japanese == f"{JAPANESE}\n{unknown}"
    assert not read.is_complete
    shown = CliRunner().invoke(app, ["inquiries", "show", asked.number]).output
    assert "原文のままです" in shown


@pytest.mark.usefixtures("by_heart")
def test_the_machines_memory_does_not_learn_what_residents_wrote(asked: Inquiry) -> None:
    reading.read(asked.number)
    with transaction() as session:
        assert session.scalars(select(TranslationMemoryRow)).all() == []
        kept = inquiry.row_of(session, asked.number).translation
    assert kept == {"text": JAPANESE, "complete": True}


def test_the_same_answer_is_said_once_and_another_one_again(asked: Inquiry, clock: Clock) -> None:
    for text in (ANSWER, ANSWER, "月曜日にどうぞ。"):
        answering.answer(asked.number, text, "佐藤", clock)
    assert len([m for m in said(asked) if m["author"]]) == 2


def test_closing_tells_whoever_got_no_answer(asked: Inquiry, clock: Clock) -> None:
    answering.close(asked.number, clock)
    answering.close(asked.number, clock)
    (told,) = said(asked)
    assert asked.number in str(told["text"])
    with pytest.raises(ConflictError, match="closed"):
        answering.answer(asked.number, ANSWER, "佐藤", clock)


@pytest.mark.parametrize(
    ("text", "name"),
    [(" ", "佐藤"), ("はい。", "  "), ("あ" * 2001, "佐藤"), ("はい。", "あ" * 41)],
)
def test_empty_and_endless_answers_are_refused(
    asked: Inquiry, clock: Clock, text: str, name: str
) -> None:
    with pytest.raises(InvalidValueError):
        answering.answer(asked.number, text, name, clock)
    assert said(asked) == []


def test_a_number_that_is_none(clean_database: object, clock: Clock) -> None:
    with pytest.raises(NotFoundError, match="7K4M"):
        answering.answer("7K4M-92QX-BR32", ANSWER, "佐藤", clock)


def test_erasing_the_conversation_withdraws_the_question(asked: Inquiry, clock: Clock) -> None:
    assert asked.conversation_id is not None
    erasure.erase(asked.conversation_id)
    with transaction() as session:
        left = inquiry.get(session, asked.number)
    assert (left.status, left.text, left.conversation_id) == (InquiryStatus.WITHDRAWN, "", None)
    with pytest.raises(ConflictError, match="erased"):
        answering.answer(asked.number, ANSWER, "佐藤", clock)
    assert "残っていません" in CliRunner().invoke(app, ["inquiries", "show", asked.number]).output


def test_erasing_takes_the_words_of_answered_questions_too(asked: Inquiry, clock: Clock) -> None:
    answering.answer(asked.number, ANSWER, "佐藤", clock)
    assert asked.conversation_id is not None
    erasure.erase(asked.conversation_id)
    with transaction() as session:
        left = inquiry.get(session, asked.number)
    assert (left.status, left.text, left.answers) == (InquiryStatus.ANSWERED, "", ())


@pytest.mark.usefixtures("by_heart")
def test_the_commands_of_staff(asked: Inquiry) -> None:
    run = CliRunner().invoke
    listed = run(app, ["inquiries", "list", "--ward", "nerima", "--status", "open"]).output
    assert asked.number in listed
    assert QUESTION not in listed, "a list is looked at over shoulders"
    assert run(app, ["inquiries", "list", "--ward", "shibuya"]).stdout == ""
    shown = run(app, ["inquiries", "show", asked.number.lower()]).output
    assert shown.index(JAPANESE) < shown.index("原文（Tiếng Việt）") < shown.index(QUESTION)
    assert "機械翻訳：Tiếng Việtから" in shown
    args = ["inquiries", "answer", asked.number, "-", "--name", "佐藤"]
    assert "answered" in run(app, args, input=f"{ANSWER}\n").output
    facts = json.loads(run(app, ["inquiries", "show", asked.number, "--json"]).output)
    assert facts["status"] == "answered"
    assert facts["question"]["original"] == QUESTION
    assert facts["answers"][0]["text"] == ANSWER
    assert "closed" in run(app, ["inquiries", "close", asked.number]).output
    (one,) = json.loads(run(app, ["inquiries", "list", "--json"]).output)
    assert (one["number"], one["status"], one["language"]) == (asked.number, "closed", "vi")


def test_what_is_stored_is_encrypted(asked: Inquiry, clock: Clock, clean_database: Path) -> None:
    answering.answer(asked.number, ANSWER, "佐藤花子", clock)
    stored = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    for word in (QUESTION, ANSWER, "佐藤花子"):
        assert word.encode() not in stored
        assert json.dumps(word)[1:-1].encode() not in stored
