"""Phrases with names: found again, and each still said by the assistant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.languages.phrases import Phrases, filled, names
from madoguchi.languages.shown import texts
from madoguchi.settings import ROOT

_SPEAKERS = ("madoguchi", "actions", "channels")
_HOLIDAYS = re.compile(r"[^{}。]*(?:日|休日)")
"""Their names come from a library."""


@pytest.fixture(scope="module")
def spoken() -> tuple[str, ...]:
    """Every Japanese string of the code and of Rasa's responses; an f-string gives its parts."""
    found = [
        text
        for folder in _SPEAKERS
        for path in (ROOT / folder).rglob("*.py")
        for text in _strings(path)
    ]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for said in domain["responses"].values():
        found += [one["text"] for one in said]
        found += [button["title"] for one in said for button in one.get("buttons", ())]
    return tuple({text for text in found if not text.isascii()})


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_phrase_is_left_that_the_assistant_no_longer_says(spoken: tuple[str, ...]) -> None:
    stale = [
        phrase
        for phrase in texts(catalogue(), "phrases")
        if not _HOLIDAYS.fullmatch(phrase)
        and not all(_is_said(part, spoken) for part in re.split(r"\{[a-z_0-9]+\}", phrase))
    ]
    assert stale == []
    assert not _is_said("そのような文はここにありません。", spoken)


def _is_said(part: str, spoken: tuple[str, ...], *, begun: bool = False) -> bool:
    """Whether the part stands in a string of the code, or in several one behind the other."""
    if not begun and any(part in text for text in spoken):
        return True
    if begun and any(text.startswith(part) for text in spoken):
        return True
    return any(
        _is_said(part[at:], spoken, begun=True)
        for at in range(1, len(part))
        if (part[:at] in spoken if begun else any(text.endswith(part[:at]) for text in spoken))
    )


PHRASES = Phrases(
    {
        "{procedure}の期限：{deadline}。": "Deadline for {procedure}: {deadline}.",
        "{office}です。": "This is {office}.",
        "{procedure}に必要なものです。": "You need this for {procedure}.",
        "{event}が{date}の場合、{date2}までに手続きをしてください。": "{event} {date} {date2}",
        "「{typed}」という時刻はありません。": "There is no time “{typed}”.",
        "{typed}の住所です。": "This address is in {typed}.",
        "{count}文字以内で入力してください。": "At most {count} characters.",
    }
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("転入届に必要なものです。", {"procedure": "転入届"}),
        ("転入届の期限：A。B。", {"procedure": "転入届", "deadline": "A。B"}),
        ("渋谷区役所です。", {"office": "渋谷区役所"}),
        (
            "犬が死亡した日が2026年11月1日の場合、2026年12月1日までに手続きをしてください。",
            {"event": "犬が死亡した日", "date": "2026年11月1日", "date2": "2026年12月1日"},
        ),
        ("40文字以内で入力してください。", {"count": "40"}),
        ("何文字以内で入力してください。", None),
        ("はい。転入届に必要なものです。", None),
        ("転入届\nに必要なものです。", None),
    ],
)
def test_the_most_telling_phrase_is_found(text: str, first: dict[str, str] | None) -> None:
    found = next(PHRASES.find(text), None)
    assert (None if found is None else dict(found.filled)) == first


def test_a_name_spans_no_two_sentences_so_that_an_apology_is_no_part_of_it() -> None:
    assert not list(PHRASES.find("申し訳ありません。渋谷区役所です。"))


def test_a_label_before_what_was_typed_is_no_part_of_it() -> None:
    assert not [one for one in PHRASES.find("住所：東京都港区の住所です。") if one.is_private]
    assert [one for one in PHRASES.find("東京都港区の住所です。") if one.is_private]


def test_what_may_hold_residents_words_is_known_before_it_is_read() -> None:
    assert PHRASES.may_be_private("「25時」という時刻はありません。")
    assert not PHRASES.may_be_private("転入届に必要なものです。")


def test_names_are_filled_and_no_full_stop_comes_twice() -> None:
    assert names("{date}から{date2}まで") == {"date", "date2"}
    assert filled("By {date2} from {date}.", {"date": "May.", "date2": "June."}) == (
        "By June. from May."
    )
    assert filled("{date} सम्म।", {"date": "मे 1।"}) == "मे 1। सम्म।"
    assert filled("म्याद: {date}।", {"date": "मे 1।"}) == "म्याद: मे 1।"
