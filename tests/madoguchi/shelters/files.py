"""Files of evacuation sites and shelters as the Geospatial Information Authority publishes them.

The places are made up; the columns are the real ones.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]

HAZARDS = (
    "洪水", "崖崩れ、土石流及び地滑り", "高潮", "地震", "津波", "大規模な火事", "内水氾濫",
    "火山現象",
)  # fmt: skip
NERIMA = (139.65, 35.735)
"""Longitude and latitude, as GeoJSON has them."""


def site(
    number: int = 1,
    *,
    name: str = "みどり公園",
    address: str = "東京都練馬区豊玉北9-1-1",
    at: Any = NERIMA,
    hazards: tuple[str, ...] = ("地震", "大規模な火事"),
    **properties: Any,
) -> Json:
    """An emergency evacuation site (指定緊急避難場所)."""
    return _feature(
        at,
        {
            "NO": number,
            "共通ID": f"E13120{number:05}201",
            "都道府県名及び市町村名": "東京都練馬区",
            "施設・場所名": name,
            "住所": address,
            **{hazard: "1" if hazard in hazards else "" for hazard in HAZARDS},
            "指定避難所との住所同一": "",
            "備考": "",
        }
        | properties,
    )


def shelter(
    number: int = 1,
    *,
    name: str = "みどり小学校",
    address: str = "東京都練馬区豊玉北9-2-2",
    at: Any = NERIMA,
    accepts: str | None = "",
    **properties: Any,
) -> Json:
    """A shelter (指定避難所)."""
    return _feature(
        at,
        {
            "NO": number,
            "共通ID": f"E13120{number:05}111",
            "都道府県名及び市町村名": "東京都練馬区",
            "施設・場所名": name,
            "住所": address,
            "指定緊急避難場所との住所同一": "",
            "その他市町村長が必要と認める事項": None,
            "受入対象者": accepts,
            "備考": "",
        }
        | properties,
    )


def _feature(at: Any, properties: Json) -> Json:
    geometry = None if at is None else {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def write(folder: Path, *features: Any, name: str = "131202.json") -> Path:
    """A FeatureCollection of these."""
    path = folder / name
    content = {"type": "FeatureCollection", "name": path.stem, "features": list(features)}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def as_csv(folder: Path, *features: Json, bom: str = "", end: str = "\r\n") -> Path:
    """The same as the CSV of the whole of Japan, where the position has columns."""
    rows = []
    for feature in features:
        longitude, latitude = feature["geometry"]["coordinates"]
        cells = feature["properties"] | {"緯度": latitude, "経度": longitude}
        rows.append({key: "" if value is None else str(value) for key, value in cells.items()})
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path = folder / "mergeFromCity.csv"
    path.write_bytes((bom + end.join(lines) + end).encode())
    return path


def published(kind: str, code: str) -> Path:
    """A file that was really published, or a skip where it is not present."""
    root = Path(os.environ.get("MADOGUCHI_SHARED", "../shared"))
    path = root / "data" / "shelters" / kind / f"{code}.json"
    if not path.exists():
        pytest.skip(f"{path} is not present")
    return path
