"""The glossary that the wards keep."""

from __future__ import annotations

from madoguchi.languages.glossary import glossary


def test_it_has_the_terms_of_the_counters_in_every_language() -> None:
    assert len(glossary()) >= 150
    languages = ("ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")
    assert all(term.word(language) for term in glossary() for language in languages)


def test_a_language_that_it_does_not_have_has_no_word() -> None:
    assert glossary()[0].word("fr") is None
