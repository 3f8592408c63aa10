"""The client of Rasa: one turn over loopback, and erasing a conversation there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx

from madoguchi.messages import MESSAGE, Button, ChoicesMessage, Message, TextMessage

_TURN_TIMEOUT = httpx.Timeout(30.0, connect=2.0)


class BotUnavailableError(Exception):
    """Rasa or its action server cannot answer now; the same turn may be tried again."""


class TurnFailedError(BotUnavailableError):
    """Rasa took the turn and gave no answer: its action server is away, or the turn breaks it."""


@dataclass(frozen=True)
class BotReply:
    """Rasa's answer: messages, the intent, what the actions noted, and which model it was.

    ``is_inquiry``: the turn was a step of a question to staff, so its words are for them alone.
    """

    messages: tuple[Message, ...]
    intent: str
    confidence: float
    noted: dict[str, Any]
    model: str | None = None
    is_inquiry: bool = False


class BotClient:
    """Speaks to Rasa's gateway channel. ``is_down`` tells whether the last call failed."""

    def __init__(
        self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TURN_TIMEOUT,
            transport=transport,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
        )
        self.is_down = False
        self.answered_at = 0.0

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(
        self,
        *,
        sender: str,
        message_id: str,
        text: str,
        intent: str | None,
        entities: dict[str, str] | None,
        metadata: dict[str, Any],
    ) -> BotReply:
        """One turn.

        Raises:
            BotUnavailableError: if Rasa did not answer.
            TurnFailedError: if it answered without saying anything, or what is no answer.

        """
        body = {
            "sender": sender,
            "message_id": message_id,
            "text": text,
            "intent": intent,
            "entities": entities,
            "metadata": metadata,
        }
        try:
            response = await self._client.post("/webhooks/gateway/webhook", json=body)
            if response.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                raise TurnFailedError("Rasa could not take the turn")
            response.raise_for_status()
        except httpx.HTTPError as error:
            self.is_down = True
            raise BotUnavailableError(type(error).__name__) from error
        try:
            answer = response.json()
            messages, noted = _read(answer["messages"])
            intent, confidence = str(answer["intent"]), float(answer["confidence"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TurnFailedError(f"Rasa's answer is none: {type(error).__name__}") from None
        if not messages and not noted:
            # Rasa swallows the failure of an action server that is away, and says nothing.
            self.is_down = True
            raise TurnFailedError("no answer from the action server")
        self.is_down = False
        self.answered_at = time.monotonic()
        return BotReply(messages, intent, confidence, noted, answer.get("model"))

    async def erase(self, sender: str) -> None:
        """Erase what Rasa keeps of a conversation.

        Raises:
            BotUnavailableError: if Rasa did not answer.

        """
        try:
            response = await self._client.delete(f"/webhooks/gateway/conversations/{sender}")
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise BotUnavailableError(type(error).__name__) from error

    async def unsay(self, sender: str, message_id: str) -> None:
        """Erase one message of a conversation at Rasa; the others stay.

        Raises:
            BotUnavailableError: if Rasa did not answer.

        """
        path = f"/webhooks/gateway/conversations/{sender}/messages/{message_id}"
        try:
            response = await self._client.delete(path)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise BotUnavailableError(type(error).__name__) from error

    async def is_ready(self) -> bool:
        """Whether Rasa answers and has a model."""
        try:
            response = await self._client.get("/webhooks/gateway/ready", timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK


def message_id_at_bot(conversation_id: str, client_message_id: str) -> str:
    """What a message is called at Rasa and its actions."""
    return f"{conversation_id}:{client_message_id}"


async def actions_answer(url: str) -> bool:
    """Whether the action server answers; Rasa itself swallows that it is away."""
    try:
        async with httpx.AsyncClient(timeout=2.0) as client:
            response = await client.get(f"{url}/health")
    except httpx.HTTPError:
        return False
    return response.status_code == httpx.codes.OK


def _read(dispatched: list[dict[str, Any]]) -> tuple[tuple[Message, ...], dict[str, Any]]:
    messages: list[Message] = []
    noted: dict[str, Any] = {}
    for item in dispatched:
        custom = item.get("custom") or {}
        if "message" in custom:
            messages.append(MESSAGE.validate_python(custom["message"]))
        elif "understanding" in custom:
            noted = custom["understanding"]
        elif item.get("buttons"):
            # A response of the domain; its payloads are written /intent.
            buttons = tuple(
                Button(label=button["title"], postback=button["payload"].lstrip("/"))
                for button in item["buttons"]
            )
            messages.append(ChoicesMessage(text=item["text"], choices=buttons))
        elif item.get("text"):
            messages.append(TextMessage(text=item["text"]))
    return tuple(messages), noted
