"""The question for the ward: a carousel in the order of the kana, so that 23 are quickly seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from linebot.v3 import messaging as line

from channels.line.drawing import actions, limits
from channels.line.drawing.characters import cut
from channels.line.drawing.components import heading, paragraph, pressable
from channels.line.drawing.pieces import Bubbles, fill_bubbles
from channels.line.drawing.wording import words
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.messages import ChoicesMessage

_VERB = "ward:"
_ROWS = ("あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ",
         "まみむめも", "やゆよ", "らりるれろ", "わをん")  # fmt: skip
_MOST = 6
"""Buttons of a bubble that are seen at once on a small phone."""

Group = tuple[str, list[Ward]]


def wards_of(message: ChoicesMessage) -> tuple[Ward, ...]:
    """The wards that the choices are; empty where one of them is anything else."""
    known = catalogue().wards
    chosen = [known.get(choice.postback.removeprefix(_VERB)) for choice in message.choices]
    are_wards = all(choice.postback.startswith(_VERB) for choice in message.choices)
    wards = tuple(ward for ward in chosen if ward is not None)
    return wards if are_wards and len(wards) == len(message.choices) else ()


def carousel(text: str, wards: Sequence[Ward]) -> Bubbles:
    """One bubble for each row of the kana; rows with few wards share one. All ask the question."""
    bubbles: list[line.FlexBubble] = []
    for rows, members in _grouped(wards):
        parts: list[line.FlexComponent] = [
            *paragraph(text),
            *heading(words("line.kana_rows", rows=rows)),
        ]
        for ward in members:
            action = actions.press(ward.names.ja, f"{_VERB}{ward.id}")
            reading = f"{ward.names.kana}　{ward.names.en}"
            parts += pressable(ward.names.ja, action, reading=reading)
        bubbles += fill_bubbles(rows, parts)
    return Bubbles(tuple(bubbles), text)


def send_place() -> line.QuickReply:
    """A quick reply that sends where the resident is."""
    action = line.LocationAction(label=cut(words("line.choose_by_place"), limits.LABEL))
    return line.QuickReply(items=[line.QuickReplyItem(action=action)])


def _grouped(wards: Sequence[Ward]) -> list[Group]:
    groups: list[Group] = []
    for row, found in groupby(sorted(wards, key=lambda ward: ward.names.kana), key=_row):
        members = list(found)
        if groups and len(groups[-1][1]) + len(members) <= _MOST:
            rows, before = groups[-1]
            groups[-1] = (f"{rows}・{row}", [*before, *members])
        else:
            groups.append((row, members))
    return groups


def _row(ward: Ward) -> str:
    """The row of the kana that the ward's reading begins with; が is か with a mark."""
    first = unicodedata.normalize("NFD", ward.names.kana)[0]
    return next((row[0] for row in _ROWS if first in row), first)
