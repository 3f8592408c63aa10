from __future__ import annotations

import asyncio

from benchmarks.turns.evaluate import Sample, figures, measure, processor_figures
from benchmarks.turns.generate import Script


def test_failed_turns_are_no_throughput() -> None:
    assert Sample((0.1, 0.1, 0.1, 0.1), 2.0, 1, {}).turns_per_second == 1.5


def test_figures_are_medians_over_the_rounds() -> None:
    slow, usual, quick = (Sample((t,) * 4, t * 4, 0, {}) for t in (9.0, 0.2, 0.1))
    assert figures([slow, quick, usual], "baseline_", 8) == {
        "baseline_turns_per_second_8": 5.0,
        "baseline_p50_ms_8": 200.0,
        "baseline_p95_ms_8": 200.0,
    }


def test_processor_time_is_shared_out_over_all_turns() -> None:
    one, other = (Sample((0.1, 0.1), 1.0, 0, {"rasa": s}) for s in (0.1, 0.3))
    assert processor_figures([one, other]) == {"processor_ms_per_turn_rasa": 100.0}


class EchoBot:
    """Answers after a moment, and not at all to one message; counts who waits at once."""

    name = "echo"

    def __init__(self) -> None:
        self.waiting = 0
        self.most_waiting = 0
        self.spent = 0.0
        self.begun: list[str | None] = []
        self.heard: list[list[str]] = []

    async def begin(self, ward: str | None) -> EchoConversation:
        self.begun.append(ward)
        self.heard.append([])
        return EchoConversation(self, self.heard[-1])

    def processor_seconds(self) -> dict[str, float]:
        return {"echo": self.spent}


class EchoConversation:
    def __init__(self, bot: EchoBot, heard: list[str]) -> None:
        self._bot = bot
        self._heard = heard

    async def say(self, text: str) -> bool:
        self._heard.append(text)
        self._bot.waiting += 1
        self._bot.most_waiting = max(self._bot.most_waiting, self._bot.waiting)
        await asyncio.sleep(0.01)
        self._bot.waiting -= 1
        self._bot.spent += 0.5
        return text != "黙って"


def test_residents_talk_at_once_and_each_waits_for_the_answer() -> None:
    bot = EchoBot()
    resident = (Script(ward="ota", says=("一", "二")), Script(ward=None, says=("黙って",)))
    sample = asyncio.run(measure(bot, (resident, resident)))
    assert bot.begun == ["ota", None] * 2
    assert bot.heard == [["一", "二"], ["黙って"]] * 2
    assert bot.most_waiting == 2
    assert len(sample.turns) == 6
    assert min(sample.turns) >= 0.009
    assert sample.failed == 2
    assert sample.processor == {"echo": 3.0}
    assert 0.03 <= sample.wall + 0.001 < sum(sample.turns)
