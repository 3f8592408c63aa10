"""The process that masks what waits for it, beside the gateway and behind everything else.

GiNZA takes 30 ms a text and 300 MB. In a process of its own, and a patient one (nice), it takes
neither from a resident's turn.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date

import structlog

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import JST
from madoguchi.curation import masking, record
from madoguchi.curation.names import GinzaNames, NamesUnavailableError
from madoguchi.logs import configure
from madoguchi.storage.database import transaction

Mask = Callable[[str, date], str]
"""Masks a text that was said on a day."""

SECONDS_BETWEEN_LOOKS = 1.0
NICE = 10

log = structlog.get_logger()


def main() -> None:
    """Mask until the process is ended; what was begun is done again after a restart."""
    configure()
    os.nice(NICE)
    mask = load()
    while True:
        if not work(mask):
            time.sleep(SECONDS_BETWEEN_LOOKS)


def work(mask: Mask | None) -> int:
    """Mask some of what waits; how many were done. The database is not held meanwhile."""
    with transaction() as session:
        found = record.waiting(session)
    if not found:
        return 0
    texts = {one.id: one.whole or _text(one, mask) for one in found}
    with transaction() as session:
        record.give_text(session, texts)
    log.info(
        "turns_masked", count=len(texts), withheld=sum(text is None for text in texts.values())
    )
    return len(texts)


def _text(one: record.Waiting, mask: Mask | None) -> str | None:
    if mask is None:
        return None
    try:
        return mask(one.text, one.at.astimezone(JST).date())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is not shown unmasked
        log.error("masking_failed", review=one.id, error=type(error).__name__)
        return None


def load() -> Mask | None:
    """The masking of this process; None where GiNZA is missing: then records stay without text."""
    try:
        names = GinzaNames(masking.words_to_keep(catalogue()))
    except NamesUnavailableError as error:
        log.error("masking_impossible", error=error.message)
        return None
    return lambda text, today: masking.masked(text, names, today)


if __name__ == "__main__":
    main()
