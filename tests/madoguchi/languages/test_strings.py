from __future__ import annotations

from pathlib import Path

import pytest

from madoguchi.errors import CatalogueError
from madoguchi.languages.strings import LANGUAGES, check_against, read, strings, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    assert strings(language).keys() == strings("ja").keys()


def test_names_are_filled_in() -> None:
    assert text("en", "shared.source", title="X") == "Source: X"


def test_what_differs_from_the_japanese_is_named() -> None:
    japanese = {"apply": {"title": "{name}の申請", "send": "送る"}}
    with pytest.raises(CatalogueError) as raised:
        check_against({"apply": {"title": "{nam}", "more": "x"}}, japanese, "ui/en.yml")
    assert "apply.send is missing" in raised.value.message
    assert "apply.more is not in ja.yml" in raised.value.message
    assert "apply.title must have the names ['name'], not ['nam']" in raised.value.message


@pytest.mark.parametrize("content", ["apply: text", "apply:\n  title:", 'apply:\n  title: " "'])
def test_a_broken_file_names_its_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "en.yml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"en\.yml:\d"):
        read(tmp_path, "en")
