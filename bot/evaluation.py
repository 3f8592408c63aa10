"""What a model makes of utterances and of the end-to-end stories, as the channel would use it.

``python -m bot.evaluation --model M --utterances F --stories D --out O``: F is a JSON list of texts;
O becomes ``{utterances: [{intent, confidence}], stories: {passed, total, failed: [name]}}``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Text

from bot.channel import typed_text, understand
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.test import test as run_stories

_STORY = re.compile(r"^\s*- story: (.+?)(?: \(.*\))?\s*$", re.MULTILINE)


async def evaluate(model: Path, texts: List[Text], stories: Path) -> Dict[Text, Any]:
    """Load the model once and try it on both."""
    agent = Agent.load(model)
    understood = []
    for text in texts:
        found = await understand(agent, UserMessage(text=typed_text(text)))
        intent = found["intent"]
        understood.append({"intent": intent["name"], "confidence": round(intent["confidence"], 4)})
    return {"utterances": understood, "stories": await _stories(agent, stories)}


async def _stories(agent: Agent, stories: Path) -> Dict[Text, Any]:
    with tempfile.TemporaryDirectory() as folder:
        await run_stories(
            str(stories), agent, out_directory=folder, e2e=True, disable_plotting=True
        )
        report = json.loads(Path(folder, "story_report.json").read_text("utf-8"))
        failed = Path(folder, "failed_test_stories.yml").read_text("utf-8")
    counted = report["conversation_accuracy"]
    return {
        "passed": counted["correct"],
        "total": counted["total"],
        "failed": sorted(set(_STORY.findall(failed))),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="bot.evaluation", description=__doc__)
    for name in ("model", "utterances", "stories", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    texts = json.loads(options.utterances.read_text("utf-8"))
    found = asyncio.run(evaluate(options.model, texts, options.stories))
    options.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
