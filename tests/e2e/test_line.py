"""A resident with LINE on the phone: a whole application, also when the gateway dies in it.

The peer plays LINE; where its official OpenAPI is at hand, Prism judges every call as well.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from channels.line.inbox import DONE
from madoguchi.submissions import receipt_number
from tests.channels.line import events
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.prism import Prism, UnavailableError
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import eventually
from tests.channels.voice.browser_peer import spoken
from tests.madoguchi.voice.recorder import recorded

from .stack import Stack, start_stack
from .test_application import exported

SECONDS = 60.0
TYPED = (
    ("ふりがな", "さとう みさき"),
    ("全部で何人", "２人"),
    ("お一人ずつ", "佐藤 健太 平成27年5月1日 子"),
    ("世帯主", "佐藤 一郎"),
    ("お名前", "佐藤　美咲"),
    ("郵便番号", "150-0042"),
    ("住所", "東京都渋谷区宇田川町1-1 渋谷ハイツ203号室"),
    ("電話番号", "０９０－１２３４－５６７８"),
    ("メールアドレス", "misaki@example.jp"),
)
"""What is typed where the question has these words."""


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinePeer]:
    try:
        prism = Prism(tmp_path_factory.mktemp("prism"))
    except UnavailableError:
        prism = None
    peer = LinePeer(prism_url=prism.url if prism else None)
    yield peer
    peer.stop()
    if prism:
        prism.stop()


@pytest.fixture(scope="module")
def line_stack(tmp_path_factory: pytest.TempPathFactory, line: LinePeer) -> Iterator[Stack]:
    running = start_stack(
        tmp_path_factory.mktemp("line"),
        MADOGUCHI_LINE__API_URL=line.url,
        MADOGUCHI_LINE__DATA_URL=line.url,
        MADOGUCHI_LINE__CHANNEL_SECRET=line.bot.channel_secret,
        MADOGUCHI_LINE__CHANNEL_ACCESS_TOKEN=line.bot.access_token,
    )
    yield running
    assert running.stop() == 0, running.output.read_text(encoding="utf-8")[-2000:]


@pytest.fixture
def resident(line_stack: Stack, line: LinePeer) -> Iterator[Resident]:
    yield Resident(line, line_stack.base, "shibuya")
    assert [call for call in line.rejected if call.message != "Invalid reply token"] == []
    assert line.violations == []


def wait_until_handled(resident: Resident, stack: Stack) -> None:
    """Wait until the newest event is done: its whole answer has been sent."""
    database = f"file:{stack.data_dir / 'madoguchi.db'}?mode=ro"
    event = resident.sent[-1]["webhookEventId"]

    def is_done() -> bool:
        with closing(sqlite3.connect(database, uri=True, timeout=30)) as connection:
            found = connection.execute("SELECT status FROM line_events WHERE id = ?", (event,))
            return bool(found.fetchone() == (DONE,))

    eventually(is_done, SECONDS)


def heard(resident: Resident, stack: Stack, before: int) -> str:
    """What has come since, as JSON; all that answers the newest event, which is something."""
    wait_until_handled(resident, stack)
    assert len(resident.messages) > before
    return json.dumps(resident.messages[before:], ensure_ascii=False)


def answer(resident: Resident, shown: str) -> None:
    """Do what a cooperative resident would with the question that is shown."""
    actions = re.findall(r'\{[^{}]*"data": "[^{}]*\}', shown)
    found: list[dict[str, Any]] = [json.loads(action) for action in actions]
    dates = [action for action in found if action["type"] == "datetimepicker"]
    buttons = [action for action in found if action["data"].startswith("answer:")]
    if dates:
        is_birth = "birth" in dates[-1]["data"]
        picked = "1991-04-02" if is_birth else dates[-1]["min"]
        resident.press_label(dates[-1]["label"], picked)
    elif buttons:
        resident.press_label(buttons[-1]["label"])
    else:
        resident.say(next(typed for word, typed in TYPED if word in shown))


def fill_in(resident: Resident, stack: Stack, shown: str, most: int = 40) -> str:
    """Answer question after question until the summary is shown."""
    for _ in range(most):
        if '"submit:' in shown:
            return shown
        before = len(resident.messages)
        answer(resident, shown)
        shown = heard(resident, stack, before)
    pytest.fail(f"the form did not end: {shown}")


def test_a_whole_application_goes_through_line(resident: Resident, line_stack: Stack) -> None:
    resident.follow()
    assert "渋谷区" in heard(resident, line_stack, 0)
    before = len(resident.messages)
    resident.say("転出届を申請したいです")
    shown = fill_in(resident, line_stack, heard(resident, line_stack, before))
    assert "佐藤" in shown
    before = len(resident.messages)
    submit = next(action for action in re.findall(r'\{[^{}]*"data": "submit:[^{}]*\}', shown))
    resident.press_label(json.loads(submit)["label"])
    receipt = heard(resident, line_stack, before)
    number = receipt_number.find_valid(receipt)
    assert number, receipt
    record = exported(line_stack, number)
    assert (record["procedure"], record["ward"]) == ("moving-out", "shibuya")
    assert "佐藤 美咲" in json.dumps(record, ensure_ascii=False)


def test_nothing_is_lost_when_gateway_and_worker_are_killed_after_the_200(
    resident: Resident, line_stack: Stack, line: LinePeer
) -> None:
    said = ["引っ越しの手続きは？", "印鑑登録に必要なもの", "ごみの出し方"]
    sent = [
        events.event(
            "message",
            resident.source,
            message=events.text_message(text),
            replyToken=line.issue_reply_token(resident.bot, resident.user_id),
        )
        for text in said
    ]
    assert resident.send(*sent).status_code == 200
    for process in ("line", "gateway"):
        os.kill(line_stack.pid(process), signal.SIGKILL)
    line_stack.wait_until_ready()
    resident.wait_for(3, SECONDS)
    for again in sent:
        assert resident.redeliver(again).status_code == 200
    resident.say("ありがとうございました")  # taken after everything before it
    wait_until_handled(resident, line_stack)
    tokens = {event["replyToken"] for event in sent}
    replies = [c for c in line.calls_to("/v2/bot/message/reply") if c.body["replyToken"] in tokens]
    refused = [r for r in line.rejected if (r.body or {}).get("replyToken") in tokens]
    pushes = [c for c in line.calls_to("/v2/bot/message/push") if c.body["to"] == resident.user_id]
    assert len(replies) - len(refused) + len(pushes) == len(sent)
    answers = json.dumps(resident.messages, ensure_ascii=False)
    assert "転入" in answers
    assert "印鑑登録" in answers
    assert "ごみ" in answers


def test_a_voice_is_heard_though_the_worker_dies_and_its_yes_submits_nothing(
    resident: Resident, line_stack: Stack, line: LinePeer
) -> None:
    resident.audio(recorded(spoken("転出届を申請したいです。", "ja")))
    content = f"/v2/bot/message/{resident.sent[-1]['message']['id']}/content"
    eventually(lambda: line.calls_to(content), SECONDS)
    os.kill(line_stack.pid("line"), signal.SIGKILL)  # while it listens, or loads the model
    resident.redeliver()
    shown = heard(resident, line_stack, 0)
    assert len(line.calls_to(content)) == 2
    assert shown.count("とお聞きしました") == 1
    fill_in(resident, line_stack, shown)
    before = len(resident.messages)
    resident.audio(recorded(spoken("はい、お願いします。", "ja")))
    shown = heard(resident, line_stack, before)
    assert "声では決定できません" in shown
    assert receipt_number.find_valid(shown) is None
    before = len(resident.messages)
    submit = next(action for action in re.findall(r'\{[^{}]*"data": "submit:[^{}]*\}', shown))
    resident.press_label(json.loads(submit)["label"])
    assert receipt_number.find_valid(heard(resident, line_stack, before))
    assert "転出届を申請" not in Path(line_stack.output).read_text(encoding="utf-8")


def test_the_log_has_no_word_of_it(resident: Resident, line_stack: Stack) -> None:
    resident.say("佐藤美咲です。渋谷ハイツに住んでいます")
    heard(resident, line_stack, 0)
    log = Path(line_stack.output).read_text(encoding="utf-8")
    for word in ("美咲", "渋谷ハイツ", resident.user_id):
        assert word not in log
