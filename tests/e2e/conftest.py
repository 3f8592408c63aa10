"""The real processes, started once for all conversations of the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from .stack import ANSWER_SECONDS, Resident, Stack, begin, start_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The processes that all conversations share."""
    # How soon an answer comes is not what is tested: an apology would be read as the answer.
    running = start_stack(
        tmp_path_factory.mktemp("stack"), MADOGUCHI_TURN_TIMEOUT_SECONDS=str(ANSWER_SECONDS - 10)
    )
    yield running
    assert running.stop() == 0, running.output.read_text(encoding="utf-8")[-2000:]


@pytest.fixture
def talk(stack: Stack) -> Iterator[Callable[..., Resident]]:
    """Begins conversations: ``talk()``, ``talk("shibuya")`` or ``talk("shibuya", "vi")``."""
    with httpx.Client(base_url=stack.base, timeout=ANSWER_SECONDS) as client:
        yield lambda ward=None, language="ja": begin(stack, client, ward, language)
