"""Reads files of the data: GeoJSON, or the CSV in which the whole of Japan is published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from madoguchi.shelters.features import (
    ACCEPTED,
    ACCEPTS,
    ADDRESS,
    ID,
    LATITUDE,
    LONGITUDE,
    MUNICIPALITY,
    NAME,
    Feature,
    FeatureFile,
    Problem,
    ShelterFileError,
)
from madoguchi.shelters.hazard import COLUMNS
from madoguchi.shelters.shelter import Kind

MAX_FILE_BYTES = 300_000_000
"""Several times the file of the whole of Japan."""

_ONLY_OF_SHELTERS = {ACCEPTS, "指定緊急避難場所との住所同一"}
_NEEDED = (ID, MUNICIPALITY, NAME, ADDRESS)


def read(path: Path) -> FeatureFile:
    """The entries of a file. What it is is told by its content, not by its name.

    Raises:
        ShelterFileError: where it is neither of the forms, or not of this data.

    """
    text = _text(path)
    if text.lstrip()[:1] in ("{", "["):
        return _geojson(path, text)
    return _table(path, text)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ShelterFileError(f"{path} has over {MAX_FILE_BYTES // 1_000_000} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise ShelterFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ShelterFileError(f"{path} is empty. Accepted: {ACCEPTED}.")
    if b"\0" in raw:
        raise ShelterFileError(f"{path} is no text. Accepted: {ACCEPTED}.")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ShelterFileError(f"{path} is neither UTF-8 nor Shift_JIS. Save it as UTF-8.")


def _geojson(path: Path, text: str) -> FeatureFile:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ShelterFileError(
            f"{path}: line {error.lineno} is no JSON ({error.msg}). Accepted: {ACCEPTED}."
        ) from None
    except (ValueError, RecursionError):
        raise ShelterFileError(f"{path} is no JSON. Accepted: {ACCEPTED}.") from None
    if isinstance(data, dict) and data.get("type") == "unavailable":
        return FeatureFile(path, None, unavailable=str(data.get("name") or data.get("code")))
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        raise ShelterFileError(f"{path} is no FeatureCollection. Accepted: {ACCEPTED}.")
    if not features:
        raise ShelterFileError(f"{path} has no features. Nothing was changed.")
    columns = {
        name
        for feature in features
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
        for name in feature["properties"]
    }
    return FeatureFile(
        path,
        _kind(path, columns),
        [_feature(path, number, feature) for number, feature in enumerate(features, 1)],
    )


def _feature(path: Path, number: int, feature: Any) -> Feature | Problem:
    place = f"feature {number}"
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return Problem(path, place, "properties", "are missing", "an object")
    cells = {
        str(name): str(value)
        for name, value in feature["properties"].items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return Feature(place, cells, no_position="is missing")
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(coordinates, list):
        return Feature(place, cells, no_position="is no point")
    if len(coordinates) < 2:
        return Feature(place, cells, no_position="has no longitude and latitude")
    return Feature(place, cells, latitude=str(coordinates[1]), longitude=str(coordinates[0]))


def _table(path: Path, text: str) -> FeatureFile:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    features: list[Feature | Problem] = []
    try:
        headings = [heading.strip() for heading in next(reader)]
        kind = _kind(path, headings)
        missing = [name for name in (LATITUDE, LONGITUDE) if name not in headings]
        if missing:
            raise ShelterFileError(f"{path} has no column {missing[0]}. Accepted: {ACCEPTED}.")
        begins = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                features.append(_row(path, begins, headings, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ShelterFileError(f"{path}: line {reader.line_num} is no CSV ({error}).") from None
    if not features:
        raise ShelterFileError(f"{path} has a heading and no rows. Nothing was changed.")
    return FeatureFile(path, kind, features)


def _row(path: Path, number: int, headings: list[str], row: list[str]) -> Feature | Problem:
    place = f"line {number}"
    if len(row) != len(headings):
        return Problem(
            path, place, None, f"has {len(row)} cells where the first line has {len(headings)}",
            "as many cells as columns",
        )  # fmt: skip
    cells = dict(zip(headings, row, strict=True))
    return Feature(place, cells, latitude=cells[LATITUDE], longitude=cells[LONGITUDE])


def _kind(path: Path, columns: Iterable[str]) -> Kind:
    """What the entries are: only emergency sites name disasters.

    Raises:
        ShelterFileError: where a column is missing that either kind has.

    """
    present = set(columns)
    missing = [name for name in _NEEDED if name not in present]
    if missing:
        raise ShelterFileError(f"{path} has no {missing[0]}. Accepted: {ACCEPTED}.")
    if present & set(COLUMNS):
        lacking = [name for name in COLUMNS if name not in present]
        if lacking:
            raise ShelterFileError(f"{path} has no {lacking[0]}. Accepted: {ACCEPTED}.")
        return Kind.EMERGENCY
    if present & _ONLY_OF_SHELTERS:
        return Kind.SHELTER
    raise ShelterFileError(
        f"{path} names neither disasters nor {ACCEPTS}, so it is neither of emergency sites nor of "
        f"shelters. Accepted: {ACCEPTED}."
    )
