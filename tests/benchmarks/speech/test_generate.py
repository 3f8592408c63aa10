from __future__ import annotations

import pytest

from benchmarks.speech.generate import answers, translated


def test_answers_are_different_and_of_the_catalogue() -> None:
    made = answers(30)
    assert len(made) == 30
    assert len(set(made)) > 25  # the hours of two procedures at one office are the same
    assert all("。" in text for text in made)
    assert any("・" in text for text in made)


@pytest.mark.parametrize("language", ["ja-easy", "en", "zh-Hans", "ko", "vi"])
def test_translations_are_whole_sentences(language: str) -> None:
    made = translated(language, 20)
    assert len(set(made)) == 20
    assert not any("{" in text for text in made)
