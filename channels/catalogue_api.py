"""The catalogue as data: wards, and procedures as they are in a ward."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from channels.gateway_parts import Parts, client_address
from channels.problems import PROBLEM_RESPONSES
from madoguchi.catalogue.search.index import index
from madoguchi.errors import InvalidValueError
from madoguchi.languages import ruby

router = APIRouter(prefix="/api/v1", tags=["catalogue"], responses=PROBLEM_RESPONSES)
_TRANSLATED = ("ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "ne", "tl")


class WardItem(BaseModel):
    """A ward in a list."""

    id: str
    code: str
    name: str
    name_en: str
    phone: str


class ProcedureItem(BaseModel):
    """A procedure in a list; ``score`` (0 to 1) only when it was searched for."""

    id: str
    name: str
    summary: str
    life_events: list[str]
    accepting: bool
    score: float | None = None


class ProcedureDetail(BaseModel):
    """A procedure as it is in a ward.

    ``origins`` names for each top-level value whether the common definition or the ward gave it;
    ``name`` is in the wanted language where it is translated, else in Japanese (``name_language``).
    """

    procedure: dict[str, Any]
    ward: str | None
    origins: dict[str, str]
    name: str
    name_language: str


@router.get("/wards")
def wards(request: Request) -> list[WardItem]:
    """All wards."""
    parts: Parts = request.app.state.parts
    return [
        WardItem(
            id=ward.id,
            code=ward.code,
            name=ward.names.ja,
            name_en=ward.names.en,
            phone=ward.office.phone,
        )
        for ward in sorted(parts.catalogue.wards.values(), key=lambda ward: ward.code)
    ]


@router.get("/procedures")
def procedures(
    request: Request,
    ward: Annotated[str | None, Query(max_length=32)] = None,
    q: Annotated[str | None, Query(max_length=3000)] = None,
    language: Annotated[str, Query(max_length=10)] = "ja",
) -> list[ProcedureItem]:
    """All procedures by id, or those that the words may mean, best first."""
    parts: Parts = request.app.state.parts
    _language(language)
    parts.check_ward(ward, "query.ward")
    if q is None or not q.strip():
        found: list[tuple[str, float | None]] = [(id_, None) for id_ in parts.catalogue.procedures]
    else:
        parts.limits.anonymous(client_address(request))
        found = [(hit.entry, round(hit.score, 4)) for hit in index().search(q).hits]
    items = []
    for id_, score in found:
        procedure = parts.catalogue.procedure(id_, ward).procedure
        items.append(
            ProcedureItem(
                id=id_,
                name=_name(procedure.names, language)[0],
                summary=procedure.summary,
                life_events=[event.value for event in procedure.life_events],
                accepting=procedure.form.accepting,
                score=score,
            )
        )
    return items


@router.get("/procedures/{id}")
def procedure(
    request: Request,
    id: str,
    ward: Annotated[str | None, Query(max_length=32)] = None,
    language: Annotated[str, Query(max_length=10)] = "ja",
) -> ProcedureDetail:
    """One procedure with the provenance of its values."""
    parts: Parts = request.app.state.parts
    _language(language)
    parts.check_ward(ward, "query.ward")
    found = parts.catalogue.procedure(id, ward)
    data = found.procedure.model_dump(mode="json", exclude={"questions"})
    name, name_language = _name(found.procedure.names, language)
    return ProcedureDetail(
        procedure=data,
        ward=ward,
        origins={key: found.origin(key) for key in data},
        name=name,
        name_language=name_language,
    )


def _language(tag: str) -> None:
    if tag not in ("ja", "zh", *_TRANSLATED):
        raise InvalidValueError(
            "unknown-language",
            f"language は ja, zh, {', '.join(_TRANSLATED)} から指定してください。",
        )


def _name(names: Any, language: str) -> tuple[str, str]:
    wanted = "zh-Hans" if language == "zh" else language
    translated = names.translations.get(wanted)
    if translated is None:
        return names.official, "ja"
    return ruby.plain(translated), wanted
