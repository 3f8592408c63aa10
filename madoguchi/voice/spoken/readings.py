"""How words of ward offices and towns are read where OpenJTalk would err.

``catalogue/readings.yml`` is written by people, ``catalogue/place_readings.yml`` by a script.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.settings import settings

Kana = Annotated[str, Field(pattern=r"^[ぁ-ゖー]+$")]


class Reading(BaseModel):
    """A word and its reading in hiragana.

    ``accent`` is the mora behind which the pitch falls, 0 where it does not fall (heiban), as in
    the NHK dictionary of accents.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: Annotated[str, Field(min_length=1, pattern=r"^[^,\s]+$")]
    reading: Kana
    accent: Annotated[int, Field(ge=0)] = 0


class Readings(BaseModel):
    """``readings.yml``. ``latin`` gives words in Latin letters the katakana that is spoken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[Reading, ...]
    latin: dict[
        Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z.&-]*$")],
        Annotated[str, Field(pattern=r"^[ァ-ヺー]+$")],
    ]


class PlaceReadings(BaseModel):
    """``place_readings.yml``: hiragana by place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    places: dict[str, Kana]


@lru_cache(maxsize=1)
def _file() -> Readings:
    return YamlFile(settings().catalogue_dir / "readings.yml").validate(Readings)


def readings() -> tuple[Reading, ...]:
    """All words and places whose reading is given.

    Raises:
        CatalogueError: naming file, line and field of what is wrong in the files.

    """
    path = settings().catalogue_dir / "place_readings.yml"
    places = YamlFile(path).validate(PlaceReadings).places
    return (
        *_file().words,
        *(Reading(word=place, reading=kana) for place, kana in places.items()),
    )


def latin_readings() -> dict[str, str]:
    """Katakana by word in Latin letters, in lower case.

    Raises:
        CatalogueError: naming file, line and field of what is wrong in the file.

    """
    return {word.lower(): kana for word, kana in _file().latin.items()}
