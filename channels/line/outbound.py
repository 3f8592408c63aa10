"""The conversation's messages as LINE messages."""

from __future__ import annotations

from collections.abc import Sequence

from linebot.v3 import messaging as line

from channels.line.drawing import limits
from channels.line.drawing.kinds import draw_message
from channels.line.drawing.pieces import Bubbles, Piece, Words, join
from channels.line.drawing.sender import Sender
from madoguchi.languages.answers import without_readings
from madoguchi.messages import Message, PlaceMessage


def draw(messages: Sequence[Message], sender: Sender | None = None) -> list[list[line.Message]]:
    """Everything that the messages say, in batches of at most five LINE messages each.

    The first batch goes with the reply token, later ones are to be pushed in order. Only where
    there are more than five are neighbours made one: first texts, then, if they are still more,
    bubbles, which become carousels. For the same reason a pin on the map is drawn only where there
    is one place. Messages without anything to see give no batch.
    """
    has_pin = sum(isinstance(message, PlaceMessage) for message in messages) == 1
    pieces: list[Piece] = []
    replies = None
    for message in map(without_readings, reversed(messages)):
        drawing = draw_message(message, is_last=not pieces, has_pin=has_pin)
        pieces[:0] = drawing.pieces
        replies = replies or drawing.quick_replies
    drawn = _in_few(pieces)
    for one in drawn:
        one.sender = None if sender is None else sender.model()
    if drawn:
        drawn[-1].quick_reply = replies
    return [drawn[at : at + limits.MESSAGES] for at in range(0, len(drawn), limits.MESSAGES)]


def _in_few(pieces: Sequence[Piece]) -> list[line.Message]:
    drawn = _messages(pieces)
    if len(drawn) > limits.MESSAGES:
        pieces = join(pieces, Words)
        drawn = _messages(pieces)
    if len(drawn) > limits.MESSAGES:
        drawn = _messages(join(pieces, Bubbles))
    return drawn


def _messages(pieces: Sequence[Piece]) -> list[line.Message]:
    return [message for piece in pieces for message in piece.messages()]
