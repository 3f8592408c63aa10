"""What others say, by a machine and marked; what we say, never."""

from __future__ import annotations

import pytest

from madoguchi.answers import faq, guidance
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.result import Hit
from madoguchi.catalogue.ward import Ward
from madoguchi.faq.entry import FaqEntry
from madoguchi.languages import machine_answers
from madoguchi.languages.answers import shown
from madoguchi.languages.machine import machine
from madoguchi.languages.strings import text
from madoguchi.messages import ChoicesMessage, Message, MessageSource, TextMessage

QUESTION = "公園でバーベキューはできますか"
ANSWER = "火を使わない食事はできます。"
ENGLISH = {
    QUESTION: "Can I have a barbecue in the park?",
    ANSWER: "You may eat there without a fire.",
}
NOTICE = text("en", "languages.machine")
IN_JAPANESE = text("en", "languages.in_japanese")

pytestmark = pytest.mark.usefixtures("clean_database")


@pytest.fixture
def nerima(catalogue: Catalogue) -> Ward:
    return catalogue.ward("nerima")


@pytest.fixture
def entry() -> FaqEntry:
    return FaqEntry("bbq", QUESTION, ANSWER)


@pytest.fixture
def remembered(clean_database: object) -> None:
    """The machine's memory has the entry, as staff has corrected it."""
    for ja, en in ENGLISH.items():
        machine.correct(ja, "ja", "en", en)


def one(message: Message, language: str = "en") -> Message:
    (said,) = shown([message], language)
    return said


@pytest.mark.usefixtures("remembered")
def test_an_answer_of_the_faq_is_the_machines_within_our_own_words(
    entry: FaqEntry, nerima: Ward
) -> None:
    japanese = faq.answer(entry, nerima)
    said = one(japanese)
    assert said.text.split("\n") == [
        NOTICE,
        f"This is the answer to the frequently asked question “{ENGLISH[QUESTION]}”.",
        ENGLISH[ANSWER],
    ]
    assert (said.language, said.translated_by, said.original) == ("en", "machine", japanese.text)
    assert said.source is not None
    assert "Nerima City" in str(said.source.title)
    assert shown([said], "en") == (said,), "showing it again changes nothing"


def test_what_is_not_remembered_is_japanese_until_it_is(entry: FaqEntry, nerima: Ward) -> None:
    said = one(faq.answer(FaqEntry("x", "未知の質問", "未知の答え。"), nerima))
    assert said.text.startswith(f"{IN_JAPANESE}\n")
    assert (said.language, said.translated_by) == ("ja", None)


@pytest.mark.usefixtures("remembered")
def test_a_faqs_question_on_a_button_is_marked_with_the_message(
    catalogue: Catalogue, entry: FaqEntry, nerima: Ward
) -> None:
    offered = guidance.which_procedure(
        catalogue, (Hit("moving-in", 0.4),), "overview", also=(faq.button(entry, nerima),)
    )
    said = one(offered)
    assert isinstance(said, ChoicesMessage)
    labels = [button.label for button in said.choices]
    assert ENGLISH[QUESTION] in labels
    assert (said.language, said.translated_by) == ("en", "machine")
    assert said.text.startswith(NOTICE)
    assert f"・{QUESTION}" in str(said.original)
    unknown = faq.button(FaqEntry("x", "未知の質問", ""), nerima)
    ours = one(guidance.which_procedure(catalogue, (), "overview", also=(unknown,)))
    assert (ours.language, ours.translated_by) == ("en", "curated"), "but for the label"


def test_our_own_words_are_never_the_machines(catalogue: Catalogue) -> None:
    ours = TextMessage(text="ここだけの自由な文章です。")
    machine.correct(ours.text, "ja", "en", "This must not be shown.")
    assert one(ours).text == f"{IN_JAPANESE}\n{ours.text}"
    about = MessageSource(ward="nerima", origin="ward", procedure="moving-in")
    assert machine_answers.texts((ours, ours.model_copy(update={"source": about}))) == ()


def test_whose_texts_are_whose(entry: FaqEntry, nerima: Ward) -> None:
    staff = TextMessage(text="月曜日にどうぞ。", author="佐藤")
    assert machine_answers.texts((staff, faq.answer(entry, nerima), staff)) == (
        "月曜日にどうぞ。",
        QUESTION,
        ANSWER,
    )
    quoted = FaqEntry("q", "「住民票」の回答です。とは", "A\nB")
    assert faq.parts(faq.whole_answer(quoted, nerima)) is not None
