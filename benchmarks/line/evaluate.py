"""Calls at a fixed rate, whether or not the earlier ones are answered, and what came of them."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import aiohttp
import httpx

from benchmarks.line.generate import Call
from benchmarks.metrics.timing import percentile
from tests.channels.line.line_peer import LinePeer

_CONNECTIONS = 200


@dataclass(frozen=True)
class Acknowledged:
    """A call: who wrote, LINE's status for it, and seconds from the moment it was due."""

    user_id: str
    status: int
    seconds: float


def send(url: str, calls: Sequence[Call], rate: float) -> list[Acknowledged]:
    """So many calls a second, each on time: one that waits holds up no other.

    They are sent by a process of its own: the peers that answer in this one would hold it up.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_send, url, calls, rate).result()


def _send(url: str, calls: Sequence[Call], rate: float) -> list[Acknowledged]:
    return asyncio.run(_send_all(url, calls, rate))


async def _send_all(url: str, calls: Sequence[Call], rate: float) -> list[Acknowledged]:
    # aiohttp, since httpx looks through all waiting requests whenever one is done.
    connections = aiohttp.TCPConnector(limit=_CONNECTIONS)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connections, timeout=timeout) as http:
        begun = time.perf_counter()

        async def one(number: int, call: Call) -> Acknowledged:
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            headers = {"X-Line-Signature": call.signature}
            try:
                async with http.post(url, data=call.body, headers=headers) as answer:
                    await answer.read()
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = 0
            return Acknowledged(call.user_id, status, time.perf_counter() - due)

        return list(await asyncio.gather(*[one(*each) for each in enumerate(calls)]))


def ack_figures(prefix: str, calls: Sequence[Acknowledged]) -> dict[str, float]:
    """How soon LINE was answered, in milliseconds, and how often with 200."""
    took = [call.seconds * 1e3 for call in calls]
    return {
        f"{prefix}calls": len(calls),
        f"{prefix}accepted": sum(call.status == httpx.codes.OK for call in calls),
        f"{prefix}ack_p50_ms": round(percentile(took, 0.5), 2),
        f"{prefix}ack_p99_ms": round(percentile(took, 0.99), 2),
        f"{prefix}ack_max_ms": round(max(took), 2),
    }


def wait_for_answers(peer: LinePeer, accepted: int, give_up_seconds: float) -> float:
    """Seconds until there are as many answers as calls, or until none has come for so long."""
    begun = changed = time.perf_counter()
    before = -1
    while (have := answers(peer)) < accepted:
        now = time.perf_counter()
        if have != before:
            before, changed = have, now
        elif now - changed > give_up_seconds:
            break
        time.sleep(0.2)
    return time.perf_counter() - begun


def answers(peer: LinePeer) -> int:
    """Messages that residents have got."""
    return sum(len(peer.messages_to(user_id)) for user_id in peer.profiles)


def answer_figures(peer: LinePeer, calls: Sequence[Acknowledged]) -> dict[str, float]:
    """Whether everybody got one answer for each of their accepted messages."""
    wrote = Counter(call.user_id for call in calls if call.status == httpx.codes.OK)
    got = {user_id: len(peer.messages_to(user_id)) for user_id in wrote}
    return {
        "unanswered": sum(max(0, count - got[user]) for user, count in wrote.items()),
        "answered_twice": sum(max(0, got[user] - count) for user, count in wrote.items()),
        "rejected_by_line": len(peer.rejected),
    }
