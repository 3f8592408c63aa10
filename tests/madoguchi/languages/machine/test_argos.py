"""The engine, with real packages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from madoguchi.languages.machine.argos import Argos, LanguagePairError
from madoguchi.settings import ROOT

PACKAGES = ROOT / "tests/data/argos"


@pytest.fixture
def engine(packages: Path) -> Argos:
    return Argos(packages.parent)


def test_pairs_are_the_packages_and_those_by_way_of_english(engine: Argos) -> None:
    assert engine.pairs() == {
        ("ja", "en"), ("en", "ja"), ("vi", "en"), ("en", "vi"), ("vi", "ja"), ("ja", "vi"),
    }  # fmt: skip


def test_a_batch_is_translated_in_its_order(engine: Argos) -> None:
    sentences = ["手数料はいくらですか。", "印鑑は必要ですか。", "手数料はいくらですか。"]
    first, second, third = engine.translate(sentences, "ja", "en")
    assert "how much" in first.casefold()
    assert "seal" in second
    assert first == third
    assert engine.translate([], "ja", "en") == []


def test_a_sentence_that_is_too_long_is_not_translated_in_part(engine: Argos) -> None:
    sentences = ["", "あ" * 1000, "分かりました。"]
    assert engine.translate(sentences, "ja", "en") == ["", "", "I understand."]
    assert engine.translate(["あ" * 1000], "ja", "vi") == [""]


def test_placeholders_go_through_english(engine: Argos) -> None:
    (text,) = engine.translate(["Có cần X1 không?"], "vi", "ja")
    assert "X1" in text


def test_threads_share_one_engine(engine: Argos) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: engine.translate(["分かりました。"], "ja", "en"), range(8)))
    assert found == [["I understand."]] * 8


def test_a_pair_without_a_package_is_refused(engine: Argos) -> None:
    for pair in (("ja", "ko"), ("ko", "ja"), ("ja", "ja"), ("ja", "xx")):
        with pytest.raises(LanguagePairError, match=f"{pair[0]} into {pair[1]}"):
            engine.translate(["はい。"], *pair)


def test_without_a_folder_there_are_no_pairs(tmp_path: Path) -> None:
    assert Argos(tmp_path / "none").pairs() == frozenset()


def test_a_package_that_is_put_there_or_taken_away_is_noticed(
    engine: Argos, packages: Path
) -> None:
    assert ("ja", "en") in engine.pairs()
    shutil.rmtree(packages / "ja_en")
    assert ("ja", "en") not in engine.pairs()
    assert ("ja", "vi") not in engine.pairs()
    shutil.copy(PACKAGES / "ja_en.argosmodel", packages)
    assert engine.translate(["分かりました。"], "ja", "en") == ["I understand."]


def _no_metadata(folder: Path) -> None:
    (folder / "metadata.json").unlink()


def _one_language(folder: Path) -> None:
    (folder / "metadata.json").write_text(json.dumps({"from_code": "ja", "to_code": "ja"}))


def _broken_metadata(folder: Path) -> None:
    (folder / "metadata.json").write_text("{")


def _list_as_metadata(folder: Path) -> None:
    (folder / "metadata.json").write_text("[]")


def _no_model(folder: Path) -> None:
    (folder / "model" / "model.bin").unlink()


def _no_vocabulary(folder: Path) -> None:
    (folder / "sentencepiece.model").unlink()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_no_metadata, "metadata.json"),
        (_broken_metadata, "metadata.json"),
        (_list_as_metadata, "metadata.json"),
        (_one_language, "does not name two languages"),
        (_no_model, "model/model.bin"),
        (_no_vocabulary, "sentencepiece.model"),
    ],
)
def test_a_broken_package_is_skipped_with_its_reason(
    packages: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(packages / "ja_en")
    with capture_logs() as logs:
        pairs = Argos(packages.parent).pairs()
    assert ("ja", "en") not in pairs
    assert ("en", "ja") in pairs
    assert [one["package"] for one in logs] == ["ja_en"]
    assert reason in logs[0]["reason"]


def test_a_half_copied_archive_is_skipped_until_it_is_whole(packages: Path) -> None:
    shutil.rmtree(packages / "ja_en")
    content = (PACKAGES / "ja_en.argosmodel").read_bytes()
    package = packages / "ja_en.argosmodel"
    package.write_bytes(content[: len(content) // 2])
    engine = Argos(packages.parent)
    with capture_logs() as logs:
        assert ("ja", "en") not in engine.pairs()
        assert ("en", "ja") in engine.pairs()
    assert [one["package"] for one in logs] == ["ja_en.argosmodel"]
    assert "not whole" in logs[0]["reason"]
    package.write_bytes(content)
    assert ("ja", "en") in engine.pairs()
