"""What our own content says about its readings, and what will be heard."""

from __future__ import annotations

from pathlib import Path

import jaconv
import pytest
import yaml

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import MadoguchiError
from madoguchi.settings import settings
from madoguchi.voice.spoken import dictionary, places
from madoguchi.voice.spoken.pronunciation import reading, sounds
from madoguchi.voice.spoken.readings import Reading


def kana_of_wards() -> dict[str, str]:
    return {ward.names.ja: ward.names.kana for ward in catalogue().wards.values()}


def test_the_terms_of_the_glossary_are_read_as_it_says() -> None:
    path = settings().catalogue_dir / "glossary.yml"
    terms = yaml.safe_load(path.read_text(encoding="utf-8"))["terms"]
    wrong = {
        term["ja"]: reading(term["ja"])
        for term in terms
        if reading(term["ja"]) != jaconv.hira2kata(term["reading"]).replace(" ", "")
    }
    assert len(terms) > 200
    assert not wrong


def test_wards_and_their_offices_are_read_as_they_say() -> None:
    for name, kana in kana_of_wards().items():
        assert reading(name) == jaconv.hira2kata(kana)
        assert reading(f"{name}役所") == jaconv.hira2kata(kana) + "ヤクショ"


def test_every_town_of_the_wards_is_read_as_japan_post_reads_it() -> None:
    assert not places.misread(kana_of_wards(), sounds)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [("高橋さん", "タカハシサン"), ("新宿駅", "シンジュクエキ"), ("立川市", "タチカワシ")],
)
def test_a_town_does_not_change_what_is_elsewhere(text: str, spoken: str) -> None:
    assert sounds(text) == spoken


def test_a_dictionary_is_built_once_for_the_same_readings(tmp_path: Path) -> None:
    entries = (Reading(word="砧", reading="きぬた"),)
    first = dictionary.built(entries, tmp_path)
    built_at = first.stat().st_mtime_ns
    assert dictionary.built(entries, tmp_path) == first
    assert first.stat().st_mtime_ns == built_at
    changed = dictionary.built((Reading(word="砧", reading="きぬたぬき"),), tmp_path)
    assert list(tmp_path.iterdir()) == [changed]


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(MadoguchiError) as caught:
        dictionary.built((Reading(word="砧", reading="きぬた"),), tmp_path / "taken")
    assert caught.value.code == "no-dictionary"
