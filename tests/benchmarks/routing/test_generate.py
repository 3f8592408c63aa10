from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from benchmarks.routing import generate
from benchmarks.routing.generate import DEV, Utterance, UtterancesError
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.catalogue.search.tokens import normalise
from madoguchi.settings import ROOT

KNOWN = ("moving-in", "moving-out")


def read(paths: Sequence[Path], known: Collection[str]) -> tuple[Utterance, ...]:
    warnings: list[str] = []
    said = generate.read(paths, known, warnings.append)
    assert not warnings
    return said


def tsv(folder: Path, text: str) -> Path:
    path = folder / "said.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_styles_and_aspects(tmp_path: Path) -> None:
    path = tsv(tmp_path, "id\tstyle\ttext\taspect\nmoving-in|moving-out\tyoung\t引っ越すw\tfee\n")
    (said,) = read([path], KNOWN)
    assert (said.procedures, said.style, said.text, said.aspect) == (
        frozenset({"moving-in", "moving-out"}),
        "young",
        "引っ越すw",
        "fee",
    )
    assert (said.file, said.line, said.kind, said.lang) == ("said.tsv", 2, None, None)


def test_files_with_languages_or_kinds(tmp_path: Path) -> None:
    path = tsv(tmp_path, 'id\tlang\ttext\nmoving-in\ten\tI "just" moved\n\n')
    (said,) = read([path], KNOWN)
    assert (said.lang, said.text) == ("en", 'I "just" moved'), "quotes are text"
    (said,) = read([tsv(tmp_path, "kind\ttext\nsmalltalk\tやあ\n")], KNOWN)
    assert (said.kind, said.procedures) == ("smalltalk", frozenset())


def test_other_columns_are_not_used_and_named(tmp_path: Path) -> None:
    warnings: list[str] = []
    path = tsv(tmp_path, "kind\ttext\tnote\ttext_en\nsmalltalk\tやあ\tshort\thi\n")
    (said,) = generate.read([path], KNOWN, warnings.append)
    assert (said.kind, said.text) == ("smalltalk", "やあ")
    assert warnings == [f"{path}: not used: note, text_en."]


def test_only_line_breaks_end_a_line(tmp_path: Path) -> None:
    (said,) = read([tsv(tmp_path, "kind\ttext\ngibberish\ta\x0bb\u2028c\n")], KNOWN)
    assert said.text == "a\x0bb\u2028c"


def test_a_windows_editors_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "said.tsv"
    path.write_bytes("\ufeffid\ttext\r\nmoving-in\t転入\r\n".encode())
    (said,) = read([path], KNOWN)
    assert said.text == "転入"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("id\ttext\ttext\nmoving-in\t転入\t転入\n", "line 1: a column is missing or twice"),
        ("id\tstyle\nmoving-in\tplain\n", "line 1: a column is missing or twice"),
        ("style\ttext\nplain\t転入\n", "line 1: a column is missing or twice"),
        ("id\ttext\nmoving-in\t転入\nmoving-on\t転出\n", "line 3: 'moving-on' is not the id"),
        ("id\ttext\nmoving-in\t\n", "line 2: text must have 1 to 2000 characters"),
        (f"id\ttext\nmoving-in\t{'あ' * 2001}\n", "line 2: text must have 1 to 2000 characters"),
        ("id\ttext\nmoving-in\n", "line 2: 1 cells, but the header has 2"),
        ("id\ttext\n\t転入\n", "line 2: neither id nor kind says what is meant"),
        ("id\ttext\n", "holds no utterances"),
        ("", "line 1: a column is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UtterancesError) as raised:
        read([tsv(tmp_path, text)], KNOWN)
    assert named in raised.value.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UtterancesError, match=r"nowhere\.tsv"):
        read([tmp_path / "nowhere.tsv"], KNOWN)
    path = tmp_path / "said.tsv"
    path.write_bytes("id\ttext\nmoving-in\t転入\n".encode("shift_jis"))
    with pytest.raises(UtterancesError, match="UTF-8"):
        read([path], KNOWN)


def test_our_own_utterances_can_be_read(catalogue: Catalogue) -> None:
    said = read(sorted(DEV.glob("*.tsv")), catalogue.procedures)
    asked_in_japanese = {id_ for each in said if each.style for id_ in each.procedures}
    assert asked_in_japanese == set(catalogue.procedures)
    assert {"en", "zh", "ko", "vi", "ne", "tl", "ja-easy"} <= {each.lang for each in said}
    assert {"out_of_scope", "emergency", "other_authority"} <= {each.kind for each in said}


def test_nothing_that_is_measured_with_was_learnt(catalogue: Catalogue) -> None:
    said = {_plain(each.text) for each in read(sorted(DEV.glob("*.tsv")), catalogue.procedures)}
    learnt = {_plain(text.text) for text in catalogue_texts(catalogue)}
    for path in (ROOT / "nlu_data").glob("**/*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            learnt.add(_plain(_ENTITY.sub(r"\1", line)))
    leaked = sorted(text for text in said & learnt if text)
    assert not leaked, "write something else in benchmarks/routing/dev, or nothing"


_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def _plain(text: str) -> str:
    """The text by its letters and digits alone."""
    return "".join(character for character in normalise(text) if character.isalnum())
