"""Our tracker store: Rasa's SQL store with its events encrypted at rest, and expiring.

The events hold what residents typed. They are kept for as long as a conversation may be taken up
again, and are erased when the resident asks.
"""

from __future__ import annotations

import json
import time
from typing import Any, Dict, Optional, Text

import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.types import TypeDecorator

SECONDS_PER_DAY = 86_400
SECONDS_BETWEEN_PURGES = 3_600

_cipher: Optional[MultiFernet] = None


class EncryptedText(TypeDecorator):
    """Text that is encrypted (Fernet) in the database and plain in Python."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Optional[Text], dialect: Any) -> Optional[Text]:
        """Encrypt on the way in."""
        return None if value is None else _require_cipher().encrypt(value.encode()).decode()

    def process_result_value(self, value: Optional[Text], dialect: Any) -> Optional[Text]:
        """Decrypt on the way out."""
        return None if value is None else _require_cipher().decrypt(value.encode()).decode()


def _require_cipher() -> MultiFernet:
    if _cipher is None:
        raise RuntimeError("the tracker store was used before it was given its keys")
    return _cipher


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # Both hold for one connection only, so each new one is told.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


class EncryptedTrackerStore(SQLTrackerStore):
    """Settings in endpoints.yml: ``url`` (SQLAlchemy), ``keys`` (Fernet keys, newest first, separated
    by commas) and ``days`` (after which an untouched conversation is erased).
    """

    Base: Any = declarative_base()

    class SQLEvent(Base):
        """One event of a conversation; its columns are those of Rasa's own store."""

        __tablename__ = "events"

        id = sa.Column(sa.Integer, primary_key=True)
        sender_id = sa.Column(sa.String(255), nullable=False, index=True)
        type_name = sa.Column(sa.String(255), nullable=False)
        timestamp = sa.Column(sa.Float)
        intent_name = sa.Column(sa.String(255))
        action_name = sa.Column(sa.String(255))
        data = sa.Column(EncryptedText)

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[EndpointConfig] = None,
        keys: Text = "",
        days: Any = 30,
        event_broker: Any = None,
        **kwargs: Any,
    ) -> None:
        global _cipher
        _cipher = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
        self.retention_seconds = float(days) * SECONDS_PER_DAY
        self._purged_at = 0.0
        # Rasa hands a custom store the endpoint as ``host``; a whole URL passes through get_db_url.
        url = host.url if isinstance(host, EndpointConfig) else host
        super().__init__(domain=domain, host=url, event_broker=event_broker)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()  # what was opened before listens to nothing
        self.purge(time.time())

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the new events; now and then erase what has expired."""
        await super().save(tracker)
        now = time.time()
        if now - self._purged_at > SECONDS_BETWEEN_PURGES:
            self.purge(now)

    def purge(self, now: float) -> int:
        """Erase every conversation whose last event is older than the retention; returns how many
        events went. ``now`` is in seconds since the epoch."""
        self._purged_at = now
        event = self.SQLEvent
        with self.session_scope() as session:
            stale = (
                session.query(event.sender_id)
                .group_by(event.sender_id)
                .having(sa.func.max(event.timestamp) < now - self.retention_seconds)
            )
            senders = [sender for (sender,) in stale.all()]
            erased = 0
            for start in range(0, len(senders), 500):
                erased += (
                    session.query(event)
                    .filter(event.sender_id.in_(senders[start : start + 500]))
                    .delete(synchronize_session=False)
                )
            session.commit()
        return erased

    def erase(self, sender_id: Text) -> int:
        """Erase one conversation; returns how many events went."""
        with self.session_scope() as session:
            erased = (
                session.query(self.SQLEvent)
                .filter(self.SQLEvent.sender_id == sender_id)
                .delete(synchronize_session=False)
            )
            session.commit()
        return erased

    def unsay(self, sender_id: Text, message_id: Text) -> int:
        """Take one message's words out of a conversation; returns how many events held any.

        The message's own text and entities go, what the bot said to it, and what slots it filled;
        and every later summary of an application, which may repeat it. The events themselves stay,
        so that the dialogue goes on from where it is.
        """
        changed = 0
        is_later = False
        with self.session_scope() as session:
            rows = (
                session.query(self.SQLEvent)
                .filter(self.SQLEvent.sender_id == sender_id)
                .order_by(self.SQLEvent.id)
                .all()
            )
            is_its = False
            for row in rows:
                event = json.loads(row.data)
                if event["event"] == "user":
                    is_its = event.get("message_id") == message_id
                    is_later = is_later or is_its
                if (is_its or (is_later and sums_up(event))) and wordless(event):
                    row.data = json.dumps(event)
                    changed += 1
            session.commit()
        return changed


def sums_up(event: Dict[Text, Any]) -> bool:
    """Whether the event is the bot's summary of an application."""
    custom = (event.get("data") or {}).get("custom") if event["event"] == "bot" else None
    return ((custom or {}).get("message") or {}).get("kind") == "summary"


def wordless(event: Dict[Text, Any]) -> bool:
    """Take a resident's words out of an event, as Rasa writes it; whether it could hold any."""
    kind = event["event"]
    if kind == "user":
        intent = (event.get("parse_data") or {}).get("intent")
        event.update(
            text="", metadata={}, parse_data={"text": "", "intent": intent, "entities": []}
        )
    elif kind == "bot":
        event.update(text=None, data={}, metadata={})
    elif kind == "slot":
        event["value"] = None
    elif kind == "entities":
        event["entities"] = []
    else:
        return False
    return True
