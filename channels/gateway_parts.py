"""What the gateway's routes work with, made once and handed to them through the app's state."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from channels.bot import BotClient
from channels.limiting import Limits
from channels.problems import UnknownWardError
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.settings import Settings


@dataclass(frozen=True)
class Parts:
    """Settings, catalogue, clock, the client of Rasa and the rate limits."""

    settings: Settings
    catalogue: Catalogue
    clock: Clock
    bot: BotClient
    limits: Limits

    def check_ward(self, ward_id: str | None, field: str) -> None:
        """Check a ward that a request names in ``field``; None is fine.

        Raises:
            UnknownWardError: if it is none of the 23.

        """
        if ward_id is not None and ward_id not in self.catalogue.wards:
            raise UnknownWardError(field, sorted(self.catalogue.wards))


def client_address(request: Request) -> str:
    """Where a request comes from; behind a proxy on this machine, what the proxy says."""
    return request.client.host if request.client else "unknown"
