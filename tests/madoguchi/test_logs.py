"""Logs: one JSON object a line, without residents' words."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from madoguchi import logs
logs.configure()
{}
"""


def logged(statements: str) -> list[dict[str, object]]:
    """What a process of its own writes: logging is set up for a whole process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(statements)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_our_lines_are_json_with_time_and_level() -> None:
    (line,) = logged("structlog.get_logger().info('turn', outcome='answered', ms=12)")
    assert (line["event"], line["outcome"], line["ms"], line["level"]) == (
        "turn", "answered", 12, "info",
    )  # fmt: skip
    assert str(line["timestamp"]).endswith("Z")


def test_a_library_s_lines_look_the_same() -> None:
    (line,) = logged("logging.getLogger('sqlalchemy').warning('slow %s', 'query')")
    assert (line["event"], line["logger"], line["level"]) == (
        "slow query", "sqlalchemy", "warning",
    )  # fmt: skip


def test_an_exception_is_named_by_its_kind_only() -> None:
    (line,) = logged(
        "try:\n    raise ValueError('佐藤美咲')\n"
        "except ValueError:\n    logging.getLogger('x').exception('failed')"
    )
    assert line["error"] == "ValueError"
    assert "佐藤" not in json.dumps(line, ensure_ascii=False)


def test_an_exception_of_ours_is_named_by_its_kind_only() -> None:
    (line,) = logged(
        "try:\n    raise ValueError('佐藤美咲')\n"
        "except ValueError:\n    structlog.get_logger().exception('failed')"
    )
    assert "佐藤" not in json.dumps(line, ensure_ascii=False)


def test_what_libraries_tell_about_every_request_is_left_out() -> None:
    assert logged("logging.getLogger('httpx').info('GET /?q=words')") == []
