from __future__ import annotations

import re

import pytest

from madoguchi.languages.strings import LANGUAGES
from madoguchi.models.catalog import Kind, argos_code, by_file_name, known, needed_for, tag_of
from madoguchi.models.errors import ModelError


def test_every_known_package_can_be_had_and_states_its_licence() -> None:
    for model in known().values():
        assert model.licence
        assert model.attribution
        assert set(model.languages) <= set(LANGUAGES)
        for file in model.files:
            assert bool(file.urls) != bool(file.project)
            assert all(url.startswith("https://") for url in file.urls)
            assert all(url.endswith(f"/{file.name}") for url in file.urls)
            for checksum in filter(None, (file.sha256, *model.contents.values())):
                assert re.fullmatch(r"[0-9a-f]{64}", checksum)


def test_ids_names_and_languages_of_argos_say_the_same() -> None:
    for model in known().values():
        if model.kind == "argos":
            source, target = map(argos_code, model.languages)
            assert (model.id, model.name) == (f"argos:{source}-{target}", f"{source}-{target}")
            assert model.files[0].name.startswith(f"translate-{source}_{target}-")


@pytest.mark.parametrize(
    ("code", "tag"),
    [("zh", "zh-Hans"), ("zt", "zh-Hant"), ("cn", "zh-Hans"), ("vn", "vi"), ("en-us", "en"),
     ("tl-ph", "tl"), ("ja", "ja"), ("ko", "ko")],
)  # fmt: skip
def test_codes_become_our_tags(code: str, tag: str) -> None:
    assert tag_of(code) == tag


def test_a_language_needs_both_directions_by_way_of_english_and_a_recogniser() -> None:
    assert [model.id for model in needed_for(["vi"])] == [
        "argos:ja-en", "argos:en-ja", "argos:vi-en", "argos:en-vi", "vosk:vi",
    ]  # fmt: skip


def test_what_several_languages_need_is_named_once() -> None:
    ids = [model.id for model in needed_for(["ja", "ja-easy", "en", "zh-Hant", "ko"])]
    assert sorted(ids) == sorted(set(ids))
    assert {"argos:zt-en", "argos:en-zt", "vosk:en", "vosk:ko", "whisper-base"} <= set(ids)
    assert not {"vosk:ko-pypi", "vosk:zh"} & set(ids)


def test_one_kind_alone() -> None:
    assert [model.id for model in needed_for(["ja", "vi"], ["whisper"])] == ["whisper-base"]
    assert {model.kind for model in needed_for(["ja", "vi"], ["argos"])} == {"argos"}


@pytest.mark.parametrize(
    ("tag", "kinds", "says"),
    [("ne", ["argos", "vosk"], "Argos package for 'ne'"), ("ne", ["vosk"], "recognises 'ne'"),
     ("xx", ["argos", "vosk", "whisper"], "'xx'")],
)  # fmt: skip
def test_a_language_without_a_package_is_named(tag: str, kinds: list[Kind], says: str) -> None:
    with pytest.raises(ModelError, match=says):
        needed_for([tag], kinds)


def test_a_package_is_known_by_its_file() -> None:
    found = by_file_name("translate-ja_en-1_1.argosmodel")
    assert found is not None
    assert found.id == "argos:ja-en"
    assert by_file_name("holiday.zip") is None
