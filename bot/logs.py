"""Rasa's log lines as JSON, one object a line, as the rest of the house writes them."""

from __future__ import annotations

import json
import logging
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


def json_formatter() -> JsonFormatter:
    """The formatter; making it also silences deprecations of frozen libraries, which nobody mends."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    return JsonFormatter()
