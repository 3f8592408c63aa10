"""Reads LINE messages as a device and as LINE's own checks would."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from linebot.v3 import messaging as line

ROOT = Path(__file__).parents[3]
MODELS = {
    "text": line.TextMessage,
    "flex": line.FlexMessage,
    "location": line.LocationMessage,
}


def nodes(part: Any) -> Iterator[dict[str, Any]]:
    """All objects of the JSON, in the order of their appearance."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from nodes(value)
    elif isinstance(part, list):
        for value in part:
            yield from nodes(value)


def actions(part: Any) -> list[dict[str, Any]]:
    return [node["action"] for node in nodes(part) if isinstance(node.get("action"), dict)]


def postbacks(part: Any) -> list[str]:
    return [action["data"] for action in actions(part) if action["type"] == "postback"]


def texts(part: Any) -> list[str]:
    """All that is shown, without the headings that only continue a bubble."""
    shown: list[str] = []
    for node in nodes(part):
        if node.get("type") == "location":
            shown += [node["title"], node["address"]]
        elif node.get("type") == "text":
            shown.append(node["text"])
        elif node.get("type") == "carousel" or "altText" in node:
            continue
        elif node.get("type") == "action":
            shown.append(node["action"]["label"])
    return [text for text in shown if not text.endswith("（続き）")]


def squeezed(text: str) -> str:
    """The text without its white space, which a split may take away."""
    return "".join(text.split())


def colours(part: Any, text: str) -> list[str]:
    return [node["color"] for node in nodes(part) if node.get("text") == text and "color" in node]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check(batches: list[list[Any]]) -> list[dict[str, Any]]:
    """All messages of the batches as JSON, after every limit of LINE was checked."""
    checked = []
    for batch in batches:
        assert 1 <= len(batch) <= 5
        for message in batch:
            part = message.to_dict()
            assert MODELS[part["type"]].from_dict(part).to_dict() == part
            _check_message(part)
            for node in nodes(part):
                _check_node(node)
            checked.append(part)
    for part in checked[:-1]:
        assert "quickReply" not in part, "quick replies would vanish with the next message"
    return checked


def _check_message(part: dict[str, Any]) -> None:
    match part["type"]:
        case "text":
            assert part["text"].strip()
            assert units(part["text"]) <= 5000
        case "flex":
            assert part["altText"].strip()
            assert units(part["altText"]) <= 400
            _check_container(part["contents"])
        case "location":
            assert 1 <= units(part["title"]) <= 100
            assert 1 <= units(part["address"]) <= 100
    if "quickReply" in part:
        assert 1 <= len(part["quickReply"]["items"]) <= 13
        assert all(item["action"]["label"] for item in part["quickReply"]["items"])


def _check_container(contents: dict[str, Any]) -> None:
    bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
    assert 1 <= len(bubbles) <= 12
    assert len({bubble["size"] for bubble in bubbles}) == 1
    assert all(len(json.dumps(bubble)) <= 30_000 for bubble in bubbles)
    assert len(json.dumps(contents)) <= 50_000


def _check_node(node: dict[str, Any]) -> None:
    if node.get("type") == "text" and "wrap" in node:
        assert node["text"].strip()
        assert node["wrap"] is True
    if "data" in node:
        assert 1 <= units(node["data"]) <= 300
    if "displayText" in node:
        assert 1 <= units(node["displayText"]) <= 300
    if node.get("type") == "message":
        assert 1 <= units(node["text"]) <= 300
    if "uri" in node:
        assert re.match(r"(https?|tel):[!-~]+$", node["uri"])
        assert len(node["uri"]) <= 1000
    if "label" in node:
        assert 1 <= units(node["label"]) <= 20


def schema_file() -> Path:
    """LINE's own description of the Messaging API, where it is present."""
    shared = Path(os.environ.get("MADOGUCHI_SHARED", str(ROOT.parent / "shared")))
    return shared / "data" / "line-openapi" / "messaging-api.yml"


def check_schema(part: dict[str, Any]) -> None:
    """Check each object by the schema that its ``type`` picks; raises ``ValidationError``."""
    messages, inner = _validators(schema_file())
    messages[part["type"]].validate(part)
    for node in nodes({key: value for key, value in part.items() if key != "type"}):
        if node.get("type") in inner:
            inner[node["type"]].validate(node)


@cache
def _validators(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    components = yaml.safe_load(path.read_text(encoding="utf-8"))["components"]

    def by_type(base: str) -> dict[str, Any]:
        mapping = components["schemas"][base]["discriminator"]["mapping"]
        return {
            name: jsonschema_rs.Draft4Validator(
                {"$ref": reference, "components": components}, validate_formats=True
            )
            for name, reference in mapping.items()
        }

    inner = by_type("FlexContainer") | by_type("FlexComponent") | by_type("Action")
    return by_type("Message"), inner
