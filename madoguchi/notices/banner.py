"""The banner: one urgent word above everything else, for a ward or for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from madoguchi.clock import Clock
from madoguchi.errors import InvalidValueError
from madoguchi.storage.tables import BannerRow

ALL = "all"
"""The place of a banner for all wards."""

MAX_TEXT_LENGTH = 200
MAX_URL_LENGTH = 500


@dataclass(frozen=True)
class Banner:
    """What is shown: public text, and an https page with more. ``since`` is in UTC."""

    place: str
    text: str
    url: str | None
    since: datetime


def show(session: Session, place: str, text: str, url: str | None, clock: Clock) -> Banner:
    """Put up a banner in a ward or in ``ALL``; it takes the place of the one there.

    Raises:
        InvalidValueError: if the text is empty or too long, or the URL is none of https.

    """
    words = " ".join(text.split())
    if not words:
        raise InvalidValueError("empty-banner", "The banner needs a text.")
    if len(words) > MAX_TEXT_LENGTH:
        raise InvalidValueError(
            "banner-too-long",
            f"The banner's text has {len(words)} characters; at most {MAX_TEXT_LENGTH} fit.",
        )
    if not words.isprintable():
        raise InvalidValueError(
            "unprintable-banner", "The banner's text has control or invisible characters."
        )
    if url is not None and not _is_https(url):
        raise InvalidValueError(
            "wrong-url",
            "The banner's URL must be an https address such as https://www.example.lg.jp/ , "
            f"at most {MAX_URL_LENGTH} characters long.",
        )
    row = session.merge(BannerRow(place=place, text=words, url=url, since=clock()))
    session.flush()
    return _banner(row)


def clear(session: Session, place: str) -> bool:
    """Take the banner of a ward, or of ``ALL``, down; whether there was one."""
    row = session.get(BannerRow, place)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def current(session: Session, ward: str | None) -> Banner | None:
    """What a resident of the ward (None: not known) sees: the newer of the ward's and all wards'.

    A word to all of Tokyo must not hide behind yesterday's of the ward, nor the other way round.
    """
    places = [ALL] if ward is None else [ALL, ward]
    row = session.scalar(
        select(BannerRow)
        .where(BannerRow.place.in_(places))
        .order_by(BannerRow.since.desc())
        .limit(1)
    )
    return None if row is None else _banner(row)


def every(session: Session) -> tuple[Banner, ...]:
    """All banners, newest first."""
    rows = session.scalars(select(BannerRow).order_by(BannerRow.since.desc(), BannerRow.place))
    return tuple(_banner(row) for row in rows)


def _banner(row: BannerRow) -> Banner:
    return Banner(row.place, row.text, row.url, row.since)


def _is_https(url: str) -> bool:
    if len(url) > MAX_URL_LENGTH or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
