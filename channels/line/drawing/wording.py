"""What a drawing says of its own, in the language of the message that is being drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from madoguchi.languages import ruby, strings, translator

_language: ContextVar[str] = ContextVar("language_of_the_drawing", default="ja")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let everything drawn inside speak the language; outside of it a drawing speaks Japanese.

    Context and no argument: the words stand deep in components that know nothing of a message.
    """
    before = _language.set(language if language in strings.LANGUAGES else "ja")
    try:
        yield
    finally:
        _language.reset(before)


def words(key: str, **values: object) -> str:
    """The text of ``catalogue/ui`` by its ``section.key``, without readings, which LINE has not."""
    return ruby.plain(strings.text(_language.get(), key, **values))


def written(japanese: str) -> str:
    """A date, or a date with a time, as the language writes it."""
    return ruby.plain(translator.said(japanese, _language.get()))
