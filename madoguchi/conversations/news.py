"""Word, within this process, that a conversation has changed.

What other processes write is found by looking into the database (``channels/web/streams.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

Listener = Callable[[str], None]
"""Is given the conversation's id, by whichever thread has committed the change."""

_listeners: list[Listener] = []


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have the listener hear of every change within the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def announce(session: Session, conversation_id: str) -> None:
    """Tell the listeners once the session has committed; nobody is told what is rolled back."""

    def committed(session: Session) -> None:
        for listener in tuple(_listeners):
            listener(conversation_id)

    event.listen(session, "after_commit", committed, once=True)
