from __future__ import annotations

import copy

import pytest

from tests.channels.line.limits import details, units
from tests.channels.line.messages import BAD, GOOD, text


@pytest.mark.parametrize("name", GOOD)
def test_what_line_takes(name: str) -> None:
    assert details([GOOD[name]]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_line_does_not_take(name: str) -> None:
    message, where = BAD[name]
    before = copy.deepcopy(message)
    found = details([message])
    assert [detail["property"] for detail in found] == [where]
    assert message == before


@pytest.mark.parametrize("messages", [None, [], {}, [text()] * 6])
def test_there_are_one_to_five_messages(messages: object) -> None:
    assert details(messages) == [
        {"message": "Size must be between 1 and 5", "property": "messages"}
    ]
    assert details([text()] * 5) == []


def test_length_is_counted_in_utf_16_units() -> None:
    assert (units("窓口"), units("😀"), units("𠮷野")) == (2, 2, 3)
