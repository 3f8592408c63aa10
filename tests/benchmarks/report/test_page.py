from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.report.page import (
    ReportError,
    element,
    folded,
    make_room,
    table,
    tile,
    tiles,
    write,
)

EVIL = '<script>alert("x")</script> & "quotes"'


def test_text_never_becomes_markup(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    content = [
        tiles(tile(EVIL, EVIL, EVIL)),
        table(("a",), [[EVIL]]),
        folded(EVIL, element("p", EVIL, id=EVIL)),
    ]
    write(path, EVIL, content)
    read = Reader()
    read.feed(path.read_text(encoding="utf-8"))
    assert "script" not in read.tags
    assert {"table", "details"} <= set(read.tags)
    assert "".join(read.texts).count(EVIL) == 8


class Reader(HTMLParser):
    """Reads a page as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_page_asks_for_nothing_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write(path, "A report", [element("p", "text")])
    text = path.read_text(encoding="utf-8")
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert "default-src 'none'" in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "src=" not in text


def test_text_and_elements_keep_their_order() -> None:
    made = element("p", "one ", element("b", "two"), " three", class_="x", data_n=4)
    assert "".join(made.itertext()) == "one two three"
    assert made.attrib == {"class": "x", "data-n": "4"}


def test_control_characters_are_shown_as_such() -> None:
    assert element("p", "a\0b\nc").text == "a\N{REPLACEMENT CHARACTER}b\nc"


def test_room_is_made_before_a_long_run(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "report.html"
    make_room(path)
    write(path, "A report", [])
    assert path.exists()


def test_where_nothing_can_be_written_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "report.html"):
        with pytest.raises(ReportError, match="cannot be"):
            make_room(path)
