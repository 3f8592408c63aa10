"""Every text in やさしい日本語 of ours, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.catalogue.yaml_file import Location, YamlFile
from madoguchi.settings import settings

_LAW = re.compile(
    r"[^。、（）]*(?:法|法律|政令|省令|施行令|規則|条例)|[^。]*について（[^（）]*要領）"
)


@dataclass(frozen=True)
class OwnText:
    """A text, ``file:line`` where it stands, and the Japanese that it was made from, if known.

    ``is_name`` says that it is an address, the name of an office or of a law: nobody can choose
    its words.
    """

    text: str
    where: str
    japanese: str | None
    is_name: bool


def own_texts() -> Iterator[OwnText]:
    """Translations, words of our pages, official names and the glossary, in this order.

    Raises:
        CatalogueError: if a file cannot be read.

    """
    folder = settings().catalogue_dir
    for path in sorted((folder / "translations" / "ja-easy").glob("*.yml")):
        file = YamlFile(path)
        for number, entry in enumerate(file.data["entries"]):
            place = ("entries", number, "text")
            is_name = path.stem == "wards" or _LAW.fullmatch(entry["ja"]) is not None
            yield _own(file, place, entry["text"], entry["ja"], is_name=is_name)
    pages = YamlFile(folder / "ui" / "ja-easy.yml")
    japanese = YamlFile(folder / "ui" / "ja.yml").data
    for section, texts in pages.data.items():
        for key, text in texts.items():
            yield _own(pages, (section, key), text, japanese[section][key])
    for kind in ("procedures", "life_events"):
        for path in sorted((folder / kind).glob("*.yml")):
            yield from _name(YamlFile(path))
    glossary = YamlFile(folder / "glossary.yml")
    for number, term in enumerate(glossary.data["terms"]):
        place = ("terms", number, "ja-easy")
        yield _own(glossary, place, term["ja-easy"], term["ja"])


def _name(file: YamlFile) -> Iterator[OwnText]:
    names = file.data.get("names", file.data)
    at: Location = ("names",) if "names" in file.data else ()
    text = names.get("translations", {}).get("ja-easy")
    if text is not None:
        japanese = names.get("official") or names.get("name")
        yield _own(file, (*at, "translations", "ja-easy"), text, japanese)


def _own(
    file: YamlFile, place: Location, text: str, japanese: str | None, *, is_name: bool = False
) -> OwnText:
    # A text that spans lines begins on the first of them.
    where = f"{file.path.relative_to(settings().catalogue_dir.parent)}:{file.line(place)}"
    return OwnText(text, where, japanese, is_name)
