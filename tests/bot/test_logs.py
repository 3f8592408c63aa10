"""Log lines are JSON and name exceptions by kind alone."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from bot.logs import JsonFormatter


def line(message: str, *arguments: object, exc_info: object = None) -> str:
    record = logging.LogRecord("rasa.core", logging.ERROR, "f", 1, message, arguments, exc_info)
    return JsonFormatter().format(record)


def test_a_line_is_one_json_object() -> None:
    text = line("two\nlines of %s", "x")
    assert "\n" not in text
    entry = json.loads(text)
    assert (entry["level"], entry["logger"], entry["event"]) == (
        "error", "rasa.core", "two\nlines of x"
    )  # fmt: skip
    assert entry["timestamp"].endswith("+00:00")


def test_an_exception_is_named_and_not_told() -> None:
    try:
        raise ValueError("佐藤美咲")
    except ValueError:
        text = line("failed", exc_info=sys.exc_info())
    assert json.loads(text)["error"] == "ValueError"
    assert "佐藤" not in text


def test_what_is_json_already_stays() -> None:
    assert line('{"event": "x"}') == '{"event": "x"}'


PROGRAM = """
import logging, warnings
logging.basicConfig(format="plain %(message)s")
from bot.logs import configure
configure()
logging.getLogger("rasa.core.processor").error("Action 'application_form' rejected execution.")
warnings.warn("a deprecation of a frozen library", DeprecationWarning)
logging.getLogger("rasa").error("trouble")
"""


def test_configured_a_process_writes_json_alone_and_no_false_alarm() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", PROGRAM], cwd=root, capture_output=True, text=True
    )
    (entry,) = [json.loads(text) for text in done.stderr.splitlines()]
    assert (entry["logger"], entry["event"]) == ("rasa", "trouble")
