"""An application is taken from one conversation into another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from channels import conversation, erasure
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.conversations import continuation, continuation_code
from madoguchi.errors import ConflictError
from madoguchi.forms import application, attachments
from madoguchi.forms.draft import Draft
from madoguchi.forms.engine import Outcome
from madoguchi.forms.turn import Turn
from madoguchi.forms.values.files import File
from madoguchi.messages import QuestionMessage
from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ContinuationRow, ContinuationTryRow
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")

Start = Callable[[], str]
PHOTO = File(name="a.jpg", media_type="image/jpeg", content=b"photo")


@pytest.fixture
def start(catalogue: Catalogue, clock: Clock) -> Start:
    """Begins a conversation; its id."""
    return lambda: (
        conversation.start(catalogue, clock, channel="voice", ward_id="nerima", language="ja").id
    )


def begin(catalogue: Catalogue, id_: str) -> None:
    with transaction() as session:
        application.begin(
            session, catalogue, conversation_id=id_, message_id="b", opening="", now=NOW,
            procedure_id="road-damage-report", ward_id="nerima",
        )  # fmt: skip


def say(catalogue: Catalogue, id_: str, words: str, message: str) -> Outcome | None:
    with transaction() as session:
        return application.answer(
            session, catalogue, conversation_id=id_, message_id=message,
            turn=Turn(words, "inform", 0.9), now=NOW,
        )  # fmt: skip


def issue(id_: str, now: datetime = NOW) -> str:
    with transaction() as session:
        return continuation.issue(session, id_, now)


def redeem(
    catalogue: Catalogue, id_: str, code: str, *, message: str = "r", now: datetime = NOW
) -> Outcome | None:
    with transaction() as session:
        return continuation.redeem(
            session, catalogue, code=code, conversation_id=id_, message_id=message, now=now
        )


def draft(id_: str) -> Draft | None:
    with transaction() as session:
        return application.open_draft(session, id_)


@pytest.fixture
def call(catalogue: Catalogue, start: Start) -> str:
    """A conversation that has answered one question of an application."""
    id_ = start()
    begin(catalogue, id_)
    say(catalogue, id_, "穴・陥没", "m-1")
    return id_


def test_the_application_goes_on_elsewhere_with_every_answer(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    before, web = draft(call), start()
    outcome = redeem(catalogue, web, issue(call))
    assert outcome is not None
    assert before is not None
    assert isinstance(outcome.messages[-1], QuestionMessage)
    assert draft(web) == before
    assert draft(call) is None
    answered = say(catalogue, web, "駅前の交差点", "m-2")
    assert answered is not None
    assert answered.draft.values.keys() > before.values.keys()
    assert say(catalogue, call, "駅前の交差点", "m-3") is None


def test_files_go_with_it(catalogue: Catalogue, start: Start, call: str) -> None:
    with transaction() as session:
        kept = attachments.keep(session, conversation_id=call, field="photo", file=PHOTO, now=NOW)
    web = start()
    redeem(catalogue, web, issue(call))
    with transaction() as session:
        assert attachments.of_conversation(session, web) == (kept,)
        assert attachments.of_conversation(session, call) == ()


def test_a_code_is_good_for_one_use(catalogue: Catalogue, start: Start, call: str) -> None:
    code = issue(call)
    assert redeem(catalogue, start(), code) is not None
    assert redeem(catalogue, start(), code) is None


def test_the_same_message_again_gets_the_same_answer(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    code, web = issue(call), start()
    assert redeem(catalogue, web, code) == redeem(catalogue, web, code)


def test_of_two_at_once_one_has_it(catalogue: Catalogue, start: Start, call: str) -> None:
    code, talks = issue(call), [start() for _ in range(6)]
    with ThreadPoolExecutor(len(talks)) as pool:
        outcomes = list(pool.map(lambda talk: redeem(catalogue, talk, code), talks))
    assert sum(outcome is not None for outcome in outcomes) == 1
    assert sum(draft(talk) is not None for talk in talks) == 1


def test_a_new_code_makes_the_old_one_worthless(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    old, new = issue(call), issue(call)
    assert redeem(catalogue, start(), old) is None
    assert redeem(catalogue, start(), new) is not None


@pytest.mark.parametrize(("after", "is_good"), [(-1, True), (0, False), (60, False)])
def test_a_code_lasts_a_day(
    catalogue: Catalogue, start: Start, call: str, after: int, is_good: bool
) -> None:
    code = issue(call)
    later = NOW + continuation.LIFE + timedelta(seconds=after)
    assert (redeem(catalogue, start(), code, now=later) is not None) == is_good
    with transaction() as session:
        assert continuation.forget(session, later) == (0 if is_good else 1)


def test_who_fills_in_a_form_loses_neither(catalogue: Catalogue, start: Start, call: str) -> None:
    code, web = issue(call), start()
    begin(catalogue, web)
    with pytest.raises(ConflictError) as refused:
        redeem(catalogue, web, code)
    assert refused.value.code == "other-draft"
    assert draft(web) is not None
    assert redeem(catalogue, start(), code) is not None


def test_a_finished_application_is_not_taken_over(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    code = issue(call)
    with transaction() as session:
        application.discard(session, call)
    assert redeem(catalogue, start(), code) is None


def test_erasing_the_conversation_erases_the_code(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    code = issue(call)
    erasure.erase(call)
    assert redeem(catalogue, start(), code) is None
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(ContinuationRow)) == 0


def test_one_conversation_cannot_try_codes_out(
    catalogue: Catalogue, start: Start, call: str
) -> None:
    code, web = issue(call), start()
    for _ in range(5):
        assert redeem(catalogue, web, continuation_code.new()) is None
    with pytest.raises(ConflictError) as refused:
        redeem(catalogue, web, code)
    assert refused.value.code == "too-many-tries"
    assert redeem(catalogue, web, code, now=NOW + timedelta(hours=1, seconds=1)) is not None


def test_nor_can_many(catalogue: Catalogue, start: Start, call: str) -> None:
    with transaction() as session:
        session.add_all(ContinuationTryRow(conversation_id=f"c-{n}", at=NOW) for n in range(60))
    with pytest.raises(ConflictError):
        redeem(catalogue, start(), issue(call))


def test_a_code_lies_nowhere_in_the_open(clean_database: Path, call: str) -> None:
    code = issue(call)
    database.engine().dispose()
    stored = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    assert code.encode() not in stored
    assert code.replace("-", "").encode() not in stored
