"""Every Japanese text that residents are shown, so that it can be translated.

What residents say (their questions and synonyms) and how they might answer (examples) stay as they
are, and official names have their translations in the procedure's own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import Procedure
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.settings import settings

_NOT_SHOWN = frozenset(
    ["id", "questions", "synonyms", "words", "example", "translations", "official", "value",
     "equals", "url", "source"]
)  # fmt: skip
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")


def texts(catalogue: Catalogue, area: str) -> tuple[str, ...]:
    """The texts of an area, each once, in the order of the catalogue's files."""
    return tuple(dict.fromkeys(_AREAS[area](catalogue)))


def _procedures(catalogue: Catalogue) -> Iterator[str]:
    for procedure in _variants(catalogue):
        yield from _walk(procedure.model_dump(mode="json", exclude={"form"}))


def _forms(catalogue: Catalogue) -> Iterator[str]:
    for procedure in _variants(catalogue):
        yield from _walk(procedure.form.model_dump(mode="json"))


def _guides(catalogue: Catalogue) -> Iterator[str]:
    for guide in (*catalogue.checklists.values(), *catalogue.other_matters.values()):
        yield from _walk(guide.model_dump(mode="json"))


def _wards(catalogue: Catalogue) -> Iterator[str]:
    for ward in catalogue.wards.values():
        yield from _walk(ward.model_dump(mode="json", include={"names", "office"}))
        if ward.foreign_residents_desk is not None:
            yield from _walk(ward.foreign_residents_desk.model_dump(mode="json"))


def _phrases(catalogue: Catalogue) -> Iterator[str]:
    """The assistant's own, with ``{names}``; they stand in the catalogue only to be translated."""
    file = YamlFile(settings().catalogue_dir / "phrases.yml")
    for phrases in file.data.values():
        yield from phrases


def _variants(catalogue: Catalogue) -> Iterator[Procedure]:
    """Each procedure as it is common to all wards, then as each ward has changed it."""
    for id_, procedure in sorted(catalogue.procedures.items()):
        yield procedure
        for (_, changed), in_ward in sorted(catalogue.merged.items()):
            if changed == id_:
                yield in_ward.procedure


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _JAPANESE.search(value):
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NOT_SHOWN:
                yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


_AREAS: Mapping[str, Callable[[Catalogue], Iterator[str]]] = MappingProxyType(
    {
        "procedures": _procedures,
        "forms": _forms,
        "guides": _guides,
        "wards": _wards,
        "phrases": _phrases,
    }
)
AREAS = tuple(_AREAS)
"""What is translated apart: procedures' facts, their forms, checklists and other matters, wards,
and what the assistant itself says."""
