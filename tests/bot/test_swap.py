"""The swap itself; tests/e2e/test_promotion.py has it done by a real Rasa."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List, Text

import pytest
from bot import swap
from bot.swap import ModelSwap, SwapUnderWayError, UnknownModelError, model_of

OLD, NEW, BROKEN = "0123456789abcdef", "fedcba9876543210", "00000000bbbbbbbb"


class Processor:
    """Stands for Rasa's: a file that says ``broken`` cannot be loaded."""

    loaded: List[Text] = []
    wait = threading.Event()

    def __init__(self, model_path: Path, **given: Any) -> None:
        Processor.wait.wait(5)
        if model_path.read_text() == "broken":
            raise ValueError("no model")
        Processor.loaded.append(model_path.name)
        self.model_path, self.model_filename = model_path, model_path.name
        self.given: Dict[Text, Any] = given
        self.domain = SimpleNamespace(responses={"utter_greet": [{"text": model_path.name}]})
        self.parsed: List[Text] = []

    async def parse_message(self, message: Any) -> Dict[Text, Any]:
        self.parsed.append(message.text)
        return {}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    for name, content in ((OLD, "model"), (NEW, "model"), (BROKEN, "broken")):
        (tmp_path / f"{name}.tar.gz").write_text(content)
    monkeypatch.setattr(swap, "MessageProcessor", Processor)
    Processor.loaded.clear()
    Processor.wait.set()
    agent = SimpleNamespace(
        tracker_store=SimpleNamespace(domain=None), lock_store=object(), action_endpoint=object(),
        http_interpreter=None, nlg=None, domain=None,
    )  # fmt: skip
    agent.processor = Processor(tmp_path / f"{OLD}.tar.gz")
    return SimpleNamespace(ctx=SimpleNamespace(agent=agent))


async def test_another_model_takes_the_place_and_shares_the_stores(app: SimpleNamespace) -> None:
    before = app.ctx.agent
    assert await ModelSwap().to(app, NEW, 5)
    after = app.ctx.agent
    assert (model_of(before), model_of(after)) == (OLD, NEW)
    assert after.tracker_store is before.tracker_store
    assert after.lock_store is before.lock_store
    assert after.processor.given["lock_store"] is before.lock_store
    assert after.tracker_store.domain is after.domain
    assert after.nlg.responses["utter_greet"][0]["text"] == f"{NEW}.tar.gz"
    assert after.processor.parsed == ["準備"], "warm before anybody asks it"


async def test_while_it_loads_the_present_one_answers(app: SimpleNamespace) -> None:
    Processor.wait.clear()
    swapping = asyncio.ensure_future(ModelSwap().to(app, NEW, 5))
    await asyncio.sleep(0.05)
    assert model_of(app.ctx.agent) == OLD
    await app.ctx.agent.processor.parse_message(SimpleNamespace(text="転入届"))
    Processor.wait.set()
    assert await swapping
    assert model_of(app.ctx.agent) == NEW


async def test_who_waits_too_long_asks_again(app: SimpleNamespace) -> None:
    Processor.wait.clear()
    swaps = ModelSwap()
    assert not await swaps.to(app, NEW, 0.01)
    assert not await swaps.to(app, NEW, 0.01)
    with pytest.raises(SwapUnderWayError, match=NEW):
        await swaps.to(app, BROKEN, 0.01)
    Processor.wait.set()
    assert await swaps.to(app, NEW, 5)
    assert Processor.loaded == [f"{OLD}.tar.gz", f"{NEW}.tar.gz"]


async def test_after_a_failure_nobody_asked_about_another_may_be_loaded(
    app: SimpleNamespace,
) -> None:
    Processor.wait.clear()
    swaps = ModelSwap()
    assert not await swaps.to(app, BROKEN, 0.01)
    Processor.wait.set()
    await asyncio.sleep(0.2)
    assert await swaps.to(app, NEW, 5)
    assert model_of(app.ctx.agent) == NEW


async def test_going_back_loads_nothing(app: SimpleNamespace) -> None:
    swaps, before = ModelSwap(), app.ctx.agent
    assert await swaps.to(app, NEW, 5)
    assert await swaps.to(app, OLD, 5)
    assert app.ctx.agent is before
    assert before.tracker_store.domain is before.domain
    assert await swaps.to(app, NEW, 5)
    assert Processor.loaded == [f"{OLD}.tar.gz", f"{NEW}.tar.gz"]


async def test_the_present_model_is_not_loaded_again(app: SimpleNamespace) -> None:
    before = app.ctx.agent
    assert await ModelSwap().to(app, OLD, 5)
    assert app.ctx.agent is before


@pytest.mark.parametrize("name", ["ffffffffffffffff", "../../etc/passwd", "", "None", OLD.upper()])
async def test_a_model_that_is_not_there_changes_nothing(app: SimpleNamespace, name: Text) -> None:
    with pytest.raises(UnknownModelError):
        await ModelSwap().to(app, name, 5)
    assert model_of(app.ctx.agent) == OLD


async def test_a_model_that_does_not_load_changes_nothing(app: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="no model"):
        await ModelSwap().to(app, BROKEN, 5)
    assert model_of(app.ctx.agent) == OLD
