"""What stands in a sentence for a part that must survive translation: ``X1``, ``X2`` ...

Codes of this form are copied by translation models as they copy names of rooms and products, need
no character that a model may not know, and are nouns in every language.
"""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9])[XxＸｘ] ?([1-9][0-9]?)(?![0-9])(?![A-Za-z])")
"""A placeholder as models write it: also in small letters, wide, or with a space inside."""

MOST = 20
"""The most that one sentence may have; the packages of the tests know no more."""


def placeholder(number: int) -> str:
    """The placeholder with this number, from 1."""
    return f"X{number}"
