"""What can go wrong with a model package."""

from __future__ import annotations

from madoguchi.errors import MadoguchiError


class ModelError(MadoguchiError):
    """A model cannot be had, or is not what it should be; the message says which and why."""
