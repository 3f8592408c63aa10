"""Alive, ready, and measured."""

from __future__ import annotations

import asyncio
import os

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from channels.bot import actions_answer
from channels.gateway_parts import Parts
from madoguchi.storage.database import engine

router = APIRouter(tags=["health"])

REQUESTS = Counter("madoguchi_requests_total", "HTTP requests", ["method", "route", "status"])
SECONDS = Histogram("madoguchi_request_seconds", "Duration of HTTP requests", ["method", "route"])


class Readiness(BaseModel):
    """Whether every part answers, and each part by name."""

    ready: bool
    parts: dict[str, bool]


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The gateway itself is alive."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(request: Request, response: Response) -> Readiness:
    """Every part answers: the database, Rasa with a model, the action server."""
    parts: Parts = request.app.state.parts
    database, bot, actions = await asyncio.gather(
        asyncio.to_thread(_database_answers),
        parts.bot.is_ready(),
        actions_answer(parts.settings.actions_url),
    )
    found = {"database": database, "rasa": bot, "actions": actions}
    ready = all(found.values())
    if not ready:
        response.status_code = 503
    return Readiness(ready=ready, parts=found)


@router.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Prometheus metrics: of all our processes where ``up`` runs them, else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _database_answers() -> bool:
    try:
        with engine().connect() as connection:
            connection.execute(text("SELECT 1 FROM conversations LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
