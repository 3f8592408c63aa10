"""Voice messages on LINE: heard here, shown, and answered as if they had been typed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from channels.limiting import Limits
from channels.line import contents, hearing, taking
from channels.line.inbound import HEARD
from channels.line.inbox import NEW
from madoguchi.answers import emergency
from madoguchi.errors import MadoguchiError
from madoguchi.languages.strings import text
from madoguchi.settings import settings
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TurnRow
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Final, Heard, Hypothesis
from tests.channels.conftest import Gateway
from tests.channels.line import events
from tests.channels.line.applying import asking, conversation
from tests.channels.line.handling import event_row, handled, texts
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.records import PREPARING, READY, Content
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import eventually, turn_answer
from tests.channels.voice.browser_peer import spoken
from tests.madoguchi.voice.recorder import recorded

pytestmark = pytest.mark.usefixtures("nothing_rejected")

CONTENT = "/v2/bot/message/"
WORDS = "佐藤美咲です"


@lru_cache
def recording(words: str, language: str = "ja") -> bytes:
    """What the microphone of LINE's app makes of the words, in our own voice."""
    return recorded(spoken(words, language))


def silence(seconds: float) -> bytes:
    return recorded(bytes(2 * round(SAMPLE_RATE * seconds)))


SOUND = silence(1)


@dataclass
class Ear:
    """A recogniser that hears what it is told to, of whatever sound."""

    says: tuple[str, ...] = ("住民票",)
    confidence: float = 0.9
    waits_for: threading.Event | None = None
    engine: str = "whisper"
    listened: int = 0
    expected: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def stream(self) -> Ear:
        self.listened += 1
        return self

    def expect(self, words: Sequence[str], example: str = "") -> None:
        self.expected.append((tuple(words), example))

    def feed(self, pcm: bytes) -> list[Heard]:
        return []

    def finish(self) -> list[Heard]:
        if self.waits_for is not None:
            assert self.waits_for.wait(20)
        return [Final((Hypothesis(one, self.confidence),), 0.0, 1.0) for one in self.says]


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    """In the place of the real ear: Whisper needs a second, and does not err when asked to."""
    found = Ear()
    monkeypatch.setattr(hearing, "recogniser", lambda language: found)
    return found


def turns(resident: Resident) -> list[str]:
    """What is kept of what the resident said."""
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow).where(TurnRow.conversation_id == conversation(resident))
        )
        return [str(row.content) for row in rows if row.role == "resident"]


@pytest.fixture
def applicant(resident: Resident, gateway: Gateway) -> Resident:
    """Reports a hole in the road; the form has come to the place."""
    resident.say("道路に穴があります")
    resident.wait_for(1)
    handled(resident)
    asking(resident, "place", values={"damage_kind": "pothole"}, history=("damage_kind",))
    gateway.peer.turns.clear()
    return resident


def test_who_speaks_japanese_is_heard_shown_and_answered(
    resident: Resident, gateway: Gateway, line_peer: LinePeer
) -> None:
    """Whisper itself, from the sound of a voice in an M4A to the answer."""
    resident.audio(recording("住民票の写しは、どこで取れますか。"))
    heard, answer = texts(resident.wait_for(2, 60))
    (turn,) = gateway.peer.turns
    assert turn["text"].startswith("住民票の写し")
    assert "取れますか" in turn["text"]
    assert turn["metadata"]["heard"] is True
    assert heard == f"「{turn['text']}」とお聞きしました。違うときは、文字でお送りください。"
    assert answer == f"「{turn['text']}」ですね。"
    assert (resident.user_id, 20) in line_peer.loadings
    row = handled(resident)
    assert row.event is None
    assert [each["via"] for each in row.deliveries if each["outcome"] == "sent"] == ["reply"]


@pytest.mark.parametrize("sound", [silence(3), recorded(
    (6_000 * np.sin(2 * np.pi * 440 * np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE))
    .astype("<i2").tobytes())], ids=["silence", "a tone"])  # fmt: skip
def test_in_silence_and_tones_whisper_hears_nobody(
    resident: Resident, gateway: Gateway, sound: bytes
) -> None:
    resident.audio(sound)
    (told,) = texts(resident.wait_for(1, 60))
    assert "うまく聞き取れませんでした" in told
    assert gateway.peer.turns == []


def test_nothing_that_was_said_is_logged_or_readable_on_the_disk(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    ear.says = (WORDS,)
    with capture_logs() as entries:
        resident.audio(SOUND)
        resident.wait_for(2)
        handled(resident)
    (entry,) = [entry for entry in entries if entry["event"] == "line_voice"]
    assert entry["outcome"] == "heard"
    assert WORDS not in str(entries)
    stored = gateway.stored_bytes()
    assert WORDS.encode() not in stored
    assert SOUND[-500:] not in stored
    assert WORDS in turns(resident)[0]


def test_what_is_delivered_again_is_listened_to_and_answered_once(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    resident.audio(SOUND)
    resident.redeliver()
    resident.wait_for(2)
    resident.redeliver()
    resident.say("つぎ")
    assert texts(resident.wait_for(3))[1:] == ["「住民票」ですね。", "「つぎ」ですね。"]
    assert ear.listened == 1
    assert gateway.peer.said == ["住民票", "つぎ"]


def test_a_content_is_waited_for_while_line_prepares_it(
    resident: Resident, line_peer: LinePeer, ear: Ear
) -> None:
    message = events.audio_message()
    line_peer.contents[message["id"]] = Content(SOUND, "audio/x-m4a", PREPARING)
    resident._send_message(message)
    eventually(lambda: len(line_peer.calls_to(f"{CONTENT}{message['id']}")) > 1)
    line_peer.contents[message["id"]].state = READY
    assert texts(resident.wait_for(2))[1] == "「住民票」ですね。"


def test_a_gateway_that_goes_down_while_it_fetches_answers_once_afterwards(
    resident: Resident, gateway: Gateway, line_peer: LinePeer, ear: Ear
) -> None:
    message = events.audio_message()
    line_peer.contents[message["id"]] = Content(SOUND, "audio/x-m4a", PREPARING)
    resident._send_message(message)
    eventually(lambda: line_peer.calls_to(f"{CONTENT}{message['id']}"))
    gateway.restart()
    line_peer.contents[message["id"]].state = READY
    resident.wait_for(2, 40)
    handled(resident)
    assert gateway.peer.said == ["住民票"]
    assert len(resident.messages) == 2


def test_a_gateway_that_goes_down_before_the_answer_does_not_listen_again(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    gateway.peer.stop()
    resident.audio(SOUND)
    eventually(lambda: event_row(resident).status != NEW)
    ear.says = ("別の言葉",)
    gateway.restart()
    gateway.peer.start()
    handled(resident)
    assert gateway.peer.said == ["住民票"]
    assert ear.listened == 1


def test_while_one_is_listened_to_others_are_answered_and_their_own_words_wait(
    resident: Resident, gateway: Gateway, line_peer: LinePeer, ear: Ear
) -> None:
    ear.waits_for = threading.Event()
    resident.audio(SOUND)
    eventually(lambda: ear.listened == 1)
    begun = event_row(resident).event
    assert begun is not None
    assert begun[HEARD] == {"tries": 1}, "in case it kills the process"
    resident.say("つぎ")
    other = Resident(line_peer, gateway.base)
    other.say("ごみ")
    assert texts(other.wait_for(1)) == ["「ごみ」ですね。"]
    assert resident.messages == []
    ear.waits_for.set()
    resident.wait_for(3)
    assert gateway.peer.said == ["ごみ", "住民票", "つぎ"]


def test_a_file_that_kills_the_process_again_and_again_is_given_up(
    resident: Resident, gateway: Gateway, line_peer: LinePeer, ear: Ear
) -> None:
    """Tries that died left a note in the event; here they are noted beforehand."""
    message = events.audio_message()
    line_peer.contents[message["id"]] = Content(SOUND, "audio/x-m4a")
    sent = resident._answerable("message", message=message)
    resident.send({**sent, HEARD: {"tries": 3}})
    assert "音声を受け取れませんでした" in texts(resident.wait_for(1))[0]
    assert ear.listened == 0
    assert gateway.peer.turns == []


def broken_model(language: str) -> Ear:
    raise MadoguchiError("bad-whisper-model", "damaged")


def no_memory(language: str) -> Ear:
    raise RuntimeError("out of memory")


@pytest.mark.parametrize(
    ("sound", "attribute", "value", "words"),
    [
        (b"", None, None, "音声を受け取れませんでした"),
        (b"ftypM4A", None, None, "音声を受け取れませんでした"),
        (b"\xff\xd8\xff" + bytes(900), None, None, "音声を受け取れませんでした"),
        (SOUND[: len(SOUND) // 2], None, None, "音声を受け取れませんでした"),
        (bytes(hearing.MOST_BYTES + 1), None, None, "1分まで"),
        (silence(63), None, None, "1分まで"),
        (SOUND, "PATIENCE_SECONDS", 0.0, "ただいま混み合っている"),
        (SOUND, "recogniser", broken_model, "音声メッセージは読み取ることができません"),
        (SOUND, "recogniser", no_memory, "音声メッセージは読み取ることができません"),
        (SOUND, "recogniser", lambda _: Ear(says=()), "うまく聞き取れませんでした"),
        (SOUND, "recogniser", lambda _: Ear(says=("",)), "うまく聞き取れませんでした"),
        (SOUND, "recogniser", lambda _: Ear(confidence=0.2), "うまく聞き取れませんでした"),
    ],
)
def test_what_is_not_heard_is_explained_and_the_question_stays(
    applicant: Resident,
    gateway: Gateway,
    ear: Ear,
    monkeypatch: pytest.MonkeyPatch,
    sound: bytes,
    attribute: str | None,
    value: Any,
    words: str,
) -> None:
    if attribute is not None:
        monkeypatch.setattr(hearing, attribute, value)
    applicant.audio(sound)
    problem, question = texts(applicant.wait_for(3)[1:])
    assert words in problem
    assert "文字で" in problem
    assert question == "場所を教えてください。"
    handled(applicant)
    assert gateway.peer.turns == []


def elsewhere() -> dict[str, Any]:
    provider = {"type": "external", "originalContentUrl": "https://example.com/original.m4a"}
    return events.audio_message() | {"contentProvider": provider}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (lambda: events.audio_message(duration_ms=600_000), "1分まで"),
        (elsewhere, "音声メッセージは読み取ることができません"),
    ],
)
def test_what_is_too_long_or_elsewhere_is_not_fetched(
    resident: Resident,
    line_peer: LinePeer,
    ear: Ear,
    message: Callable[[], dict[str, Any]],
    words: str,
) -> None:
    sent = message()
    resident._send_message(sent)
    assert words in texts(resident.wait_for(1))[0]
    assert line_peer.calls_to(f"{CONTENT}{sent['id']}") == []


def test_without_a_model_the_resident_is_asked_to_type(
    resident: Resident, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "model_of", lambda language: None)
    resident.audio(SOUND)
    (told,) = texts(resident.wait_for(1))
    assert "音声メッセージは読み取ることができません" in told
    assert "文字で送ってください" in told
    assert line_peer.calls_to(f"{CONTENT}{resident.sent[-1]['message']['id']}") == []


def test_what_line_does_not_give_is_asked_for_once_more(
    resident: Resident, line_peer: LinePeer, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "PATIENCE_SECONDS", 0.3)
    message = events.audio_message()
    line_peer.contents[message["id"]] = Content(SOUND, "audio/x-m4a", PREPARING)
    resident._send_message(message)
    (told,) = texts(resident.wait_for(1))
    assert "もう一度お話しいただくか" in told


def test_a_message_that_is_gone_before_it_is_fetched_is_borne(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    resident._send_message(message := events.audio_message())
    resident.unsend(message["id"])
    handled(resident)
    assert gateway.peer.turns == []
    assert ear.listened == 0
    resident.say("つぎ")
    assert texts(resident.wait_for(2))[-1] == "「つぎ」ですね。"


def test_what_was_heard_is_erased_when_it_is_taken_back(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    ear.says = (WORDS,)
    resident.audio(SOUND)
    message_id = resident.sent[-1]["message"]["id"]
    resident.wait_for(2)
    handled(resident)
    assert WORDS in turns(resident)[0]
    resident.unsend(message_id)
    handled(resident)
    assert WORDS not in str(turns(resident))
    talk = conversation(resident)
    assert gateway.peer.unsaid == [(talk, f"{talk}:line-{message_id}")]


def test_what_is_taken_back_while_the_bot_is_away_is_not_quoted(
    resident: Resident, gateway: Gateway, ear: Ear
) -> None:
    ear.says = (WORDS,)
    gateway.peer.stop()
    resident.audio(SOUND)
    resident.wait_for(1)  # the apology
    resident.unsend(resident.sent[-1]["message"]["id"])
    eventually(lambda: event_row(resident).status != NEW)
    gateway.peer.start()
    handled(resident)
    handled(resident, 0)
    assert gateway.peer.said == []
    assert WORDS not in str(texts(resident.messages))
    assert WORDS not in str(turns(resident))


def test_danger_goes_through_however_faintly_it_is_heard_and_nothing_stands_before_it(
    applicant: Resident, gateway: Gateway, ear: Ear
) -> None:
    gateway.peer.answering = lambda turn: turn_answer(
        emergency.message(turn["text"]), intent="emergency"
    )
    ear.says, ear.confidence = ("火事です、助けて",), 0.05
    applicant.audio(SOUND)
    answer, heard = texts(applicant.wait_for(3)[1:])
    (turn,) = gateway.peer.turns
    assert (turn["text"], turn["intent"]) == ("火事です、助けて", "emergency")
    assert "119" in answer
    assert heard.startswith("「火事です、助けて」")


def test_an_answer_is_taken_as_if_it_had_been_typed(
    applicant: Resident, gateway: Gateway, ear: Ear
) -> None:
    ear.says = ("本町1丁目5番の角です",)
    applicant.audio(SOUND)
    heard, _ = texts(applicant.wait_for(3)[1:])
    (turn,) = gateway.peer.turns
    assert (turn["intent"], turn["entities"]) == (None, None)
    assert turn["text"] == "本町1丁目5番の角"
    assert heard.startswith("「本町1丁目5番の角」とお聞きしました。")


def test_a_choice_is_taken_by_its_button_and_shown_by_its_label(
    applicant: Resident, gateway: Gateway, ear: Ear
) -> None:
    asking(applicant, "danger_now", values={"damage_kind": "pothole", "place": "角"})
    ear.says = ("はい、そうです",)
    applicant.audio(SOUND)
    heard, _ = texts(applicant.wait_for(3)[1:])
    (turn,) = gateway.peer.turns
    assert turn["entities"] == {"field": "danger_now", "value": "yes"}
    assert turn["metadata"]["heard"] is True
    assert heard.startswith("「はい」とお聞きしました。")
    assert any("はい" in word for word in ear.expected[0][0])


def test_a_voice_that_consents_reaches_the_form_as_a_voice(
    applicant: Resident, gateway: Gateway, ear: Ear
) -> None:
    asking(applicant, "place", phase="confirming_cancel")
    ear.says = ("はい",)
    applicant.audio(SOUND)
    applicant.wait_for(3)
    (turn,) = gateway.peer.turns
    assert (turn["text"], turn["entities"]) == ("はい", None)
    assert (turn["metadata"]["pressed"], turn["metadata"]["heard"]) == (False, True)


def test_where_an_address_is_asked_for_its_places_are_expected(
    resident: Resident, ear: Ear
) -> None:
    resident.say("粗大ごみ")
    handled(resident)
    asking(resident, "address", procedure="bulky-waste", values={"postal_code": "150-0043"})
    resident.audio(SOUND)
    resident.wait_for(3)
    ((words, example),) = ear.expected
    assert "渋谷区道玄坂" in words
    assert "道玄坂" in example


def test_a_typed_word_is_no_voice(resident: Resident, gateway: Gateway) -> None:
    resident.say("はい")
    assert len(resident.wait_for(1)) == 1
    assert gateway.peer.turns[-1]["metadata"]["heard"] is False


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hant"])
def test_what_was_heard_is_shown_in_the_language_of_the_resident(
    gateway: Gateway, line_peer: LinePeer, ear: Ear, language: str
) -> None:
    resident = Resident(line_peer, gateway.base, language=language)
    ear.says = ("hello",)
    resident.audio(SOUND)
    assert texts(resident.wait_for(2))[0] == text(language, "line.heard", words="hello")


def test_the_ear_is_that_of_the_language(
    gateway: Gateway, line_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def of_language(language: str) -> Ear:
        asked.append(language)
        return Ear(("xin chào",))

    monkeypatch.setattr(hearing, "recogniser", of_language)
    resident = Resident(line_peer, gateway.base, language="vi")
    resident.audio(SOUND)
    resident.wait_for(2)
    assert asked == ["vi"]


@pytest.fixture
def two_a_minute() -> Iterator[None]:
    taking.use_limits(Limits(settings().model_copy(update={"messages_per_minute": 2})))
    yield
    taking.use_limits(Limits(settings()))


@pytest.mark.usefixtures("two_a_minute")
def test_who_speaks_too_often_is_told_once_and_not_listened_to(
    resident: Resident, line_peer: LinePeer, ear: Ear
) -> None:
    for _ in range(4):
        resident.audio(SOUND)
    handled(resident)
    said = texts(resident.messages)
    assert len(said) == 5, "two answers with what was heard, and one remark"
    assert "1分ほど待って" in said[4]
    assert ear.listened == 2
    for number in (2, 3):
        message = resident.sent[number]["message"]["id"]
        assert line_peer.calls_to(f"{CONTENT}{message}") == []
    assert event_row(resident, 3).event is None
