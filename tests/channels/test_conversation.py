"""The one path of all channels, without HTTP: remember once, keep the answer once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from channels import conversation, erasure
from channels.conversation import Started
from channels.incoming import Incoming
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.forms import application
from madoguchi.messages import Button, ChoicesMessage, SummaryMessage, SummaryRow, TextMessage
from madoguchi.shelters.position import Position
from madoguchi.storage.database import transaction

pytestmark = pytest.mark.usefixtures("clean_database")


@pytest.fixture
def started(clean_database: object, catalogue: Catalogue, clock: Clock) -> Started:
    return conversation.start(catalogue, clock, channel="web", ward_id="shibuya", language="ja")


@pytest.fixture
def say(started: Started, clock: Clock) -> Callable[..., conversation.Turn]:
    def remember(text: str | None = None, **more: str) -> conversation.Turn:
        incoming = Incoming(more.pop("id", text or "m"), text, more.get("postback"))
        return conversation.remember(started.id, incoming, clock)

    return remember


def test_a_message_is_remembered_once(say: Callable[..., conversation.Turn]) -> None:
    first = say("a", id="m-1")
    assert say("b", id="m-1") == first
    assert say("a", id="m-2").id != first.id


def test_a_message_that_arrives_at_once_is_remembered_once(
    say: Callable[..., conversation.Turn], started: Started
) -> None:
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda _: say("a", id="m-1"), range(16)))
    assert len({turn.id for turn in turns}) == 1
    assert len(conversation.history(started.id, 0)) == 2


def test_messages_at_once_all_find_a_place_in_line(
    say: Callable[..., conversation.Turn], started: Started
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: say(f"m{n}"), range(24)))
    entries = conversation.history(started.id, 0)
    assert [entry.seq for entry in entries] == list(range(1, 26))


def test_an_earlier_message_goes_first(say: Callable[..., conversation.Turn], clock: Clock) -> None:
    first, second = say("a"), say("b")
    assert not conversation.earlier_pending(first)
    assert conversation.earlier_pending(second)
    conversation.keep_answer(first.id, (), {}, clock)
    assert not conversation.earlier_pending(second)


def test_an_answer_is_kept_once(
    say: Callable[..., conversation.Turn], started: Started, clock: Clock
) -> None:
    turn = say("a")
    for text in ("一", "二"):
        conversation.keep_answer(turn.id, (TextMessage(text=text),), {"intent": "greet"}, clock)
    kept = conversation.load_turn(turn.id)
    assert kept is not None
    assert (kept.status, kept.understanding) == ("answered", {"intent": "greet"})
    assert conversation.answer_to(kept) == (TextMessage(text="一"),)
    assert not conversation.has_pending(started.id)


def test_an_answer_to_an_erased_message_goes_nowhere(
    say: Callable[..., conversation.Turn], started: Started, clock: Clock
) -> None:
    turn = say("a")
    erasure.erase(started.id)
    conversation.keep_answer(turn.id, (TextMessage(text="一"),), {}, clock)
    assert conversation.load_turn(turn.id) is None
    assert conversation.history(started.id, 0) == ()


def test_a_message_to_an_erased_conversation_is_refused(
    say: Callable[..., conversation.Turn], started: Started
) -> None:
    erasure.erase(started.id)
    erasure.erase(started.id)
    with pytest.raises(NotFoundError) as caught:
        say("a")
    assert caught.value.code == "unknown-conversation"


def test_a_button_is_known_by_the_label_it_was_shown_with_last(
    say: Callable[..., conversation.Turn], clock: Clock
) -> None:
    for label in ("古い名前", "転入届"):
        shown = ChoicesMessage(text="?", choices=(Button(label=label, postback="apply:moving-in"),))
        conversation.keep_answer(say(label).id, (shown,), {}, clock)
    turn = say(id="p", postback="apply:moving-in")
    assert conversation.asked(turn) == (
        "転入届", "start_application", {"procedure": "moving-in"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pressed", "label"),
    [
        ("edit:place", "場所を直す"),
        ("ward:nerima", "練馬区"),
        ("language:vi", "Tiếng Việt"),
        ("edit:name", ""),
        ("ward:osaka", ""),
    ],
)
def test_what_the_channel_offers_by_itself_has_a_name_too(
    say: Callable[..., conversation.Turn], clock: Clock, pressed: str, label: str
) -> None:
    row = SummaryRow(field="place", label="場所", value="駅前", edit="edit:place")
    shown = SummaryMessage(text="?", title="申請内容", rows=(row,), choices=())
    conversation.keep_answer(say("はい").id, (shown,), {}, clock)
    text, _, _ = conversation.asked(say(id="p", postback=pressed))
    assert text == label


def test_a_forged_postback_is_refused(say: Callable[..., conversation.Turn]) -> None:
    with pytest.raises(InvalidValueError):
        say(id="p", postback="drop:everything")


def test_danger_is_an_emergency_before_rasa_is_asked(say: Callable[..., conversation.Turn]) -> None:
    assert conversation.asked(say("火事です！")) == ("火事です！", "emergency", {})
    assert conversation.asked(say("/affirm")) == ("/affirm", None, None)


def test_the_ward_of_an_answer_becomes_the_conversations(
    say: Callable[..., conversation.Turn], started: Started, catalogue: Catalogue, clock: Clock
) -> None:
    conversation.keep_answer(say("a").id, (), {"ward": "nerima"}, clock)
    ward = conversation.ward_of(started.id, catalogue)
    assert ward is not None
    assert ward.id == "nerima"


def test_an_unknown_ward_starts_nothing(catalogue: Catalogue, clock: Clock) -> None:
    with pytest.raises(NotFoundError):
        conversation.start(catalogue, clock, channel="web", ward_id="osaka", language="ja")


def test_no_two_conversations_share_a_token(catalogue: Catalogue, clock: Clock) -> None:
    made = [
        conversation.start(catalogue, clock, channel="web", ward_id=None, language="ja")
        for _ in range(10)
    ]
    assert len({one.token for one in made} | {one.id for one in made}) == 20


HERE = Position(35.73512, 139.65034)
ADDRESS = "〒176-0012 東京都練馬区豊玉北6-12-1"


def share(started: Started, clock: Clock, address: str | None = ADDRESS) -> conversation.Turn:
    return conversation.remember(started.id, Incoming("line-1", address, position=HERE), clock)


def open_form(started: Started, catalogue: Catalogue, clock: Clock) -> None:
    with transaction() as session:
        application.begin(
            session,
            catalogue,
            conversation_id=started.id,
            message_id="m",
            procedure_id="road-damage-report",
            ward_id="shibuya",
            opening="",
            now=clock(),
        )


@pytest.mark.parametrize(
    ("address", "near"),
    [
        (ADDRESS, "35.73512,139.65034:in-nerima"),
        ("東京都武蔵野市中町1-1", "35.73512,139.65034"),
        (None, "35.73512,139.65034"),
    ],
)
def test_a_position_asks_what_is_near_it(
    started: Started, clock: Clock, address: str | None, near: str
) -> None:
    turn = share(started, clock, address)
    assert conversation.asked(turn) == ("位置情報", "ask_nearest_shelter", {"near": near})
    assert conversation.history(started.id, 1)[0].message["text"] == "位置情報"


def test_in_a_form_the_address_of_a_position_is_the_answer(
    started: Started, clock: Clock, catalogue: Catalogue
) -> None:
    open_form(started, catalogue, clock)
    assert conversation.asked(share(started, clock)) == (ADDRESS, None, None)


def test_in_a_form_a_position_without_an_address_asks_what_is_near_it(
    started: Started, clock: Clock, catalogue: Catalogue
) -> None:
    open_form(started, catalogue, clock)
    assert conversation.asked(share(started, clock, None))[1] == "ask_nearest_shelter"


def test_a_position_is_readable_nowhere_in_the_database(
    started: Started, clock: Clock, clean_database: Path
) -> None:
    turn = share(started, clock)
    conversation.keep_answer(
        turn.id, (TextMessage(text="近くの公園です。"),), {"intent": "ask_nearest_shelter"}, clock
    )
    stored = b"".join(path.read_bytes() for path in clean_database.parent.glob("*.db*"))
    assert b"ask_nearest_shelter" in stored
    for part in ("35.735", "139.650", "豊玉北"):
        assert part.encode() not in stored


def test_a_position_of_the_page_is_called_so(
    say: Callable[..., conversation.Turn], started: Started
) -> None:
    say(postback="near:35.73512,139.65034")
    assert conversation.history(started.id, 1)[0].message["text"] == "位置情報"
