"""Dates as callers of other languages say them, for the form, which reads Japanese ones."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_YEAR = r"(?P<y>[12][0-9]{3})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<name>{_MONTH})\.? (?:the )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
        rf"\b(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_MONTH})\.?,? {_YEAR}",
        rf"{_YEAR} ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월] ?(?P<d>[0-9]{{1,2}}) ?[日号號일]",
        rf"(?P<d>[0-9]{{1,2}}) tháng (?P<m>[0-9]{{1,2}})(?:,? năm)? {_YEAR}",
        rf"{_YEAR}[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}})",
    )
)


def find_date(text: str) -> date | None:
    """The one day that the text names with its year; None for none, several, or no such day."""
    found = {
        day for pattern in _PATTERNS for match in pattern.finditer(text) if (day := _day(match))
    }
    return found.pop() if len(found) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(at for at, full in enumerate(_MONTHS, 1) if full.startswith(name.lower()[:3]))
