"""The baseline: the pipeline as Rasa's documentation has it, with the whole of GiNZA.

Rasa's own components stand where ours do, with the same settings; what Rasa has nothing for is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_STOCK = {
    "bot.nlu.ginza.Ginza": "SpacyNLP",
    "bot.nlu.diet.LeanDIETClassifier": "DIETClassifier",
}
OURS = "bot."
"""How the names of our own components begin."""


def stock_pipeline(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Our pipeline (``config`` is ``config.yml``) of Rasa's own components."""
    named = (
        {**each, "name": _STOCK.get(each["name"], each["name"])} for each in config["pipeline"]
    )
    return [each for each in named if not each["name"].startswith(OURS)]
