"""Time, injected: always aware, UTC in stores and Japan Standard Time at the edge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime."""


def system_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def today_in_japan(clock: Clock) -> date:
    """The calendar day in Japan at the clock's present moment."""
    return clock().astimezone(JST).date()
