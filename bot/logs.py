"""Rasa's log lines as JSON, one object a line, as the rest of the house writes them."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone


class JsonFormatter(logging.Formatter):
    """Formats a record as JSON; an exception is named by its kind, for its values may be words."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without line breaks."""
        message = record.getMessage()
        if message.startswith("{"):
            return message  # Rasa's own structured lines are JSON already
        entry = {
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": message,
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
        return json.dumps(entry, ensure_ascii=False)


def _is_news(record: logging.LogRecord) -> bool:
    """A rejected form is no error here: it is how a side question reaches its own action."""
    return not record.getMessage().endswith("rejected execution.")


def configure() -> None:
    """Replace the handlers that Rasa's command line has set up, and its deprecation warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(_is_news)
    logging.getLogger().handlers = [handler]
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
