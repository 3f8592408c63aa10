from __future__ import annotations

import json

import pytest
from linebot.v3 import messaging as line

from channels.line.drawing.components import note
from channels.line.drawing.pieces import Bubbles, Piece, Words, fill_bubbles, join, size_of
from tests.channels.line.line_json import check, texts


def parts_of(total: int) -> list[line.FlexText]:
    """Small print of exactly so many bytes of JSON, their commas included."""
    small = note("a" * 400)[0]
    count, rest = divmod(total, size_of(small))
    return [small] * (count - 1) + note("a" * (400 + rest))


def full(total: int) -> Bubbles:
    """One bubble that counts so many bytes."""
    (bubble,) = fill_bubbles("", parts_of(total - size_of(fill_bubbles("", [])[0])))
    assert size_of(bubble) in (total, total - len(", "))
    return Bubbles((bubble,), "題名")


@pytest.mark.parametrize(("size", "count"), [(5000, 1), (5001, 2), (10_001, 3)])
def test_a_text_message_holds_five_thousand_characters(size: int, count: int) -> None:
    messages = Words("あ" * size).messages()
    assert len(messages) == count
    assert "".join(message.text for message in messages) == "あ" * size


def test_long_text_is_split_where_a_sentence_ends() -> None:
    first, second = Words("あ" * 4990 + "。\n" + "い" * 20).messages()
    assert (first.text, second.text) == ("あ" * 4990 + "。", "い" * 20)


def test_an_emoji_is_not_split() -> None:
    first, second = Words("あ" * 4999 + "😀").messages()
    assert (first.text, second.text) == ("あ" * 4999, "😀")


def test_a_bubble_is_filled_up_to_its_limit() -> None:
    empty = size_of(fill_bubbles("題名", [])[0])
    assert len(fill_bubbles("題名", parts_of(30_000 - empty))) == 1
    first, second = fill_bubbles("題名", parts_of(30_002 - empty))
    assert second.body.contents[0].text == "題名（続き）"
    assert max(len(json.dumps(one.to_dict())) for one in (first, second)) <= 25_000


def test_split_bubbles_share_a_carousel_two_by_two() -> None:
    parts = parts_of(90_000)
    piece = Bubbles(tuple(fill_bubbles("題名", parts)), "題名")
    messages = check([piece.messages()])
    assert [len(message["contents"]["contents"]) for message in messages] == [2, 2]
    assert sum(len(texts(message)) for message in messages) == len(parts)


@pytest.mark.parametrize(("sizes", "count"), [((24_000, 25_900), 1), ((24_000, 26_100), 2)])
def test_a_carousel_holds_fifty_thousand_bytes(sizes: tuple[int, int], count: int) -> None:
    (piece,) = join([full(size) for size in sizes], Bubbles)
    assert len(check([piece.messages()])) == count


@pytest.mark.parametrize(("count", "messages"), [(1, 1), (12, 1), (13, 2)])
def test_a_carousel_holds_twelve_bubbles(count: int, messages: int) -> None:
    bubble = fill_bubbles("", note("あ"))[0]
    assert len(check([Bubbles((bubble,) * count, "題名").messages()])) == messages


@pytest.mark.parametrize(
    ("said", "shown"),
    [(" ", "お知らせ"), ("あ" * 400, "あ" * 400), ("あ" * 401, "あ" * 399 + "…")],
)
def test_the_words_of_a_notification_are_cut(said: str, shown: str) -> None:
    (message,) = Bubbles(tuple(fill_bubbles("", note("あ"))), said).messages()
    assert message.alt_text == shown


def test_only_neighbours_of_the_wanted_kind_are_joined() -> None:
    card = Bubbles(tuple(fill_bubbles("", note("あ"))), "題名")
    pieces: list[Piece] = [Words("一"), Words("二"), card, card, Words("三")]
    assert join(pieces, Words) == [Words("一\n\n二"), card, card, Words("三")]
    joined = join(pieces, Bubbles)
    assert [type(piece) for piece in joined] == [Words, Words, Bubbles, Words]
    assert joined[2] == Bubbles(card.bubbles * 2, "題名\n題名")
