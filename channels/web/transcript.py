"""A conversation as plain text, to keep or to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from channels.conversation import HistoryEntry
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import JST
from madoguchi.languages import ruby
from madoguchi.languages.answers import without_readings
from madoguchi.languages.strings import text
from madoguchi.messages import MESSAGE, BaseMessage, Message, MessageSource


def written(
    entries: Sequence[HistoryEntry], ward: Ward | None, language: str, now: datetime
) -> str:
    """The whole conversation: who said what and when (Japan Standard Time).

    The headings are in the conversation's language, the messages as they were shown.
    """
    head = [
        _words(language, "title"),
        *([ward.names.ja] if ward is not None else []),
        _words(language, "saved", at=_moment(now)),
    ]
    parts = ["\n".join(head), *("\n".join(_entry(entry, language)) for entry in entries)]
    return "\n\n".join(parts) + "\n"


def _entry(entry: HistoryEntry, language: str) -> Iterator[str]:
    message = without_readings(MESSAGE.validate_python(entry.message))
    who = message.author or _words(
        language, "resident" if entry.role == "resident" else "assistant"
    )
    yield f"[{_moment(datetime.fromisoformat(entry.at))}] {who}"
    yield from _lines(message)
    if message.source is not None:
        yield from _source(message.source, language)


def _lines(message: Message) -> Iterator[str]:
    title = getattr(message, "title", None)
    if title:
        yield f"■ {title}"
    yield message.text
    if message.kind == "question" and message.help:
        yield message.help
    if message.kind in ("card", "summary"):
        yield from (f"  {row.label}: {row.value}" for row in message.rows)
    if message.kind == "card":
        yield from (f"  - {item}" for item in message.items)
    if message.kind == "receipt":
        yield f"  {message.receipt_number}"
        yield from filter(None, (message.next_steps,))
    if message.kind == "place":
        facts = (message.name, message.address, message.phone, message.hours)
        yield from (f"  {fact}" for fact in facts if fact)
    if message.kind == "link":
        yield f"  {message.url}"
    yield from (f"  [{choice.label}]" for choice in getattr(message, "choices", ()))
    yield from _original(message)


def _original(message: BaseMessage) -> Iterator[str]:
    if message.original:
        yield f"（{message.original}）"


def _source(source: MessageSource, language: str) -> Iterator[str]:
    shown = " ".join(part for part in (source.title, source.url) if part)
    if shown:
        checked = source.verified_on or source.updated_on
        dated = "" if checked is None else f" ({checked.isoformat()})"
        yield f"  {_words(language, 'source')} {shown}{dated}"


def _words(language: str, key: str, **values: str) -> str:
    return ruby.plain(text(language, f"transcript.{key}", **values))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M}"
