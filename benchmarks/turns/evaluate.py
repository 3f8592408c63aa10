"""Measures turns: residents who talk at once, each waiting for the answer before going on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from benchmarks.metrics.timing import percentile
from benchmarks.turns.generate import Plan, Script


class Conversation(Protocol):
    """One resident's conversation with a bot."""

    async def say(self, text: str) -> bool:
        """Send a message and wait for its answer; False where there is none."""


class Bot(Protocol):
    """A running bot that is measured."""

    @property
    def name(self) -> str:
        """How its figures are marked."""

    async def begin(self, ward: str | None) -> Conversation:
        """A new conversation; this is not measured."""

    def processor_seconds(self) -> Mapping[str, float]:
        """Processor time of each of its processes so far, by name."""


@dataclass(frozen=True)
class Sample:
    """One measured stretch: the duration of every turn and of the whole, in seconds."""

    turns: tuple[float, ...]
    wall: float
    failed: int
    processor: Mapping[str, float]
    """Processor seconds that each process spent in the stretch."""

    @property
    def turns_per_second(self) -> float:
        """Answered turns in a second; turns that failed are not counted."""
        return (len(self.turns) - self.failed) / self.wall


async def measure(bot: Bot, plan: Plan) -> Sample:
    """Let all residents of the plan talk at once, once every conversation has begun."""
    begun = [[(await bot.begin(script.ward), script) for script in scripts] for scripts in plan]
    spent = bot.processor_seconds()
    started = time.perf_counter()
    held = await asyncio.gather(*(_hold(conversations) for conversations in begun))
    wall = time.perf_counter() - started
    after = bot.processor_seconds()
    turns = [turn for resident in held for turn in resident]
    return Sample(
        tuple(seconds for seconds, _ in turns),
        wall,
        sum(not answered for _, answered in turns),
        {name: after[name] - spent[name] for name in spent},
    )


async def _hold(conversations: list[tuple[Conversation, Script]]) -> list[tuple[float, bool]]:
    turns = []
    for conversation, script in conversations:
        for text in script.says:
            started = time.perf_counter()
            answered = await conversation.say(text)
            turns.append((time.perf_counter() - started, answered))
    return turns


def figures(samples: Sequence[Sample], prefix: str, level: int) -> dict[str, float]:
    """Medians over the rounds of one level: ``turns_per_second_8``, ``p50_ms_8``, ``p95_ms_8``."""
    return {
        f"{prefix}turns_per_second_{level}": round(median(s.turns_per_second for s in samples), 2),
        f"{prefix}p50_ms_{level}": round(
            median(percentile(s.turns, 0.5) for s in samples) * 1e3, 1
        ),
        f"{prefix}p95_ms_{level}": round(
            median(percentile(s.turns, 0.95) for s in samples) * 1e3, 1
        ),
    }


def processor_figures(samples: Sequence[Sample]) -> dict[str, float]:
    """Processor milliseconds a turn of each process, over all samples."""
    turns = sum(len(sample.turns) for sample in samples)
    names = dict.fromkeys(name for sample in samples for name in sample.processor)
    return {
        f"processor_ms_per_turn_{name}": round(
            sum(sample.processor.get(name, 0.0) for sample in samples) / turns * 1e3, 1
        )
        for name in names
    }
