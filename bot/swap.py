"""Another model in the running Rasa, without a turn that fails.

The new model is loaded and warmed up in a thread while the present one goes on answering. Then an
agent that shares everything with the present one but the model takes its place at once. A turn in
flight keeps the agent that it began with; conversations lie in the stores, which both share.
"""

from __future__ import annotations

import asyncio
import copy
import re
from pathlib import Path
from typing import Optional, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from sanic import Sanic

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


class UnknownModelError(Exception):
    """There is no model file of that name beside the present one."""


class SwapUnderWayError(Exception):
    """Another model is just being loaded."""


class ModelSwap:
    """Swaps the model of an app's agent, one swap at a time. The one before stays loaded.

    So going back takes no time, at the price of the memory of one more model until Rasa restarts.
    """

    def __init__(self) -> None:
        self._before: Optional[Agent] = None
        self._wanted: Optional[Text] = None
        self._loading: Optional[asyncio.Task[None]] = None

    async def to(self, app: Sanic, fingerprint: Text, wait_s: float) -> bool:
        """Have the app answer with the model of that fingerprint.

        True once it does; False where it is still loading after ``wait_s`` seconds: ask again for
        the same. (Sanic cuts off what takes longer than a minute.)

        Raises:
            UnknownModelError: if there is no such file.
            SwapUnderWayError: if another model is being loaded.
            Exception: whatever Rasa raises for a file that it cannot load; nothing has changed then.

        """
        if self._loading is None or (self._loading.done() and self._wanted != fingerprint):
            self._wanted = fingerprint
            self._loading = asyncio.create_task(self._swap(app, fingerprint))
        elif self._wanted != fingerprint:
            raise SwapUnderWayError(self._wanted)
        loading = self._loading
        done, _ = await asyncio.wait({loading}, timeout=wait_s)
        if not done:
            return False
        if self._loading is loading:
            self._loading = None
        loading.result()
        return True

    async def _swap(self, app: Sanic, fingerprint: Text) -> None:
        present: Agent = app.ctx.agent
        if model_of(present) == fingerprint:
            return
        if self._before is not None and model_of(self._before) == fingerprint:
            wanted = self._before
        else:
            wanted = await _loaded(present, fingerprint)
        wanted.tracker_store.domain = wanted.domain
        app.ctx.agent, self._before = wanted, present


def model_of(agent: Agent) -> Text:
    """The fingerprint of the agent's model: its file is named by it."""
    return str(agent.processor.model_filename).partition(".")[0]


async def _loaded(present: Agent, fingerprint: Text) -> Agent:
    path = Path(present.processor.model_path).parent / f"{fingerprint}.tar.gz"
    if not FINGERPRINT.fullmatch(fingerprint) or not path.is_file():
        raise UnknownModelError(fingerprint)
    agent = copy.copy(present)
    agent.nlg = TemplatedNaturalLanguageGenerator({})
    agent.processor = await asyncio.get_running_loop().run_in_executor(None, _warm, agent, path)
    agent.domain = agent.processor.domain
    agent.nlg.responses = agent.domain.responses
    return agent


def _warm(agent: Agent, path: Path) -> MessageProcessor:
    processor = MessageProcessor(
        model_path=path,
        tracker_store=agent.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
        generator=agent.nlg,
        http_interpreter=agent.http_interpreter,
    )
    # The first message that TensorFlow sees takes a second: here nobody waits for it.
    asyncio.run(processor.parse_message(UserMessage(text="準備")))
    return processor
