"""The channel between the gateway and Rasa: a turn in, messages and what was understood out.

It differs from Rasa's own REST channel where a resident's safety needs it: text is always text (stock
Rasa executes ``/intent{...}`` that a resident types), a pressed button comes as an intent with
entities of its own, only the gateway's token opens it, and no log line holds what was said.
"""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Awaitable, Callable, Dict, Optional, Text

from bot import logs
from bot.sentences import MAX_PARTS, WEAK_INTENTS, clauses, decisive, requests, sentences
from bot.swap import ModelSwap, SwapUnderWayError, UnknownModelError, model_of
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

logger = logging.getLogger(__name__)

# Looks like a slash to people, and is none to Rasa's reader of intent payloads.
FULL_WIDTH_SLASH = "／"

# After this long a request for another model is answered that it is still loading: ask again.
SWAP_WAIT_SECONDS = 20.0


class GatewayInput(InputChannel):
    """``POST /webhooks/gateway/webhook`` with ``{sender, message_id, text, metadata}``, and for a pressed
    button also ``intent`` and ``entities`` (by name).

    Answers ``{messages, intent, confidence, model}``, where ``messages`` is what the actions dispatched.
    """

    def __init__(self, token: Text) -> None:
        self.token = token
        self._is_warm = False

    @classmethod
    def name(cls) -> Text:
        """The channel's part of the URL."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> GatewayInput:
        """Reads ``token`` from credentials.yml; without one the channel would be open to anybody."""
        if not credentials or not credentials.get("token"):
            cls.raise_missing_credentials_exception()
        logs.configure()  # here Rasa's command line has set up its own logging already
        return cls(str(credentials["token"]))  # type: ignore[index]

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        webhook = Blueprint("gateway_webhook", "gateway")

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json_response({"error": "the gateway's token is needed"}, status=401)
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return json_response({"error": "no model is loaded"}, status=503)
            turn = request.json
            collector = CollectingOutputChannel()
            message = UserMessage(
                text=typed_text(turn["text"]),
                output_channel=collector,
                sender_id=turn["sender"],
                input_channel=self.name(),
                message_id=turn["message_id"],
                metadata=turn.get("metadata"),
            )
            try:
                message.parse_data = (
                    pressed_button(message, turn["intent"], turn.get("entities") or {})
                    if turn.get("intent")
                    else await understand(agent, message)
                )
                await agent.handle_message(message)
            except Exception as error:
                # The traceback's values could hold the resident's words: only its kind is logged.
                logger.error(
                    json.dumps({"event": "turn_failed", "error": type(error).__name__})
                )
                return json_response({"error": "the turn failed"}, status=500)
            intent = message.parse_data["intent"]
            return json_response(
                {
                    "messages": collector.messages,
                    "intent": intent["name"],
                    "confidence": intent["confidence"],
                    "model": model_of(agent),
                }
            )

        @webhook.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            is_ready = agent is not None and agent.is_ready()
            if is_ready and not self._is_warm:
                # The first message that TensorFlow sees takes a second; no resident shall wait for it.
                await agent.processor.parse_message(UserMessage(text="準備"))
                self._is_warm = True
            answer = {"ready": is_ready, "model": model_of(agent) if is_ready else None}
            return json_response(answer, status=200 if is_ready else 503)

        @webhook.route("/conversations/<sender_id>", methods=["DELETE"])
        async def erase(request: Request, sender_id: str) -> HTTPResponse:
            if not self._is_gateway(request):
                return json_response({"error": "the gateway's token is needed"}, status=401)
            return json_response({"events": our_store(request).erase(sender_id)})

        @webhook.route("/conversations/<sender_id>/messages/<message_id>", methods=["DELETE"])
        async def unsay(request: Request, sender_id: str, message_id: str) -> HTTPResponse:
            if not self._is_gateway(request):
                return json_response({"error": "the gateway's token is needed"}, status=401)
            # Under the conversation's lock: a turn that is under way writes its events first.
            async with request.app.ctx.agent.lock_store.lock(sender_id):
                return json_response({"events": our_store(request).unsay(sender_id, message_id)})

        swap = ModelSwap()

        @webhook.route("/model", methods=["PUT"])
        async def change_model(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json_response({"error": "the gateway's token is needed"}, status=401)
            wanted = str((request.json or {}).get("model"))
            try:
                is_done = await swap.to(request.app, wanted, SWAP_WAIT_SECONDS)
            except UnknownModelError:
                return json_response({"error": f"there is no model {wanted}"}, status=404)
            except SwapUnderWayError as other:
                return json_response({"error": f"the model {other} is being loaded"}, status=409)
            except Exception as error:
                logger.error(json.dumps({"event": "swap_failed", "error": type(error).__name__}))
                return json_response({"error": f"{type(error).__name__}: {error}"}, status=422)
            answer = {"model": model_of(request.app.ctx.agent)}
            return json_response(answer, status=200 if is_done else 202)

        return webhook

    def _is_gateway(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode())


def our_store(request: Request) -> Any:
    """The configured tracker store, ``EncryptedTrackerStore``, which Rasa wraps."""
    store = request.app.ctx.agent.tracker_store
    while not hasattr(store, "unsay"):
        store = store._tracker_store
    return store


async def understand(agent: Agent, message: UserMessage) -> Dict[Text, Any]:
    """What Rasa makes of the message; of several sentences, the one that wants something decides.

    ``parts`` of the result are the sentences and clauses that may ask for something each, with the
    intent of each by itself.
    """
    text = message.text or ""
    parses: Dict[Text, Dict[Text, Any]] = {}

    async def parse(part: Text) -> Dict[Text, Any]:
        if part not in parses:
            parses[part] = await agent.processor.parse_message(UserMessage(text=typed_text(part)))
        return parses[part]

    whole = await agent.processor.parse_message(message)
    found = whole
    for parts in (sentences(text), clauses(text)):
        if 1 < len(parts) <= MAX_PARTS:
            found = decisive(whole, [await parse(part) for part in parts])
            if found is not whole:
                break
        if whole["intent"]["name"] not in WEAK_INTENTS:
            break  # a clause is little to go by: only where the whole says nothing
    asked = [(part, (await parse(part))["intent"]) for part in requests(text)]
    return {
        **found,
        "parts": [
            {"text": part, "intent": intent["name"], "confidence": intent["confidence"]}
            for part, intent in asked
        ],
    }


def typed_text(text: Text) -> Text:
    """The text so that Rasa never takes it for an intent payload, however it is indented."""
    stripped = text.strip()
    if stripped.startswith(INTENT_MESSAGE_PREFIX):
        return FULL_WIDTH_SLASH + stripped[len(INTENT_MESSAGE_PREFIX) :]
    return stripped


def pressed_button(
    message: UserMessage, intent: Text, entities: Dict[Text, Text]
) -> Dict[Text, Any]:
    """Parse data of a pressed button: certain, and without asking the NLU."""
    return {
        "text": message.text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": 0, "extractor": "button"}
            for name, value in entities.items()
        ],
    }
