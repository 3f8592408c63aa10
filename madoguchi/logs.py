"""Structured logs: one JSON object a line; ids, outcomes, durations, never residents' words."""

from __future__ import annotations

import logging
import sys
import warnings

import structlog

_LIBRARIES_THAT_LOG_MUCH = ("httpx", "httpcore", "uvicorn.access", "sanic", "dbos", "bm25s")
_LIBRARIES_WITH_HANDLERS_OF_THEIR_OWN = ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos")


def configure(level: int = logging.INFO) -> None:
    """Set up logging for this process: ours and the libraries' lines alike, on stderr."""
    stamped: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*stamped, json],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _kind, json],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *stamped],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _LIBRARIES_WITH_HANDLERS_OF_THEIR_OWN:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in _LIBRARIES_THAT_LOG_MUCH:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    # Verified together (see docs/adr/0001); the library compares version numbers only.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")


def _kind(
    logger: logging.Logger, name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Name an exception by its kind: a traceback may hold residents' words."""
    raised = event.pop("exc_info", None)
    if raised:
        kind = raised[0] if isinstance(raised, tuple) else type(raised)
        event["error"] = getattr(kind, "__name__", str(kind))
    return event
