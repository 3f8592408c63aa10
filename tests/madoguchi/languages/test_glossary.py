from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.languages.translations import translations
from madoguchi.settings import settings

LANGUAGES = ("en", "zh-Hans", "ko", "vi")
TERMS = ("児童手当", "粗大ごみ")


def rendering(term: str, language: str) -> str:
    terms = YamlFile(settings().catalogue_dir / "glossary.yml").data["terms"]
    (found,) = [one for one in terms if one["ja"] == term]
    return str(found[language]).casefold()


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


def test_a_nursery_is_no_orphanage() -> None:
    """보육원 is a nursery in the dictionary, but a children's home in Korea."""
    assert not [one.text for one in translations("ko").values() if "보육원" in one.text]
    assert rendering("保育園", "ko") == "어린이집"
