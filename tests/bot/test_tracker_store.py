"""The tracker store: encrypted on the disk, plain for Rasa, expiring, erasable."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Callable, List, Optional, Text

import pytest
import sqlalchemy as sa
from bot.tracker_store import SECONDS_PER_DAY, EncryptedTrackerStore
from cryptography.fernet import Fernet, InvalidToken
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

WORDS = "佐藤美咲です"
DOMAIN = Domain.from_yaml("intents: [inform]\nslots: {ward: {type: text, mappings: [{type: custom}]}}")
KEY = Fernet.generate_key().decode()
NOW = 1_700_000_000.0

MakeStore = Callable[..., EncryptedTrackerStore]


@pytest.fixture
def store(tmp_path: Path) -> MakeStore:
    """Opens the store, as Rasa would, on the test's database."""

    def opened(keys: Text = KEY, days: object = 30) -> EncryptedTrackerStore:
        url = f"sqlite:///{tmp_path / 'tracker.db'}"
        return EncryptedTrackerStore(DOMAIN, EndpointConfig(url), keys=keys, days=days)

    return opened


def tracker(sender: Text = "s", at: Optional[float] = None, words: Text = WORDS) -> DialogueStateTracker:
    moment = time.time() if at is None else at
    made = DialogueStateTracker.from_events(
        sender,
        [
            UserUttered(words, {"name": "inform", "confidence": 0.9}, timestamp=moment),
            SlotSet("ward", "nerima", timestamp=moment),
            ActionExecuted("action_listen", timestamp=moment),
        ],
        slots=DOMAIN.slots,
    )
    return made


async def said(store: TrackerStore, sender: Text = "s") -> List[Text]:
    found = await store.retrieve(sender)
    return [] if found is None else [e.text for e in found.events if isinstance(e, UserUttered)]


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("tracker.db*"))


async def test_a_conversation_is_taken_up_again(store: MakeStore) -> None:
    await store().save(tracker())
    found = await store().retrieve("s")
    assert found is not None
    assert await said(store()) == [WORDS]
    assert found.get_slot("ward") == "nerima"
    assert await store().retrieve("another") is None


async def test_the_disk_shows_no_word(store: MakeStore, tmp_path: Path) -> None:
    await store().save(tracker(words=WORDS + " MISAKI"))
    raw = on_disk(tmp_path)
    assert b"inform" in raw
    for words in ("MISAKI", WORDS, "nerima"):
        assert words.encode() not in raw
        assert words.encode("unicode_escape") not in raw


async def test_a_key_is_rotated_without_losing_a_conversation(store: MakeStore) -> None:
    new = Fernet.generate_key().decode()
    await store(KEY).save(tracker())
    assert await said(store(f"{new},{KEY}")) == [WORDS]
    await store(f"{new}, {KEY}").save(tracker("later"))
    assert await said(store(new), "later") == [WORDS]
    with pytest.raises(InvalidToken):
        await said(store(new), "s")


@pytest.mark.parametrize("keys", ["", " , ", "no key"])
def test_without_a_key_it_does_not_open(store: MakeStore, keys: Text) -> None:
    with pytest.raises(ValueError):
        store(keys)


async def test_erasing_leaves_nothing(store: MakeStore, tmp_path: Path) -> None:
    opened = store()
    await opened.save(tracker("s"))
    await opened.save(tracker("other"))
    assert opened.erase("s") == 3
    assert opened.erase("s") == 0
    assert await opened.retrieve("s") is None
    assert await said(opened, "other") == [WORDS]


async def test_one_message_is_unsaid_and_the_dialogue_goes_on(
    store: MakeStore, tmp_path: Path
) -> None:
    opened = store()
    talk = DialogueStateTracker.from_events(
        "s",
        [
            UserUttered("引っ越します", {"name": "inform", "confidence": 0.9}, message_id="s:1"),
            BotUttered("お名前は？"),
            UserUttered(
                WORDS,
                {"name": "inform", "confidence": 0.9},
                [{"entity": "name", "value": WORDS}],
                message_id="s:2",
                metadata={"text": WORDS},
            ),
            SlotSet("ward", WORDS),
            BotUttered(f"{WORDS}ですね", {"custom": {"text": WORDS}}),
            UserUttered("はい", {"name": "inform", "confidence": 0.9}, message_id="s:3"),
        ],
        slots=DOMAIN.slots,
    )
    await opened.save(talk)
    assert opened.unsay("s", "s:2") == 3
    assert opened.unsay("s", "unknown") == opened.unsay("other", "s:2") == 0
    found = await store().retrieve("s")
    assert found is not None
    assert await said(opened) == ["引っ越します", "", "はい"]
    assert found.get_slot("ward") is None
    assert [e.text for e in found.events if isinstance(e, BotUttered)] == ["お名前は？", None]
    assert found.latest_message is not None
    assert WORDS not in json.dumps([e.as_dict() for e in found.events], ensure_ascii=False)


async def test_a_later_summary_of_the_application_goes_with_the_message(store: MakeStore) -> None:
    opened = store()
    inform = {"name": "inform", "confidence": 0.9}
    summary = {"custom": {"message": {"kind": "summary", "rows": [{"value": WORDS}]}}}
    question = {"custom": {"message": {"kind": "question", "text": "お名前は？"}}}
    talk = DialogueStateTracker.from_events(
        "s",
        [
            UserUttered("前", inform, message_id="s:1"),
            BotUttered(None, {"custom": {"message": {"kind": "summary", "rows": []}}}),
            UserUttered(WORDS, inform, message_id="s:2"),
            BotUttered(None, question),
            UserUttered("はい", inform, message_id="s:3"),
            BotUttered(None, question),
            BotUttered(None, summary),
        ],
        slots=DOMAIN.slots,
    )
    await opened.save(talk)
    opened.unsay("s", "s:2")
    found = await store().retrieve("s")
    assert found is not None
    assert WORDS not in json.dumps([e.as_dict() for e in found.events], ensure_ascii=False)
    kinds = [
        ((e.data.get("custom") or {}).get("message") or {}).get("kind")
        for e in found.events
        if isinstance(e, BotUttered)
    ]
    assert kinds == ["summary", None, "question", None]


async def test_conversations_expire_after_their_last_event(store: MakeStore) -> None:
    opened = store(days=30)
    now = time.time()
    await opened.save(tracker("old", now - 31 * SECONDS_PER_DAY))
    await opened.save(tracker("resumed", now - 31 * SECONDS_PER_DAY))
    resumed = await opened.retrieve("resumed")
    assert resumed is not None
    resumed.update(ActionExecuted("action_listen", timestamp=now))
    await opened.save(resumed)
    await opened.save(tracker("young", now - 29 * SECONDS_PER_DAY))
    assert opened.purge(now) == 3
    assert set(await opened.keys()) == {"resumed", "young"}
    assert await said(opened, "resumed") == [WORDS]


async def test_what_expired_goes_when_the_store_opens_and_now_and_then(store: MakeStore) -> None:
    opened = store(days="30")
    old = time.time() - 31 * SECONDS_PER_DAY
    await opened.save(tracker("old", old))
    assert set(await store().keys()) == set()
    opened._purged_at = 0.0
    await opened.save(tracker("another", old))
    assert set(await opened.keys()) == set()


async def test_more_senders_than_one_statement_takes_are_purged(store: MakeStore) -> None:
    opened = store()
    old = time.time() - 31 * SECONDS_PER_DAY
    with opened.session_scope() as session:
        session.add_all(
            opened.SQLEvent(sender_id=f"s{n}", type_name="slot", timestamp=old, data="{}")
            for n in range(1201)
        )
        session.commit()
    assert opened.purge(time.time()) == 1201


def test_every_connection_overwrites_what_it_deletes(store: MakeStore) -> None:
    engine = store().engine
    connections = [engine.connect() for _ in range(3)]
    for connection in connections:
        assert connection.execute(sa.text("PRAGMA secure_delete")).scalar() == 1
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        connection.close()
