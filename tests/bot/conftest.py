"""Fixtures of the tests that run in Rasa's environment (Python 3.10), without a model.

    bot/.venv/bin/python -m pytest -c bot/pyproject.toml --rootdir . tests/bot
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
