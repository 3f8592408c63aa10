"""The glossary that the wards keep, and that everything else calls things by its names."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.languages.glossary import glossary
from madoguchi.languages.translations import translations

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ko", "vi", "ne")
TERMS = ("児童手当", "粗大ごみ")


def rendering(term: str, language: str) -> str:
    (found,) = [one for one in glossary() if one.word("ja") == term]
    word = found.word(language)
    assert word is not None
    return word.casefold()


def test_it_has_the_terms_of_the_counters_in_every_language() -> None:
    assert len(glossary()) >= 150
    languages = ("ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")
    assert all(term.word(language) for term in glossary() for language in languages)


def test_a_language_that_it_does_not_have_has_no_word() -> None:
    assert glossary()[0].word("fr") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", TERMS)
def test_names_and_texts_call_a_thing_what_the_glossary_calls_it(
    catalogue: Catalogue, term: str, language: str
) -> None:
    names = [
        names.translations[language]  # type: ignore[index]
        for names in (procedure.names for procedure in catalogue.procedures.values())
        if term in names.official
    ]
    texts = [one.text for ja, one in translations(language).items() if f"{term}は" in ja]
    assert names
    other = [one for one in (*names, *texts) if rendering(term, language) not in one.casefold()]
    assert other == []


@pytest.mark.parametrize(("language", "word"), [("zh-Hans", "介护保险"), ("zh-Hant", "介護保險")])
def test_long_term_care_insurance_is_called_as_the_law_calls_it(language: str, word: str) -> None:
    assert rendering("介護保険", language) == word
    texts = [one.text for ja, one in translations(language).items() if "介護保険" in ja]
    assert [text for text in texts if word not in text] == []


def test_a_nursery_is_no_orphanage() -> None:
    """보육원 is a nursery in the dictionary, but a children's home in Korea."""
    assert not [one.text for one in translations("ko").values() if "보육원" in one.text]
    assert rendering("保育園", "ko") == "어린이집"
