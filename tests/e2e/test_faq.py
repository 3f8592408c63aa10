"""A ward's FAQ is imported while everything runs; residents are answered from it in a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from .stack import ANSWER_SECONDS, Resident, Stack

Talk = Callable[..., Resident]

FILE = (
    "質問,回答,分類,URL,更新日\n"
    "公園でバーベキューはできますか,できません。火を使わない食事はできます。,公園,"
    "https://example.jp/park,2026/4/1\n"
    "町内会に入るには、どうすればよいですか,お住まいの町内会へご連絡ください。"
    + "連絡先は、地域の掲示板でご覧になれます。" * 20
    + "詳しくは窓口でおたずねください。,地域,,\n"
)


def import_file(stack: Stack, folder: Path, text: str) -> None:
    path = folder / "faq.csv"
    path.write_bytes(text.encode("cp932"))
    done = stack.mado("faq", "import", str(path), "--ward", "nerima")
    assert done.returncode == 0, done.stderr


def ask_until(resident: Resident, question: str, wanted: str) -> str:
    deadline = time.monotonic() + ANSWER_SECONDS
    while wanted not in (shown := resident.say(question)):
        assert time.monotonic() < deadline, shown
        time.sleep(1)
    return shown


def test_an_imported_faq_answers_with_its_source_and_can_be_read_on(
    stack: Stack, talk: Talk, tmp_path: Path
) -> None:
    resident = talk("nerima")
    resident.say("公園でバーベキューはできますか")
    assert resident.understanding["aspect"] != "faq"

    import_file(stack, tmp_path, FILE)
    ask_until(resident, "公園でバーベキューはできますか", "火を使わない食事")
    assert resident.understanding["procedure"] is None
    assert resident.understanding["aspect"] == "faq"
    source = resident.last["source"]
    assert source["ward"] == "nerima"
    assert source["title"] == "練馬区のよくある質問（公園）"
    assert (source["url"], source["updated_on"]) == ("https://example.jp/park", "2026-04-01")

    shown = resident.say("町内会に入るにはどうすればいいですか")
    assert "町内会へご連絡ください。" in shown
    assert "詳しくは窓口で" not in shown
    assert "詳しくは窓口で" in resident.press("続きを読む")

    resident.say("転入届に必要なものは何ですか")
    assert resident.understanding["procedure"] == "moving-in"

    other = talk("shibuya")
    other.say("公園でバーベキューはできますか")
    assert other.understanding["aspect"] != "faq"

    import_file(
        stack, tmp_path, FILE.replace("できません。火を使わない", "お断りしています。火のない")
    )
    ask_until(resident, "公園でバーベキューはできますか", "お断りしています")
    assert stack.mado("faq", "remove", "--all", "--ward", "nerima").returncode == 0
