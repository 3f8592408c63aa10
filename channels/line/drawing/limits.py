"""What LINE accepts.

Source: LINE Messaging API reference, https://developers.line.biz/en/reference/messaging-api/. Its
characters are counted here in UTF-16 code units throughout: so LINE counts the text of a message,
and no other way of counting gives more.
"""

from __future__ import annotations

from datetime import date

MESSAGES = 5
"""Messages of one reply or push."""

TEXT = 5_000
"""Characters of a text message."""

QUICK_REPLIES = 13
"""Quick replies below a message."""

LABEL = 20
"""Characters of an action's label."""

DATA = 300
"""Characters of a postback's data."""

DISPLAY_TEXT = 300
"""Characters that a button says in the resident's name, as ``displayText`` or ``text``."""

CLIPBOARD = 1_000
"""Characters that a button copies."""

URI = 1_000
"""Characters of a URI action's address."""

ALT_TEXT = 400
"""Characters of what notifications and old devices show in place of a Flex message."""

BUBBLE_BYTES = 30_000
"""Bytes of a bubble's JSON (30 KB)."""

CAROUSEL_BYTES = 50_000
"""Bytes of a carousel's JSON (50 KB)."""

CAROUSEL_BUBBLES = 12
"""Bubbles of a carousel."""

LOCATION = 100
"""Characters of a location's title, and of its address."""

SENDER_NAME = 20
"""Characters of a sender's name."""

SENDER_ICON = 2_000
"""Characters of the address of a sender's icon."""

EARLIEST_DATE = date(1900, 1, 1)
LATEST_DATE = date(2100, 12, 31)
"""The dates that a datetime picker can offer."""
