"""Rate limits per subject: a conversation, a receipt number, an address that has no token yet."""

from __future__ import annotations

import time
from enum import StrEnum

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from channels.problems import TooManyRequestsError
from madoguchi.settings import Settings


class Verdict(StrEnum):
    """What becomes of a message."""

    TAKEN = "taken"
    REMARKED = "remarked"
    DROPPED = "dropped"


class Limits:
    """The gateway's limits. They are per process, so N workers allow up to N times as much."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages = RateLimitItemPerMinute(settings.messages_per_minute)
        self._remarks = RateLimitItemPerMinute(1)
        self._lookups = RateLimitItemPerHour(settings.status_lookups_per_hour)
        self._anonymous = RateLimitItemPerMinute(settings.anonymous_requests_per_minute)

    def message(self, conversation_id: str) -> None:
        """Count one message.

        Raises:
            TooManyRequestsError: if the conversation has sent too many in the last minute.

        """
        self._count(
            self._messages,
            ("message", conversation_id),
            "短い時間にたくさんのメッセージが届きました。1分ほど待ってからお送りください。",
        )

    def chat(self, resident: str) -> Verdict:
        """Count one message of a resident of LINE, where nobody waits for the answer to a request.

        Of those that are too many, the first in a minute is answered with a remark about that.
        """
        if self._limiter.hit(self._messages, "chat", resident):
            return Verdict.TAKEN
        is_first = self._limiter.hit(self._remarks, "remark", resident)
        return Verdict.REMARKED if is_first else Verdict.DROPPED

    def status_lookup(self, receipt_number: str) -> None:
        """Count one look-up of a receipt number.

        Raises:
            TooManyRequestsError: if it was looked up too often in the last hour.

        """
        self._count(
            self._lookups,
            ("status", receipt_number),
            "この受付番号の確認が続いたため、1時間ほどお待ちください。"
            "お急ぎのときは区役所へお電話ください。",
        )

    def anonymous(self, address: str) -> None:
        """Count one request without a token that costs work: a new conversation, a search.

        Raises:
            TooManyRequestsError: if the address has made too many in the last minute.

        """
        self._count(
            self._anonymous,
            ("anonymous", address),
            "同じ接続元からのご利用が集中しています。1分ほど待ってからお試しください。",
        )

    def _count(self, limit: RateLimitItem, subject: tuple[str, str], message: str) -> None:
        if not self._limiter.hit(limit, *subject):
            free_at = self._limiter.get_window_stats(limit, *subject).reset_time
            raise TooManyRequestsError("too-many-requests", message, free_at - time.time())
