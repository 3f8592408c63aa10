"""A new status is told in the conversation that applied, once, and only while that exists."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from channels import conversation, erasure
from channels.conversation import Started
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.cli import app
from madoguchi.clock import Clock
from madoguchi.storage.database import transaction
from madoguchi.submissions import submission
from tests.conftest import NOW


@pytest.fixture
def started(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="shibuya", language="ja")


@pytest.fixture
def number(started: Started) -> str:
    with transaction() as session:
        return submission.submit(
            session, draft_id="d", conversation_id=started.id, procedure="moving-out",
            ward="shibuya", values={}, rows=[], now=NOW,
        ).receipt_number  # fmt: skip


def set_status(*arguments: str) -> None:
    result = CliRunner().invoke(app, ["submissions", "set-status", *arguments])
    assert result.exit_code == 0, result.output


def test_the_resident_is_told_with_the_wards_words(started: Started, number: str) -> None:
    set_status(number, "needs_resident", "--note", "お電話ください。")
    (told,) = conversation.history(started.id, 1)
    assert told.role == "assistant"
    assert told.message["text"] == (
        "渋谷区の「転出届」は、「ご確認いただきたいことがあります」の状態です。"
    )
    rows = {row["label"]: row["value"] for row in told.message["rows"]}
    assert rows["受付番号"] == number
    assert rows["渋谷区から"] == "お電話ください。"


def test_what_changes_nothing_is_not_told_again(started: Started, number: str) -> None:
    set_status(number, "in_review")
    set_status(number, "in_review")
    assert len(conversation.history(started.id, 1)) == 1
    set_status(number, "in_review", "--note", "来週お返事します。")
    assert len(conversation.history(started.id, 1)) == 2


def test_after_erasure_the_status_is_kept_and_nobody_told(started: Started, number: str) -> None:
    erasure.erase(started.id)
    set_status(number, "completed")
    with transaction() as session:
        assert submission.get(session, number).status == "completed"
    assert conversation.history(started.id, 0) == ()
