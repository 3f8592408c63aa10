"""What LINE's platform finds wrong with messages: their structure and the limits of its reference.

https://developers.line.biz/en/reference/messaging-api/#message-objects, read through the models of
LINE's own SDK. Lengths are counted in UTF-16 units everywhere: LINE never counts more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from linebot.v3.messaging import Message
from pydantic.v1 import ValidationError

Json = dict[str, Any]
Detail = dict[str, str]
Details = Iterator[Detail]

MAX_BUBBLE_BYTES = 30 * 1024
MAX_CAROUSEL_BYTES = 50 * 1024
FLEX_LABEL = 40
LABEL = 20

_FORMATS = {
    "date": ("%Y-%m-%d",),
    "time": ("%H:%M",),
    "datetime": ("%Y-%m-%dT%H:%M", "%Y-%m-%dt%H:%M"),
}
_SCHEMES = ("http", "https", "line", "tel")
_IN_BASELINE = ("icon", "text", "filler")
_IN_OTHER_BOXES = ("box", "button", "image", "video", "text", "separator", "filler")


def units(text: str) -> int:
    """Its length as LINE counts: in UTF-16 units, so that most emoji count twice."""
    return len(text.encode("utf-16-le")) // 2


def details(messages: object) -> list[Detail]:
    """What LINE answers as ``details``; empty where the messages are good."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return [_detail("messages", "Size must be between 1 and 5")]
    return [
        found
        for index, message in enumerate(messages)
        for found in _message(f"messages[{index}]", message)
    ]


def _message(path: str, message: Json) -> Details:
    try:
        understood = Message.from_dict(message).to_dict()
    except ValidationError as wrong:
        for error in wrong.errors():
            place = ".".join(str(part) for part in error["loc"])
            is_absent = error["type"].startswith("type_error.none")
            yield _detail(f"{path}.{place}", "May not be null" if is_absent else error["msg"])
        return
    except (ValueError, KeyError) as wrong:  # a discriminator of no known kind, or none at all
        yield _detail(f"{path}.type", f"Must be one of the known values: {wrong}")
        return
    except (TypeError, AttributeError):
        yield _detail(path, "Must be a message object")
        return
    yield from _unknown(path, message, understood)
    yield from _LIMITS.get(message["type"], _nothing)(path, message)
    if "quickReply" in message:
        yield from _quick_reply(f"{path}.quickReply", message["quickReply"])
    if "sender" in message:
        yield from _length(f"{path}.sender.name", message["sender"].get("name"), 20)
        yield from _https(f"{path}.sender.iconUrl", message["sender"].get("iconUrl"))


def _unknown(path: str, sent: object, understood: object) -> Details:
    """Properties that the SDK's model of the message does not have."""
    if isinstance(sent, dict) and isinstance(understood, dict):
        for key, value in sent.items():
            if value is None:
                continue
            if key not in understood:
                yield _detail(f"{path}.{key}", "unknown field")
            else:
                yield from _unknown(f"{path}.{key}", value, understood[key])
    elif isinstance(sent, list) and isinstance(understood, list):
        for index, (one, other) in enumerate(zip(sent, understood, strict=False)):
            yield from _unknown(f"{path}[{index}]", one, other)


def _nothing(path: str, message: Json) -> Details:
    yield from ()


def _text(path: str, message: Json) -> Details:
    yield from _length(f"{path}.text", message["text"], 5000)


def _media(path: str, message: Json) -> Details:
    yield from _https(f"{path}.originalContentUrl", message["originalContentUrl"])
    yield from _https(f"{path}.previewImageUrl", message.get("previewImageUrl"))


def _location(path: str, message: Json) -> Details:
    yield from _length(f"{path}.title", message["title"], 100)
    yield from _length(f"{path}.address", message["address"], 100)


def _template(path: str, message: Json) -> Details:
    yield from _length(f"{path}.altText", message["altText"], 400)
    template, at = message["template"], f"{path}.template"
    if template["type"] == "buttons":
        yield from _column(at, template, text=160, text_beside=60, actions=(1, 4))
    elif template["type"] == "confirm":
        yield from _column(at, template, text=240, text_beside=240, actions=(2, 2))
    else:
        columns = template["columns"]
        yield from _size(f"{at}.columns", columns, 1, 10)
        for index, column in enumerate(columns):
            if template["type"] == "carousel":
                yield from _column(
                    f"{at}.columns[{index}]", column, text=120, text_beside=60, actions=(1, 3)
                )
            else:
                yield from _https(f"{at}.columns[{index}].imageUrl", column["imageUrl"])
                yield from _action(
                    f"{at}.columns[{index}].action", column["action"], 12, needs_label=False
                )


def _column(
    path: str, column: Json, *, text: int, text_beside: int, actions: tuple[int, int]
) -> Details:
    """Text, which is shorter beside a title or an image, and buttons."""
    is_beside = column.get("title") or column.get("thumbnailImageUrl")
    yield from _length(f"{path}.title", column.get("title"), 40)
    yield from _length(f"{path}.text", column["text"], text_beside if is_beside else text)
    yield from _https(f"{path}.thumbnailImageUrl", column.get("thumbnailImageUrl"))
    yield from _size(f"{path}.actions", column["actions"], *actions)
    for index, action in enumerate(column["actions"]):
        yield from _action(f"{path}.actions[{index}]", action, LABEL)


def _flex(path: str, message: Json) -> Details:
    yield from _length(f"{path}.altText", message["altText"], 400)
    contents, at = message["contents"], f"{path}.contents"
    if contents["type"] == "bubble":
        yield from _bubble(at, contents)
        return
    yield from _size(f"{at}.contents", contents["contents"], 1, 12)
    yield from _bytes(at, contents, MAX_CAROUSEL_BYTES)
    for index, bubble in enumerate(contents["contents"]):
        yield from _bubble(f"{at}.contents[{index}]", bubble)
        if bubble.get("size", "mega") != contents["contents"][0].get("size", "mega"):
            yield _detail(f"{at}.contents[{index}].size", "All bubbles must have the same size")


def _bubble(path: str, bubble: Json) -> Details:
    yield from _bytes(path, bubble, MAX_BUBBLE_BYTES)
    blocks = [block for block in ("header", "hero", "body", "footer") if block in bubble]
    if not blocks:
        yield _detail(path, "At least one block must be specified")
    for block in blocks:
        yield from _component(f"{path}.{block}", bubble[block])
    if "action" in bubble:
        yield from _action(f"{path}.action", bubble["action"], FLEX_LABEL, needs_label=False)


def _component(path: str, component: Json) -> Details:
    kind = component["type"]
    if kind == "box":
        allowed = _IN_BASELINE if component["layout"] == "baseline" else _IN_OTHER_BOXES
        for index, inner in enumerate(component["contents"]):
            at = f"{path}.contents[{index}]"
            if inner["type"] not in allowed:
                yield _detail(f"{at}.type", f"Must be one of the following values: {list(allowed)}")
            yield from _component(at, inner)
    elif kind == "text":
        if not component.get("text") and not component.get("contents"):
            yield _detail(f"{path}.text", "must be non-empty text")
        for index, span in enumerate(component.get("contents", [])):
            yield from _length(f"{path}.contents[{index}].text", span.get("text", ""), 5000)
    elif kind in ("image", "icon", "video"):
        yield from _https(f"{path}.url", component["url"])
        yield from _https(f"{path}.previewUrl", component.get("previewUrl"))
    if "action" in component:
        yield from _action(
            f"{path}.action", component["action"], FLEX_LABEL, needs_label=kind == "button"
        )


def _quick_reply(path: str, quick_reply: Json) -> Details:
    items = quick_reply.get("items", [])
    yield from _size(f"{path}.items", items, 1, 13)
    for index, item in enumerate(items):
        at = f"{path}.items[{index}]"
        yield from _https(f"{at}.imageUrl", item.get("imageUrl"))
        if item.get("type") != "action":
            yield _detail(f"{at}.type", "Must be one of the following values: [action]")
        elif "action" not in item:
            yield _detail(f"{at}.action", "May not be null")
        elif item["action"]["type"] == "richmenuswitch":
            yield _detail(f"{at}.action.type", "May not be in a quick reply")
        else:
            yield from _action(f"{at}.action", item["action"], LABEL)


def _action(path: str, action: Json, label: int, *, needs_label: bool = True) -> Details:
    if needs_label and "label" not in action:
        yield _detail(f"{path}.label", "May not be empty")
    yield from _length(f"{path}.label", action.get("label"), label, minimum=int(needs_label))
    match action["type"]:
        case "postback":
            yield from _length(f"{path}.data", action.get("data", ""), 300)
            for name in ("displayText", "text", "fillInText"):
                yield from _length(f"{path}.{name}", action.get(name), 300)
            if "displayText" in action and "text" in action:
                yield _detail(f"{path}.text", "May not be together with displayText")
            if "fillInText" in action and action.get("inputOption") != "openKeyboard":
                yield _detail(f"{path}.fillInText", "Needs the inputOption openKeyboard")
        case "message":
            yield from _length(f"{path}.text", action.get("text", ""), 300)
        case "uri":
            yield from _length(f"{path}.uri", action.get("uri", ""), 1000)
            if urlsplit(action.get("uri", "")).scheme not in _SCHEMES:
                yield _detail(f"{path}.uri", f"invalid uri scheme; must be one of {_SCHEMES}")
        case "datetimepicker":
            yield from _length(f"{path}.data", action.get("data", ""), 300)
            yield from _picker(path, action)


def _picker(path: str, action: Json) -> Details:
    """Mode and bounds: ``min`` < ``max``, with ``initial`` between them."""
    mode = action.get("mode")
    if mode is None:
        yield _detail(f"{path}.mode", "May not be null")
        return
    read = {
        name: moment(mode, action[name]) for name in ("min", "initial", "max") if name in action
    }
    for name, at in read.items():
        if at is None:
            yield _detail(f"{path}.{name}", f"Must be a {mode}")
    known = {name: at for name, at in read.items() if at is not None}
    if "min" in known and "max" in known and known["min"] >= known["max"]:
        yield _detail(f"{path}.min", "Must be before max")
    if "initial" in known:
        at = known["initial"]
        if not known.get("min", at) <= at <= known.get("max", at):
            yield _detail(f"{path}.initial", "Must be between min and max")


def moment(mode: str, value: str) -> datetime | None:
    """What a datetimepicker's ``min``, ``max``, ``initial`` or picked value says, if it is one."""
    for form in _FORMATS[mode]:
        try:
            read = datetime.strptime(value, form)
        except ValueError:
            continue
        if len(value) == len(read.strftime(form)):  # strptime also takes 2026-1-1
            return read
    return None


def _length(path: str, text: str | None, maximum: int, minimum: int = 1) -> Details:
    if text is None:
        return
    if not text and minimum:
        yield _detail(path, "May not be empty")
    elif units(text) > maximum:
        yield _detail(path, f"Length must be between {minimum} and {maximum}")


def _size(path: str, items: list[Json], minimum: int, maximum: int) -> Details:
    if not minimum <= len(items) <= maximum:
        yield _detail(path, f"Size must be between {minimum} and {maximum}")


def _bytes(path: str, container: Json, maximum: int) -> Details:
    size = len(json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode())
    if size > maximum:
        yield _detail(path, f"Size of {size} bytes is over {maximum}")


def _https(path: str, url: str | None) -> Details:
    yield from _length(path, url, 2000)
    if url is not None and urlsplit(url).scheme != "https":
        yield _detail(path, "invalid uri scheme; must be https")


def _detail(path: str, message: str) -> Detail:
    return {"message": message, "property": path}


_LIMITS = {
    "text": _text,
    "textV2": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "location": _location,
    "template": _template,
    "flex": _flex,
}
