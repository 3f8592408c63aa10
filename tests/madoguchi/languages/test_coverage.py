"""How far translations go, as ``./mado languages status`` counts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.cli import app
from madoguchi.languages import shown, translations
from madoguchi.languages.coverage import Coverage, coverage, translated_languages
from madoguchi.languages.shown import AREAS
from madoguchi.settings import Settings, settings

HEAD = "status: draft\nmade_on: 2026-11-26\nentries:\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Translations of our own making, beside the committed phrases."""
    shutil.copy(settings().catalogue_dir / "phrases.yml", tmp_path)
    changed = settings().model_copy(update={"catalogue_dir": tmp_path})

    def ours() -> Settings:
        return changed

    monkeypatch.setattr(translations, "settings", ours)
    monkeypatch.setattr(shown, "settings", ours)
    translations.translations.cache_clear()
    yield tmp_path / "translations"
    translations.translations.cache_clear()


def write(folder: Path, language: str, area: str, *entries: str) -> None:
    (folder / language).mkdir(parents=True, exist_ok=True)
    (folder / language / f"{area}.yml").write_text(HEAD + "".join(entries), encoding="utf-8")


def of(catalogue: Catalogue, language: str) -> dict[str, Coverage]:
    return {each.area: each for each in coverage(catalogue, language)}


def test_the_committed_translations_are_complete_and_none_is_stale(catalogue: Catalogue) -> None:
    assert translated_languages() == ("ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")
    for language in translated_languages():
        for area, each in of(catalogue, language).items():
            assert each.translated == each.texts, (language, area)
            assert (each.missing, each.stale) == ((), ()), (language, area)


def test_each_count_is_of_its_own(folder: Path, catalogue: Catalogue) -> None:
    write(
        folder,
        "en",
        "phrases",
        "  - {ja: 最初の質問です。, text: This is the first question., status: reviewed}\n",
        "  - {ja: もう言わない文です。, text: Said no more.}\n",
        "  - {ja: はい, text: 'Yes'}\n",
    )
    assert translated_languages() == ("en",)
    phrases = of(catalogue, "en")["phrases"]
    assert (phrases.translated, phrases.reviewed) == (2, 1)
    assert phrases.stale == ("もう言わない文です。",)
    assert len(phrases.missing) == phrases.texts - 2
    assert "うまく読み取れませんでした。" in phrases.missing


def test_a_text_that_two_areas_have_is_translated_once(folder: Path, catalogue: Catalogue) -> None:
    write(folder, "ko", "guides", "  - {ja: はい, text: 네}\n")
    counted = of(catalogue, "ko")
    assert counted["phrases"].translated == 1
    assert counted["guides"].stale == (), "another area still says it"


def test_the_command_prints_every_area_and_fails_only_when_asked_to(folder: Path) -> None:
    write(folder, "vi", "phrases", "  - {ja: はい, text: Có}\n")
    told = CliRunner().invoke(app, ["languages", "status"])
    assert told.exit_code == 0
    assert all(area in told.output for area in AREAS)
    assert "No translations yet: ja-easy, en" in told.output
    strict = CliRunner().invoke(app, ["languages", "status", "--strict"])
    assert strict.exit_code == 1
    assert "missing in vi/phrases: いいえ" in strict.output


def test_the_command_is_content_with_the_committed_translations() -> None:
    assert CliRunner().invoke(app, ["languages", "status", "--strict"]).exit_code == 0
