"""What can go wrong with a model package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from madoguchi.errors import MadoguchiError


class ModelError(MadoguchiError):
    """A model cannot be had, or is not what it should be; the message says which and why."""


@contextmanager
def os_errors_said() -> Iterator[None]:
    """A decorator: what the system refuses (no permission, a full disk) is a ``ModelError``."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        why = error.strerror or type(error).__name__
        raise ModelError("system-error", f"{where}{why}.") from None
