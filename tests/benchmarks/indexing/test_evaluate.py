"""What is measured."""

from __future__ import annotations

from benchmarks.indexing.evaluate import Memory, processor_seconds, timed


def test_memory_that_is_held_for_a_while_is_seen() -> None:
    with Memory() as memory:
        held = bytearray(80_000_000)
        held[::4096] = b"x" * len(held[::4096])
        _, seconds = timed(lambda: sum(range(10_000_000)))
    assert seconds > 0
    with Memory() as less:
        del held
    assert memory.peak_mb > 80
    assert less.peak_mb > 0


def test_processor_time_goes_up() -> None:
    before = processor_seconds()
    timed(lambda: sum(range(3_000_000)))
    assert processor_seconds() > before
