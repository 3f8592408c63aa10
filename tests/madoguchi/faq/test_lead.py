"""A long answer begins with whole sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.faq.lead import LEAD_CHARACTERS, WHOLE_CHARACTERS, lead

SENTENCE = "住民票の写しは、区役所と出張所の窓口でお渡ししています。"


def test_a_short_answer_is_shown_whole() -> None:
    assert lead("短い回答です。") is None
    assert lead("あ" * WHOLE_CHARACTERS) is None


def test_a_long_answer_begins_with_as_many_sentences_as_fit() -> None:
    begun = lead(SENTENCE * 20)
    assert begun is not None
    assert begun == SENTENCE * (LEAD_CHARACTERS // len(SENTENCE))


def test_one_very_long_sentence_is_never_cut() -> None:
    assert lead("あ" * 600 + "。") is None
    assert lead("あ" * 600 + "。" + SENTENCE) == "あ" * 600 + "。"


def test_a_full_stop_in_brackets_ends_no_sentence() -> None:
    quoted = "窓口で「住民票をください。急いでいます。」とお伝えください。"
    assert lead(quoted + "あ" * 300 + "。") == quoted


def test_a_line_is_a_unit_too() -> None:
    listed = "必要なもの\n・申請書\n・本人確認書類\n" + "・" + "い" * 300
    assert lead(listed) == "必要なもの\n・申請書\n・本人確認書類"


@given(st.text("あ。、\n「」（）a. ", min_size=1, max_size=600))
def test_the_lead_is_a_beginning_that_ends_where_a_sentence_does(text: str) -> None:
    begun = lead(text)
    if begun is not None:
        assert text.startswith(begun)
        rest = text[len(begun) :]
        assert begun[-1] in "。.」）" or rest.lstrip(" ").startswith("\n")
        assert rest.strip()
