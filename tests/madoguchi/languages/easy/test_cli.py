from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi import cli
from madoguchi.errors import MadoguchiError


def easy(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["easy", *arguments], input=typed)


GOOD = "｜紙《かみ》を ｜書《か》いて ください。\n"
ADVICE = "｜税金《ぜいきん》の ｜滞納《たいのう》です。"
BAD = "紙を お持ちください。"


@pytest.mark.parametrize("command", ["", "check", "rewrite"])
def test_every_command_explains_itself(command: str) -> None:
    result = easy(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_our_own_texts_pass() -> None:
    result = easy("check")
    assert result.exit_code == 0
    assert "catalogue/translations/ja-easy/" in result.output  # with advice


def test_a_file_is_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(GOOD + BAD, encoding="utf-8")
    result = easy("check", str(path))
    assert result.exit_code == 1
    assert f"{path}:2: error: honorific: お持ちください" in result.output
    assert f"{path}:1" not in result.output


def test_the_standard_input_is_checked() -> None:
    assert easy("check", "-", typed=GOOD).exit_code == 0
    result = easy("check", "-", typed=BAD)
    assert result.exit_code == 1
    assert "stdin:1: error: kanji-reading: 紙" in result.output


def test_advice_fails_where_it_is_strict() -> None:
    assert easy("check", "--text", ADVICE).exit_code == 0
    assert easy("check", "--text", ADVICE, "--strict").exit_code == 1
    assert easy("check", "--text", GOOD, "--strict").exit_code == 0


def test_findings_as_json() -> None:
    result = easy("check", "--text", ADVICE, "--json")
    (finding,) = json.loads(result.output)
    assert (finding["where"], finding["rule"], finding["found"]) == ("text", "hard-word", "滞納")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    for content, code in ((None, "unreadable-file"), (b"\x82\xa0", "not-utf-8")):
        if content is not None:
            path.write_bytes(content)
        result = easy("check", str(path))
        assert isinstance(result.exception, MadoguchiError)
        assert (result.exception.code, str(path) in result.exception.message) == (code, True)


def test_text_and_files_are_one_too_many() -> None:
    result = easy("check", "notice.txt", "--text", GOOD)
    assert isinstance(result.exception, MadoguchiError)
    assert result.exception.code == "text-and-files"


def test_a_draft_is_shown_with_its_changes() -> None:
    for result in (
        easy("rewrite", "ご提出ください。"),
        easy("rewrite", "-", typed="ご提出ください。"),
    ):
        assert result.exit_code == 0
        assert "｜出《だ》して ください。" in result.output
        assert "honorific: ご提出ください → 提出してください" in result.output
        assert "This is a draft" in result.output


def test_what_is_left_is_for_a_person() -> None:
    result = easy("rewrite", "名簿に書かれます。")
    assert "For you to decide:" in result.output
    assert "passive: 書かれ" in result.output
