"""A caller in tests: speaks to a Dialogue that speaks to the real forms."""

from __future__ import annotations

from datetime import date
from itertools import count

from madoguchi import postback
from madoguchi.answers import emergency, guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.forms import application, engine
from madoguchi.forms.turn import Turn
from madoguchi.languages.answers import shown
from madoguchi.messages import Message, QuestionMessage
from madoguchi.storage.database import transaction
from madoguchi.voice.manners.acts import Act, Say, Send
from madoguchi.voice.manners.dialogue import Dialogue
from madoguchi.voice.recognition.recogniser import Final, Hypothesis
from tests.conftest import NOW

_ANSWERS = {
    FieldKind.TEXT: "交差点の角です",
    FieldKind.NAME: "山田 太郎",
    FieldKind.KANA: "やまだ たろう",
    FieldKind.DATE: "昨日",
    FieldKind.ADDRESS: "練馬区豊玉北六丁目十二の一",
    FieldKind.PHONE: "〇九〇 一二三四 五六七八",
    FieldKind.YES_NO: "はい",
    FieldKind.NUMBER: "三",
}
TODAY = date(2026, 11, 24)
CONVERSATION = "00000000-0000-4000-8000-000000000001"


def final(*texts: str, confidence: float = 0.9) -> Final:
    """An utterance with its hypotheses, likeliest first."""
    return Final(
        tuple(Hypothesis(text, confidence / (at + 1)) for at, text in enumerate(texts)), 0.0, 1.0
    )


def dialogue(language: str = "ja", *, has_screen: bool = False, ward: str = "nerima") -> Dialogue:
    """A dialogue of a caller of Nerima, by telephone unless they have a screen."""
    return Dialogue(
        language,
        lambda: TODAY,
        engine="vosk",
        has_screen=has_screen,
        ward=catalogue().wards[ward],
    )


def sent(acts: list[Act]) -> list[Send]:
    return [act for act in acts if isinstance(act, Send)]


def spoken(acts: list[Act]) -> str:
    """Everything that is said, as one text."""
    return "\n".join(act.text for act in acts if isinstance(act, Say))


class Caller:
    """Calls about one application; what the dialogue sends is answered by the form itself."""

    def __init__(self, procedure: str, opening: str = "", language: str = "ja") -> None:
        self.dialogue = dialogue(language)
        self.language = language
        self.sent: list[Send] = []
        self.messages: tuple[Message, ...] = ()
        self._ids = (f"message-{number}" for number in count())
        with transaction() as session:
            begun = application.begin(
                session,
                catalogue(),
                conversation_id=CONVERSATION,
                message_id=next(self._ids),
                procedure_id=procedure,
                ward_id="nerima",
                opening=opening,
                now=NOW,
            )
        self.heard = self._hear(begun.messages)

    def says(self, *texts: str, confidence: float = 0.9) -> str:
        """Say something; returns what the caller hears."""
        return self._carry_out(self.dialogue.heard(final(*texts, confidence=confidence)))

    def presses(self, digits: str) -> str:
        """Press keys; returns what the caller hears."""
        return self._carry_out(self.dialogue.pressed(digits))

    def agrees_to(self, *texts: str) -> str:
        """Say something that is read back, and confirm it; returns the read-back."""
        read_back = self.says(*texts)
        assert "よろしいですか" in read_back, read_back
        self.says("はい")
        return read_back

    def answer_example(self) -> None:
        """Answer whatever question is asked as its kind allows, and confirm it."""
        question = self.messages[-1]
        assert isinstance(question, QuestionMessage)
        if not question.required:
            self.says("とばす")
            return
        self.agrees_to(_ANSWERS.get(question.field_kind, "一番"))
        while "よろしいですか" in self.heard:
            self.says("はい")

    def _carry_out(self, acts: list[Act]) -> str:
        heard = [spoken(acts)]
        for send in sent(acts):
            self.sent.append(send)
            heard.append(self._hear(self._answer(send)))
        self.heard = "\n".join(filter(None, heard))
        return self.heard

    def _hear(self, messages: tuple[Message, ...]) -> str:
        self.messages = shown(messages, self.language)
        return spoken(self.dialogue.answered(self.messages))

    def _answer(self, send: Send) -> tuple[Message, ...]:
        turn = _turn(send)
        with transaction() as session:
            outcome = application.answer(
                session,
                catalogue(),
                conversation_id=CONVERSATION,
                message_id=next(self._ids),
                turn=turn,
                now=NOW,
            )
            assert outcome is not None
            if outcome.messages:
                return outcome.messages
            draft = application.open_draft(session, CONVERSATION)
            assert draft is not None
        procedure = catalogue().procedure(draft.procedure, draft.ward)
        answer = (
            emergency.message(turn.text)
            if turn.intent == "emergency"
            else guidance.handover(catalogue().wards["nerima"])
        )
        return (answer, *engine.ask_again(procedure, draft, TODAY))


def _turn(send: Send) -> Turn:
    """The turn as the gateway and Rasa make it."""
    if send.postback is not None:
        button = postback.parse(send.postback)
        return Turn("", button.intent, 1.0, button.entities)
    assert send.text is not None
    if emergency.detect(send.text):
        return Turn(send.text, "emergency", 1.0)
    return Turn(send.text, "inform", 0.9)
