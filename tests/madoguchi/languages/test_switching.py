"""What a line in another language calls for."""

from __future__ import annotations

import pytest

from madoguchi.languages import switching
from madoguchi.languages.switching import Step, next_step, other_language


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("Where can I get my residence record?", "ja", "en"),
        ("Where can I get my residence record?", "ja-easy", "en"),
        ("Where can I get my residence record?", "en", None),
        ("住民票はどこで取れますか", "ja-easy", None),
        ("住民票はどこで取れますか", "en", "ja"),
        ("請問搬家以後要辦什麼手續", "zh-Hans", None),
        ("请问搬家以后要办什么手续", "zh-Hant", None),
        ("Shibuya", "ja", None),
        ("chuyển nhà", "ja", None),
        ("ฉันต้องการย้ายบ้าน", "ja", "th"),
    ],
)
def test_only_a_doubtless_line_in_another_language_counts(
    text: str, current: str, language: str | None
) -> None:
    assert other_language(text, current) == language


@pytest.mark.parametrize(
    ("language", "current", "offered", "is_new", "in_form", "step"),
    [
        ("en", "ja", set(), True, False, Step.SWITCH),
        ("en", "ja", set(), False, False, Step.OFFER),
        ("en", "ja", set(), True, True, Step.OFFER),
        ("en", "ja", {"en"}, False, False, None),
        ("en", "ja", {"vi"}, False, False, Step.OFFER),
        ("zh-Hant", "ja", set(), True, False, Step.SWITCH),
        ("ne", "ja", set(), True, False, Step.SWITCH),
        ("tl", "ja", set(), True, False, Step.SWITCH),
        ("th", "ja", set(), True, False, Step.NOT_OURS),
        ("th", "ja", {"en"}, False, False, Step.NOT_OURS),
        ("my", "ja", {"th"}, False, False, None),
    ],
)
def test_the_next_step(
    language: str, current: str, offered: set[str], is_new: bool, in_form: bool, step: Step | None
) -> None:
    found = next_step(language, current, offered=offered, is_new=is_new, in_form=in_form)
    assert found is step


@pytest.mark.parametrize(
    ("current", "step"), [("ja", Step.OFFER), ("ja-easy", Step.OFFER), ("en", None)]
)
def test_a_language_without_answers_is_offered_to_readers_of_japanese_only(
    current: str, step: Step | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switching, "is_spoken", lambda language: False)
    assert next_step("tl", current, offered=set(), is_new=True, in_form=False) is step
