"""Structured logs: one JSON object a line; ids, outcomes, durations, never residents' words."""

from __future__ import annotations

import logging
import sys

import structlog

_LIBRARIES_THAT_LOG_URLS_OR_BODIES = ("httpx", "httpcore", "uvicorn.access", "sanic", "dbos")


def configure(level: int = logging.INFO) -> None:
    """Set up logging for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format=_JSON_LINE)
    for name in _LIBRARIES_THAT_LOG_URLS_OR_BODIES:
        logging.getLogger(name).setLevel(logging.WARNING)


_JSON_LINE = (
    '{"timestamp": "%(asctime)s", "level": "%(levelname)s", '
    '"logger": "%(name)s", "event": "%(message)s"}'
)
