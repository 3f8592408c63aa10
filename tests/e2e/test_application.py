"""Applications over HTTP, from the first sentence to the receipt and the back office."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from madoguchi.submissions import receipt_number

from .stack import Resident, Stack

Talk = Callable[..., Resident]

TYPED = {
    "name": "佐藤　美咲",
    "kana": "さとう みさき",
    "phone": "０９０－１２３４－５６７８",
    "email": "misaki@example.jp",
    "number": "２",
    "item_list": "2人用ソファ 1、布団 3",
    "file": "スキップ",
}
ADDRESSES = {
    "shibuya": "東京都渋谷区宇田川町1-1 渋谷ハイツ203号室",
    "nerima": "東京都練馬区豊玉北6丁目12番1号 練馬ハイツ203号室",
}
POSTAL_CODES = {"shibuya": "150-0042", "nerima": "１７６－８５０１"}
ACCEPTING = (
    "moving-in",
    "moving-out",
    "resident-record-copy",
    "bulky-waste",
    "child-allowance-claim",
    "road-damage-report",
    "disaster-victim-certificate",
)


def answer_to(question: dict[str, Any], ward: str) -> str:
    """What a cooperative resident of the ward would type or press for a question."""
    answers = [c for c in question["choices"] if c["postback"].startswith("answer:")]
    if answers:
        return str(answers[-1]["label"])
    match question["field_kind"]:
        case "date" if question["earliest"] and "birth" not in question["field"]:
            return str(question["earliest"])
        case "date":
            return "平成３年４月２日"
        case "text":
            return "1234567" if question["maximum"] == 7 else "玄関の前"
        case "address":
            return ADDRESSES[ward]
        case "postal_code":
            return POSTAL_CODES[ward]
        case kind:
            return TYPED[kind]


def fill_in(resident: Resident, most: int = 60) -> None:
    """Answer question after question until the summary is shown."""
    for _ in range(most):
        if resident.last["kind"] == "summary":
            return
        assert resident.last["kind"] == "question", resident.shown()
        assert resident.last["error"] is None, resident.shown()
        resident.say(answer_to(resident.last, resident.state["ward"]["id"]))
    pytest.fail("the form did not end")


def exported(stack: Stack, receipt: str) -> dict[str, Any]:
    listed = stack.mado("submissions", "export", "--since", "2020-01-01", "--format", "jsonl")
    assert listed.returncode == 0, listed.stderr
    records = [json.loads(line) for line in listed.stdout.splitlines()]
    return next(record for record in records if record["receipt_number"] == receipt)


@pytest.mark.parametrize("procedure", ACCEPTING)
def test_each_accepting_procedure_can_be_submitted(
    talk: Talk, stack: Stack, procedure: str
) -> None:
    before = exported_receipts(stack, procedure)
    resident = talk("shibuya")
    opened = resident.post({"postback": f"apply:{procedure}", "client_message_id": "open"}).json()
    resident.messages, resident.state = opened["messages"], opened["state"]
    fill_in(resident)
    assert exported_receipts(stack, procedure) == before, "nothing is sent before consent"
    resident.press("この内容で申請する")
    receipt = resident.last
    assert receipt["kind"] == "receipt"
    assert receipt_number.parse(receipt["receipt_number"]) == receipt["receipt_number"]
    assert exported(stack, receipt["receipt_number"])["procedure"] == procedure


def exported_receipts(stack: Stack, procedure: str) -> list[str]:
    listed = stack.mado("submissions", "export", "--since", "2020-01-01", "--procedure", procedure)
    return [json.loads(line)["receipt_number"] for line in listed.stdout.splitlines()]


@pytest.fixture
def moving_out(talk: Talk) -> Resident:
    """A resident of Nerima whose opening sentence already says a lot."""
    resident = talk("nerima")
    resident.say(
        "転出届を申請したいです。名前は佐藤美咲、平成3年4月2日生まれ、電話は090-1234-5678です"
    )
    return resident


def test_what_the_opening_sentence_said_is_not_asked_again(moving_out: Resident) -> None:
    assert "佐藤" in moving_out.shown()
    assert moving_out.last["field"] == "name_kana"
    moving_out.say("ｻﾄｳ ﾐｻｷ")
    asked = set()
    for _ in range(3):
        asked.add(moving_out.last["field"])
        moving_out.say(answer_to(moving_out.last, "nerima"))
    assert asked.isdisjoint({"name", "birth_date", "phone"})


def test_a_side_question_is_answered_and_the_form_goes_on(moving_out: Resident) -> None:
    shown = moving_out.say("手数料はかかりますか？")
    assert "無料" in shown or "かかりません" in shown
    assert moving_out.last["kind"] == "question"
    assert moving_out.last["field"] == "name_kana"
    moving_out.say("さとうみさき")
    assert moving_out.last["field"] != "name_kana"


def test_going_back_asks_the_question_before_again(moving_out: Resident) -> None:
    moving_out.say("さとうみさき")
    moving_out.say("戻る")
    assert moving_out.last["field"] == "name_kana"


def test_a_correction_in_words_changes_the_value(moving_out: Resident) -> None:
    moving_out.say("さとうみさき")
    moving_out.say("やっぱり電話番号を訂正したい")
    assert moving_out.last["field"] == "phone"
    moving_out.say("080-9999-8888")
    fill_in(moving_out)
    rows = {row["field"]: row["value"] for row in moving_out.last["rows"]}
    assert rows["phone"] == "080-9999-8888"


def test_cancelling_asks_first_and_then_forgets(moving_out: Resident, stack: Stack) -> None:
    moving_out.say("キャンセル")
    assert "やめますか" in moving_out.shown()
    moving_out.press("やめる")
    assert moving_out.state["application"] is None
    assert "申請はありません" in moving_out.say("戻る")


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("birth_date", "1990年2月30日", "2月"),
        ("birth_date", "2090年1月1日", "までの日付"),
        ("phone", "12345", "電話番号"),
        ("phone", "😀😀😀", "電話番号"),
    ],
)
def test_a_wrong_value_is_explained_and_asked_again(
    talk: Talk, field: str, said: str, told: str
) -> None:
    resident = talk("nerima")
    resident.say("転出届を申請したい")
    while resident.last["field"] != field:
        resident.say(answer_to(resident.last, resident.state["ward"]["id"]))
    resident.say(said)
    assert resident.last["field"] == field
    assert told in str(resident.last["error"])


def test_a_postal_code_outside_tokyo_is_refused_where_the_ward_s_own_address_is_meant(
    talk: Talk,
) -> None:
    resident = talk("nerima")
    resident.say("転入届を申請したい")
    while resident.last["field"] != "new_postal_code":
        resident.say(answer_to(resident.last, resident.state["ward"]["id"]))
    resident.say("530-0001")
    assert resident.last["field"] == "new_postal_code"
    assert resident.last["error"]


def test_nothing_is_submitted_without_consent(moving_out: Resident, stack: Stack) -> None:
    fill_in(moving_out)
    before = exported_receipts(stack, "moving-out")
    moving_out.say("転出届の期限はいつまで？")
    assert moving_out.last["kind"] == "summary"
    assert exported_receipts(stack, "moving-out") == before
    assert moving_out.say("はい、お願いします")
    assert moving_out.last["kind"] == "receipt"
    assert len(exported_receipts(stack, "moving-out")) == len(before) + 1


def test_the_receipt_is_exported_and_its_status_comes_back(
    moving_out: Resident, stack: Stack
) -> None:
    fill_in(moving_out)
    moving_out.press("この内容で申請する")
    receipt = moving_out.last["receipt_number"]
    record = exported(stack, receipt)
    assert record["ward"] == "nerima"
    assert "佐藤" in json.dumps(record, ensure_ascii=False)

    table = stack.mado("submissions", "export", "--since", "2020-01-01", "--format", "csv")
    assert receipt in {
        row["receipt_number"]
        for row in csv.DictReader(io.StringIO(table.stdout.removeprefix("\ufeff")))
    }

    changed = stack.mado(
        "submissions",
        "set-status",
        receipt,
        "needs_resident",
        "--note",
        "ご住所をご確認ください。",
    )
    assert changed.returncode == 0, changed.stderr
    shown = moving_out.say(f"{receipt} の状況を教えて")
    assert "ご住所をご確認ください" in shown
    status = httpx.get(
        f"{stack.base}/api/v1/submissions/{receipt}", headers=moving_out.headers, timeout=30
    )
    assert status.json()["status"] == "needs_resident"


def test_personal_values_are_in_no_file_in_clear(moving_out: Resident, stack: Stack) -> None:
    fill_in(moving_out)
    moving_out.press("この内容で申請する")
    files = [path for path in stack.data_dir.rglob("*") if path.is_file()]
    files = [path for path in files if "models" not in path.parts]
    assert {"tracker.db", "madoguchi.db"} <= {path.name for path in files}
    secret = re.compile("佐藤美咲|佐藤 美咲|090-1234-5678|練馬ハイツ".encode())
    assert [path.name for path in files if secret.search(path.read_bytes())] == []
