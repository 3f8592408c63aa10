"""How the language of lines is counted, and where lines come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.language_id import baseline
from benchmarks.language_id.evaluate import ask, figures, left_alone
from benchmarks.language_id.generate import Line, LinesError, names, read, residents, shared
from madoguchi.languages.detection import Detection

LINES = (
    Line("転入届はどこに出しますか", "ja", "given"),
    Line("请问在哪里办理转入", "zh-Hans", "given"),
    Line("Where is it?", "en", "given"),
    Line("はい", "ja", "given"),
)


def detect(text: str) -> Detection | None:
    """Right about the Chinese (as Traditional), unsure about Japanese, wrong about English."""
    if text == "はい":
        return None
    if "请" in text:
        return Detection("zh-Hant", 0.99)
    return Detection("ja", 0.6) if "転" in text else Detection("fr", 0.95)


def test_right_sure_and_short_are_counted_apart() -> None:
    report = figures(ask(LINES, detect))
    assert report["sentences"] == 3
    assert report["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert (report["accuracy_ja"], report["accuracy_zh_hans"], report["accuracy_en"]) == (1, 1, 0)
    assert report["accuracy_given"] == report["accuracy"]
    assert report["sure"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["sure_and_wrong"] == pytest.approx(1 / 3, abs=1e-4)
    assert (report["short_lines"], report["short_undecided"], report["short_accuracy"]) == (1, 1, 0)
    assert 0 <= report["p50_ms"] <= report["p95_ms"]


def test_a_name_for_which_somebody_is_asked_is_not_left_alone() -> None:
    assert left_alone(("はい", "転", "Nguyen Van An"), detect) == pytest.approx(2 / 3, abs=1e-4)


def test_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text('lang\ttext\nzh\t"你好\nja-easy\tごみを だします\n', encoding="utf-8")
    assert tuple(read(path, "given")) == (
        Line('"你好', "zh-Hans", "given"),
        Line("ごみを だします", "ja", "given"),
    )


@pytest.mark.parametrize("content", [b"", b"text\nx\n", b"lang\ttext\nja\t\xff\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lines.tsv"
    path.write_bytes(content)
    with pytest.raises(LinesError, match=r"lines\.tsv"):
        tuple(read(path, "given"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LinesError, match="FileNotFoundError"):
        tuple(read(tmp_path / "none.tsv", "given"))


def test_residents_write_in_every_language_that_is_measured() -> None:
    assert {line.language for line in residents()} == {
        "ja",
        "en",
        "zh-Hans",
        "ko",
        "vi",
        "ne",
        "tl",
    }


def test_without_the_shared_data_there_is_none_of_it(tmp_path: Path) -> None:
    assert tuple(shared(tmp_path)) == ()


def test_pairs_and_queries_of_the_shared_data(tmp_path: Path) -> None:
    pairs = tmp_path / "data" / "parallel"
    faq = tmp_path / "data" / "localgovfaq"
    pairs.mkdir(parents=True)
    faq.mkdir()
    (pairs / "tufs-ja-zh.tsv").write_text("はい。\t是。\tdmod\n", encoding="utf-8")
    (faq / "queries_dev.jsonl").write_text('{"query": "ごみの日"}\n', encoding="utf-8")
    assert tuple(shared(tmp_path)) == (
        Line("はい。", "ja", "textbook"),
        Line("是。", "zh-Hans", "textbook"),
        Line("ごみの日", "ja", "faq"),
    )


def test_names_are_persons_and_places() -> None:
    assert len(names()) > 50


def test_the_baseline_guesses_a_language_for_anything() -> None:
    assert baseline.detect("Nguyen Van An") is not None
    found = baseline.detect("请问在哪里办理")
    assert found is not None
    assert found.language == "zh-Hans"
