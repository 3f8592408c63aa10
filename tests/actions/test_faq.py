"""A ward's FAQ answers beside the procedures, which go first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from actions.conversation import ActionDecline, ActionFallback
from actions.procedure import ActionAnswerProcedure
from madoguchi.catalogue.search.result import Hit, SearchResult
from madoguchi.faq import index, store, vectors
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.index import FaqIndexes
from madoguchi.messages import ChoicesMessage
from madoguchi.postback import parse
from madoguchi.storage.database import transaction
from tests.actions.conftest import Talk
from tests.conftest import NOW

ANSWER = ActionAnswerProcedure()
Begin = Callable[..., Talk]

ENTRIES = [
    FaqEntry("club-1", "町内会に入るには、どうすればよいですか",
             "お住まいの町内会へご連絡ください。" + "連絡先は地域の掲示板にあります。" * 30,
             "地域"),
    FaqEntry("park-1", "公園でバーベキューはできますか", "できません。", "公園",
             "https://example.jp/park"),
    FaqEntry("pool-1", "区民プールの利用料金はいくらですか", "大人は400円です。"),
    FaqEntry("fire-1", "火事のときはどうすればよいですか", "落ち着いてください。"),
]  # fmt: skip


@pytest.fixture
def shibuya_faq(talk: Begin, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Shibuya has a FAQ, and its index stands."""
    with transaction() as session:
        store.hold(session, "shibuya")
        store.write(session, "shibuya", ENTRIES, NOW)
        store.count_change(session, "shibuya")
    vectors.make("shibuya", ENTRIES)
    indexes = FaqIndexes()
    indexes._make("shibuya")
    monkeypatch.setattr("actions.faq.faq_indexes", lambda: indexes)
    assert indexes.current("shibuya") is not None
    yield
    index.faq_indexes.cache_clear()


@pytest.mark.usefixtures("shibuya_faq")
def test_what_no_procedure_answers_the_faq_does(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(ANSWER, "公園でバーベキューはできますか", "ask_overview")
    assert "できません。" in said
    assert resident.understanding["procedure"] is None
    assert resident.understanding["aspect"] == "faq"
    (message,) = resident.messages
    assert message.source is not None
    assert (message.source.ward, message.source.title, message.source.url) == (
        "shibuya", "渋谷区のよくある質問（公園）", "https://example.jp/park",
    )  # fmt: skip


@pytest.mark.usefixtures("shibuya_faq")
def test_a_long_answer_is_read_on_by_its_button(talk: Begin) -> None:
    resident = talk("shibuya")
    said = resident.say(ANSWER, "町内会に入るにはどうすればよいですか", "ask_how")
    assert "町内会へご連絡ください。" in said
    assert ENTRIES[0].answer not in said
    pressed = parse(resident.buttons["続きを読む"])
    assert ENTRIES[0].answer in resident.press(ANSWER, pressed.intent, **pressed.entities)
    assert resident.understanding["aspect"] == "faq"


@pytest.mark.usefixtures("shibuya_faq")
def test_procedures_and_danger_go_first(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.say(ANSWER, "転入届に必要なものは？", "ask_documents")
    assert resident.understanding["procedure"] == "moving-in"
    assert "119" in resident.say(ANSWER, "台所が火事です！助けて", "ask_overview")


@pytest.mark.usefixtures("shibuya_faq")
@pytest.mark.parametrize("action", [ActionFallback(), ActionDecline()])
def test_what_rasa_does_not_know_the_faq_may(
    talk: Begin, action: ActionFallback | ActionDecline
) -> None:
    resident = talk("shibuya")
    said = resident.say(action, "公園でバーベキューはできますか", "out_of_scope")
    assert "できません。" in said


@pytest.mark.usefixtures("shibuya_faq")
def test_a_new_subject_leaves_the_procedure_in_focus(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.say(ANSWER, "転入届について", "ask_overview")
    said = resident.say(ANSWER, "公園でバーベキューはできますか", "ask_how")
    assert "できません。" in said
    assert resident.slots["procedure"] is None


@pytest.mark.usefixtures("shibuya_faq")
def test_a_bare_follow_up_stays_with_the_procedure(talk: Begin) -> None:
    resident = talk("shibuya")
    resident.say(ANSWER, "転入届について", "ask_overview")
    resident.say(ANSWER, "料金はいくらですか", "ask_fee")
    assert resident.understanding["procedure"] == "moving-in"


@pytest.mark.usefixtures("shibuya_faq")
def test_another_ward_answers_as_before(talk: Begin) -> None:
    resident = talk("nerima")
    assert "できません。" not in resident.say(
        ANSWER, "公園でバーベキューはできますか", "ask_overview"
    )
    assert resident.understanding["aspect"] != "faq"


@pytest.mark.usefixtures("shibuya_faq")
def test_a_ward_named_in_the_question_is_the_one_that_is_asked(talk: Begin) -> None:
    resident = talk("nerima")
    assert "できません。" in resident.say(
        ANSWER, "渋谷区の公園でバーベキューはできますか", "ask_overview"
    )
    assert resident.messages[0].source is not None
    assert resident.messages[0].source.ward == "shibuya"


@pytest.mark.usefixtures("shibuya_faq")
def test_an_entry_that_was_taken_away_is_no_error(talk: Begin) -> None:
    with transaction() as session:
        store.remove(session, "shibuya", ["park-1"])
    resident = talk("shibuya")
    pressed = resident.press(ANSWER, "ask_overview", faq_ward="shibuya", faq="park-1")
    assert "掲載されていません" in pressed
    resident.say(ANSWER, "公園でバーベキューはできますか", "ask_overview")
    assert "バーベキュー" not in "".join(resident.buttons)


@pytest.mark.usefixtures("shibuya_faq")
def test_what_may_be_meant_is_offered_behind_the_procedures(
    talk: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unsure:
        def current(self, ward: str) -> Unsure:
            return self

        def search(self, query: str, limit: int = 10) -> SearchResult:
            return SearchResult((Hit("club-1", 0.4), Hit("gone", 0.3)))

    monkeypatch.setattr("actions.faq.faq_indexes", Unsure)
    resident = talk("shibuya")
    resident.say(ANSWER, "引っ越し", "ask_overview")
    (message,) = resident.messages
    assert isinstance(message, ChoicesMessage)
    assert message.text == "どれのことでしょうか。"
    assert message.choices[0].postback.startswith("procedure:")
    assert message.choices[-2].postback == "faq:shibuya:club-1"
    assert message.choices[-1].label == "この中にはない"
