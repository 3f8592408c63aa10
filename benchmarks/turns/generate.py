"""Who says what: the written conversations, dealt out to residents the same way every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SCRIPTS = Path(__file__).parent / "conversations.yml"


class Script(BaseModel):
    """One conversation: the ward that the page knows (None: the assistant asks), what is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ward: str | None
    says: tuple[str, ...] = Field(min_length=1)


Plan = tuple[tuple[Script, ...], ...]
"""For every resident, the conversations that they hold one after the other."""


@lru_cache(maxsize=1)
def scripts() -> tuple[Script, ...]:
    """The written conversations, in the order of their file."""
    written = yaml.safe_load(SCRIPTS.read_text(encoding="utf-8"))
    return tuple(TypeAdapter(list[Script]).validate_python(written))


def plan(residents: int, turns: int, seed: int, source: Sequence[Script] | None = None) -> Plan:
    """What ``residents`` residents say, ``turns`` messages each.

    The same arguments deal the same plan. Scripts are dealt from a shuffled pack, so that residents
    who talk at once talk about different things; a resident's last script is cut where their
    messages are used up.

    Raises:
        ValueError: for fewer than one resident or message, or without scripts.

    """
    known = tuple(scripts() if source is None else source)
    if residents < 1 or turns < 1 or not known:
        raise ValueError("a plan needs a resident, a message and a script")
    random_ = random.Random(seed)
    pack: list[Script] = []
    dealt = []
    for _ in range(residents):
        parts: list[Script] = []
        missing = turns
        while missing > 0:
            if not pack:
                pack = random_.sample(known, len(known))
            script = pack.pop()
            parts.append(Script(ward=script.ward, says=script.says[:missing]))
            missing -= len(parts[-1].says)
        dealt.append(tuple(parts))
    return tuple(dealt)
