"""The errors of the domain: few classes under one base, each with a stable code.

They are mapped to HTTP (RFC 9457), to chat and to speech once, at the edge.
"""

from __future__ import annotations


class MadoguchiError(Exception):
    """Base of all errors that the domain raises on purpose.

    ``code`` is stable and for machines; ``message`` is for the person who caused it: in Japanese
    where a resident reads it, in English where staff or an engineer does.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)  # both, so that it can be pickled
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class CatalogueError(MadoguchiError):
    """Content in ``catalogue/`` is wrong; the message names file, line and field."""


class InvalidValueError(MadoguchiError):
    """A resident's answer does not fit its form field; the message says what is accepted."""


class NotFoundError(MadoguchiError):
    """What was asked for does not exist, or is not the asker's to see."""


class ConflictError(MadoguchiError):
    """The request contradicts the present state, such as a submission that is already closed."""
