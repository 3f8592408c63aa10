"""A tiny catalogue in a folder of its own, which a test may break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PROCEDURE = """\
id: {id}
names:
  official: {official}
  everyday: {official}のこと
summary: 見本の手続きです。
life_events: [moving]
applicants: null
places: null
deadline: null
fee:
  yen: 300
  unit: 1通
documents:
  - id: identity
    name: 本人確認書類
  - id: seal
    name: 印鑑
methods: null
assurance_level: null
official_page: null
verified_on: 2026-11-01
responsible_section: null
"""

WARD = """\
id: {id}
code: "{code}"
names: {{ja: {ja}, kana: {kana}, en: {en}}}
office:
  name: {ja}役所
  postal_code: null
  address: 東京都{ja}1-1
  phone: 03-0000-0000
  hours: null
  closed_on_holidays: null
neighbours: [{neighbour}]
website: null
foreign_residents_desk: null
verified_on: 2026-11-01
sources:
  - {{title: 見本, checked_on: 2026-11-01}}
"""

OVERRIDE = """\
verified_on: 2026-11-20
source: https://www.city.example.jp/copy.html
change:
  fee:
    yen: 200
"""

CHECKLIST = """\
id: moving
name: 引っ越すとき
steps:
  - procedure: copy
    where: origin
"""

Write = Callable[[str, str], None]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Two procedures, two neighbouring wards, one override, one checklist; nothing is wrong."""
    files = {
        "procedures/copy.yml": PROCEDURE.format(id="copy", official="写しの請求"),
        "procedures/report.yml": PROCEDURE.format(id="report", official="見本の届出"),
        "wards/nerima.yml": WARD.format(
            id="nerima", code="13120", ja="練馬区", kana="ねりまく", en="Nerima City",
            neighbour="toshima",
        ),
        "wards/toshima.yml": WARD.format(
            id="toshima", code="13116", ja="豊島区", kana="としまく", en="Toshima City",
            neighbour="nerima",
        ),
        "wards/overrides/toshima/copy.yml": OVERRIDE,
        "life_events/moving.yml": CHECKLIST,
    }  # fmt: skip
    folder = tmp_path / "tiny"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def replace(tiny: Path) -> Callable[[str, str, str], int]:
    """Replaces the one place of a text in a file of the tiny catalogue; yields its line."""

    def edit(name: str, old: str, new: str) -> int:
        path = tiny / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        return text.count("\n", 0, text.index(old)) + 1

    return edit
