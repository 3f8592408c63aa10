"""``./mado banner`` as staff type it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi.cli import app
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.storage import database

pytestmark = pytest.mark.usefixtures("clean_database")


def mado(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["banner", *arguments])


def test_put_up_shown_and_taken_down() -> None:
    assert "There is no banner" in mado("show").stderr
    assert mado("set", "地震がありました。", "--url", "https://example.jp/").exit_code == 0
    assert mado("set", "停電しています。", "--ward", "shibuya").exit_code == 0
    newest, older = mado("show").stdout.splitlines()
    assert newest.startswith("shibuya  since 2")
    assert newest.endswith("停電しています。")
    assert older.startswith("all ")
    assert older.endswith("地震がありました。  https://example.jp/")
    assert mado("clear", "--ward", "shibuya").stdout == "shibuya: cleared\n"
    assert mado("clear", "--ward", "shibuya").stdout == "shibuya: there was no banner\n"
    (left,) = mado("show").stdout.splitlines()
    assert left.startswith("all ")


@pytest.mark.parametrize("command", [("set", "地震"), ("clear",)])
def test_an_unknown_ward_is_refused(command: tuple[str, ...]) -> None:
    assert isinstance(mado(*command, "--ward", "osaka").exception, NotFoundError)


def test_a_page_that_is_not_https_is_refused() -> None:
    refused = mado("set", "地震", "--url", "http://example.jp/").exception
    assert isinstance(refused, InvalidValueError)
    assert "https" in refused.message


def test_it_works_on_a_machine_without_a_database(clean_database: Path) -> None:
    for file in clean_database.parent.glob("madoguchi.db*"):
        file.unlink()
    database.engine.cache_clear()
    assert mado("set", "地震がありました。").exit_code == 0
