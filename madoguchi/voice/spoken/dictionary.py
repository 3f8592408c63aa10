"""The user dictionary of OpenJTalk, built from the catalogue's readings when these have changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import jaconv

from madoguchi.errors import MadoguchiError
from madoguchi.voice.spoken.readings import Reading

_COST, _COST_OF_CHARACTER, _LEAST_COST = -6_000, -2_000, -30_000
"""Below any path of the system dictionary; a longer entry wins over a shorter one within it."""
_BUILD = """
import sys, pyopenjtalk
from pyopenjtalk.openjtalk import mecab_dict_index
source, built = (path.encode() for path in sys.argv[1:])
sys.exit(mecab_dict_index(pyopenjtalk.OPEN_JTALK_DICT_DIR, source, built))
"""


def built(readings: Iterable[Reading], folder: Path) -> Path:
    """The dictionary of these readings in the folder, built there unless it is there already.

    A process of its own builds it, since MeCab reports its progress on the standard output. Two at
    once build the same; the file appears whole.

    Raises:
        MadoguchiError: ``no-dictionary`` where it cannot be built.

    """
    rows = "".join(f"{_row(entry)}\n" for entry in readings)
    state = hashlib.sha256((version("pyopenjtalk-plus") + rows).encode()).hexdigest()[:16]
    path = folder / f"readings-{state}.dic"
    if path.exists():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _build(rows, path)
    except OSError as error:
        raise MadoguchiError(
            "no-dictionary",
            f"The dictionary of readings could not be written in {folder}: {error.strerror}.",
        ) from error
    for old in folder.glob("readings-*.dic"):
        if old != path:
            old.unlink(missing_ok=True)
    return path


def _build(rows: str, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as workshop:
        source, made = Path(workshop, "readings.csv"), Path(workshop, "readings.dic")
        source.write_text(rows, encoding="utf-8")
        command = [sys.executable, "-c", _BUILD, str(source), str(made)]
        ended = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        if ended.returncode != 0 or not made.exists():
            raise MadoguchiError(
                "no-dictionary", f"The dictionary of readings could not be built as {path}."
            )
        os.replace(made, path)


def _row(entry: Reading) -> str:
    """An entry as a row of naist-jdic; MeCab fills in the empty context ids by part of speech."""
    kana = jaconv.hira2kata(entry.reading)
    moras = sum(sign not in "ァィゥェォャュョ" for sign in kana)
    surface = jaconv.h2z(entry.word, kana=False, digit=True, ascii=True)
    cost = max(_LEAST_COST, _COST + _COST_OF_CHARACTER * len(surface))
    return ",".join(
        (
            *(surface, "", "", str(cost), "名詞", "固有名詞", "一般", "*", "*", "*"),
            *(surface, kana, as_spoken(kana), f"{entry.accent}/{moras}", "*"),
        )
    )


_LONG = {
    "ウ": "ウクスツヌフムユルグズヅブプュオコソトノホモヨロゴゾドボポョ",
    "イ": "エケセテネヘメレゲゼデベペェ",
}


def as_spoken(kana: str) -> str:
    """ウ behind a vowel u or o, and イ behind e, are spoken as one long vowel."""
    spoken = kana[:1]
    for before, sign in pairwise(kana):
        spoken += "ー" if before in _LONG.get(sign, "") else sign
    return spoken
