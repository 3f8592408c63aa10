from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import CatalogueError
from madoguchi.languages import ruby
from madoguchi.languages.shown import AREAS, texts
from madoguchi.languages.translations import read, translations

FOREIGN = ("en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")
CURATED = ("ja-easy", *FOREIGN)
HEAD = "status: draft\nmade_on: 2026-11-26\nentries:\n"
_JAPANESE_ONLY = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_KANJI = re.compile(r"[\u3400-\u9fff々]")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]|[\"“「][^\"”」]*[\"”」]")


@pytest.mark.parametrize("language", CURATED)
@pytest.mark.parametrize("area", AREAS)
def test_all_that_residents_are_shown_is_translated(language: str, area: str) -> None:
    missing = [ja for ja in texts(catalogue(), area) if ja not in translations(language)]
    assert missing == []


@pytest.mark.parametrize("language", FOREIGN)
def test_no_kana_are_left_but_in_brackets_and_quotes(language: str) -> None:
    """So stand Japanese words that residents meet at the counter or on a screen."""
    left = [
        one.text
        for one in translations(language).values()
        if _JAPANESE_ONLY.search(_IN_BRACKETS.sub("", _IN_BRACKETS.sub("", one.text)))
    ]
    assert left == []


def test_every_kanji_of_easy_japanese_has_its_reading() -> None:
    bare = [
        one.text
        for one in translations("ja-easy").values()
        if any(
            segment.reading is None and _KANJI.search(segment.text)
            for segment in ruby.segments(one.text)
        )
    ]
    assert bare == []


@pytest.mark.parametrize("language", CURATED)
def test_long_numbers_are_those_of_the_japanese(language: str) -> None:
    wrong = [
        (ja, one.text)
        for ja, one in translations(language).items()
        if not numbers(ja) <= numbers(one.text)
    ]
    assert wrong == []


def numbers(text: str) -> set[str]:
    """Numbers of three digits and more; a telephone number is several of them."""
    plain = unicodedata.normalize("NFKC", ruby.plain(text))
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", plain)  # thousands
    return set(re.findall(r"\d{3,}", plain))


def test_an_entry_says_its_own_status_and_date_where_they_differ(tmp_path: Path) -> None:
    (tmp_path / "forms.yml").write_text(
        f"{HEAD}  - {{ja: 名前, text: Name}}\n"
        "  - {ja: 住所, text: Address, status: reviewed, made_on: 2027-01-04}\n",
        encoding="utf-8",
    )
    found = read(tmp_path)
    assert (found["名前"].status, str(found["名前"].made_on)) == ("draft", "2026-11-26")
    assert (found["住所"].status, str(found["住所"].made_on)) == ("reviewed", "2027-01-04")


@pytest.mark.parametrize(
    "entries",
    [
        "  - {ja: 名前}\n",
        "  - {ja: 名前, text: ''}\n",
        "  - {ja: 名前, text: Name, status: perfect}\n",
        "  - {ja: 名前, text: Name}\n  - {ja: 名前, text: Your name}\n",
        "",
    ],
)
def test_a_broken_file_names_its_line(tmp_path: Path, entries: str) -> None:
    (tmp_path / "forms.yml").write_text(HEAD + entries, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"forms\.yml:\d"):
        read(tmp_path)


def test_japanese_needs_no_translation() -> None:
    assert translations("ja") == {}
