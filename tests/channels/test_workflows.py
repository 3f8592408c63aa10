"""Whichever process DBOS hands recovered work to, it knows what to do with it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from madoguchi.settings import ROOT

_WRITTEN = re.compile(r"@DBOS\.workflow\(\)\n(?:async )?def (\w+)")
_LIST_KNOWN = """
import importlib, sys
from dbos._dbos import _get_or_create_dbos_registry
importlib.import_module(sys.argv[1])
print(*_get_or_create_dbos_registry().workflow_info_map)
"""


@pytest.mark.parametrize("process", ["channels.gateway", "channels.line.worker"])
def test_each_process_knows_every_workflow(process: str) -> None:
    written = {
        name
        for path in (ROOT / "channels").rglob("*.py")
        for name in _WRITTEN.findall(path.read_text(encoding="utf-8"))
    }
    assert "handle_event" in written
    told = subprocess.run(
        [sys.executable, "-c", _LIST_KNOWN, process],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert written <= set(told.stdout.split())
    assert "Duplicate registration" not in told.stdout + told.stderr  # steps share their names
