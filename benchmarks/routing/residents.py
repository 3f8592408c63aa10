"""Residents who each say one thing in a new conversation, a few of them at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import httpx

from benchmarks.routing.generate import Utterance
from channels.web.schema import LanguageTag

_PATIENCE = 60.0
"""Seconds until an answer that stays pending, or a limit that stays shut, is a failed turn."""

_PAUSE = 0.2


@dataclass(frozen=True)
class Turn:
    """What became of an utterance. ``seconds``: from sending it to its answer.

    ``failed`` tells why there is no answer; everything else is empty then.
    """

    said: Utterance
    seconds: float
    intent: str | None = None
    procedure: str | None = None
    aspect: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    """Procedures with their scores, best first."""
    text: str = ""
    """All messages of the answer."""
    sources: tuple[str, ...] = ()
    """The addresses of the pages that the answer names as its source."""
    failed: str | None = None


async def ask_all(
    client: httpx.AsyncClient,
    utterances: Sequence[Utterance],
    ward: str | None,
    at_once: int,
    done: Callable[[], None],
) -> tuple[Turn, ...]:
    """One turn an utterance, in their order; ``done`` is called after each."""
    free = asyncio.Semaphore(at_once)

    async def one(utterance: Utterance) -> Turn:
        async with free:
            turn = await ask(client, utterance, ward)
        done()
        return turn

    return tuple(await asyncio.gather(*(one(utterance) for utterance in utterances)))


async def ask(client: httpx.AsyncClient, utterance: Utterance, ward: str | None) -> Turn:
    """Say it as the first message of a new conversation, in the utterance's language if ours."""
    tag = utterance.lang if utterance.lang in get_args(LanguageTag) else "ja"
    started = time.perf_counter()
    try:
        begun = await _post(
            client, "/api/v1/conversations", {"ward": ward, "language": tag}, {}, started
        )
        headers = {"Authorization": f"Bearer {begun['token']}"}
        path = f"/api/v1/conversations/{begun['id']}/messages"
        message = {"text": utterance.text, "client_message_id": "first"}
        started = time.perf_counter()
        while True:
            # The same id again asks for the same answer, which may be ready by now.
            answer = await _post(client, path, message, headers, started)
            seconds = time.perf_counter() - started
            if not answer["pending"]:
                return _turn(utterance, seconds, answer)
            if seconds > _PATIENCE:
                return Turn(utterance, seconds, failed="no answer in time")
            await asyncio.sleep(_PAUSE)
    except (httpx.HTTPError, _RefusedError) as error:
        reason = str(error) or type(error).__name__
        return Turn(utterance, time.perf_counter() - started, failed=reason)


class _RefusedError(Exception):
    """The gateway answered with a problem."""


async def _post(
    client: httpx.AsyncClient,
    path: str,
    body: Mapping[str, str | None],
    headers: Mapping[str, str],
    started: float,
) -> dict[str, Any]:
    while True:
        response = await client.post(path, json=body, headers=headers)
        limited = response.status_code == httpx.codes.TOO_MANY_REQUESTS
        if not limited or time.perf_counter() - started > _PATIENCE:
            break
        await asyncio.sleep(float(response.headers.get("Retry-After", "1")))
    if response.is_error:
        raise _RefusedError(f"HTTP {response.status_code}")
    answer: dict[str, Any] = response.json()
    return answer


def _turn(utterance: Utterance, seconds: float, answer: dict[str, Any]) -> Turn:
    understood = answer["understanding"]
    messages = answer["messages"]
    return Turn(
        utterance,
        seconds,
        understood["intent"],
        understood["procedure"],
        understood["aspect"],
        tuple((each["procedure"], float(each["score"])) for each in understood["candidates"]),
        "\n".join(_texts(messages)),
        tuple(m["source"]["url"] for m in messages if (m.get("source") or {}).get("url")),
        None if messages else "no message",
    )


def _texts(messages: Sequence[dict[str, Any]]) -> list[str]:
    texts = []
    for message in messages:
        texts += [message.get("title") or "", message["text"], *(message.get("items") or ())]
        texts += [f"{row['label']}: {row['value']}" for row in message.get("rows") or ()]
        texts += [f"[{choice['label']}]" for choice in message.get("choices") or ()]
    return [text for text in texts if text]
