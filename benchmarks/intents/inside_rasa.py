"""Runs in Rasa's environment, on one core: reads a JSON list of texts a line, answers their parses.

bot/.venv/bin/python -m benchmarks.intents.inside_rasa MODEL
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any


def main() -> None:
    """Load the model, say so with an empty list, then answer line by line until the input ends."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print goes to the log
    from rasa.core.agent import Agent

    agent = Agent.load(sys.argv[1])
    asyncio.run(_parse(agent, ["準備"]))
    _answer(answers, [])
    for line in sys.stdin:
        _answer(answers, asyncio.run(_parse(agent, json.loads(line))))


def _answer(answers: Any, parses: list[dict[str, Any]]) -> None:
    answers.write(json.dumps(parses) + "\n")
    answers.flush()


async def _parse(agent: Any, texts: list[str]) -> list[dict[str, Any]]:
    from rasa.core.channels.channel import UserMessage

    parses = []
    for text in texts:
        started = time.perf_counter()
        parse = await agent.processor.parse_message(UserMessage(text=text))
        seconds = time.perf_counter() - started
        entities = [
            {"name": each["entity"], "start": each["start"], "end": each["end"]}
            for each in parse["entities"]
        ]
        intent = parse["intent"]
        parses.append(
            {
                "intent": intent["name"] or "",
                "confidence": intent["confidence"],
                "entities": entities,
                "seconds": seconds,
            }
        )
    return parses


if __name__ == "__main__":
    main()
