"""Threads for what LINE's channel waits for: its database work and its calls of LINE.

They are its own and few: a LINE that answers slowly must not hold up the web channel, and a flood
of messages must leave the event loop time to say 200.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.line.accounts import CALLS_AT_ONCE

P = ParamSpec("P")
T = TypeVar("T")

_arrivals = ThreadPoolExecutor(1, thread_name_prefix="line-arrivals")
_work = ThreadPoolExecutor(4, thread_name_prefix="line-work")
_hearing = ThreadPoolExecutor(1, thread_name_prefix="line-hearing")
_calls = ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="line-calls")


async def write_arrivals(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what LINE waits for: nothing else runs on this thread."""
    return await _run(_arrivals, work, *args, **kwargs)


async def work(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run database work."""
    return await _run(_work, work, *args, **kwargs)


async def call(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a call over the network, which mostly waits."""
    return await _run(_calls, work, *args, **kwargs)


async def hear(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the recognition of a voice, one at a time: it keeps the processors busy."""
    return await _run(_hearing, work, *args, **kwargs)


async def _run(
    pool: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))
