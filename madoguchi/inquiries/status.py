"""Where a question to staff stands."""

from __future__ import annotations

from enum import StrEnum


class InquiryStatus(StrEnum):
    """Where an inquiry stands: only open and answered ones take an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
