"""What a button sends back: a verb and its arguments, such as ``answer:copies:2``.

Only these verbs exist, so a forged postback can do no more than pressing some button could. The
gateway turns each into the intent and entities that the same words would have had; what a resident
*types* never becomes a postback. ``ward:`` and ``language:`` ask which one; ``delete:ask`` asks
first, where ``delete`` erases at once. Which step of a question to staff ``inquiry:`` is, the
gateway tells the action beside the intent (``channels/inquiry_steps.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from madoguchi.errors import InvalidValueError
from madoguchi.shelters import nearby

MAX_LENGTH = 300
"""LINE's limit of a postback's data."""

ASPECTS = (
    "overview", "documents", "deadline", "fee", "where", "hours", "online", "who", "how", "contact",
)  # fmt: skip

LOCATE = "locate"
"""What a button holds that asks where the resident is.

A channel that can find out draws it so, and sends ``near:``; any other sends it as it is.
"""

NEAR = "near"

_VERBS: dict[str, tuple[str, tuple[str, ...], str]] = {
    # verb: (intent, names of the arguments, pattern of all arguments)
    "ward": ("set_ward", ("ward",), r"[a-z]*"),
    "apply": ("start_application", ("procedure",), r"[a-z0-9-]+"),
    "answer": ("inform", ("field", "value"), r"[a-z0-9_]+:.{1,200}"),
    "skip": ("skip", ("field",), r"[a-z0-9_]+"),
    "edit": ("correct_answer", ("field",), r"[a-z0-9_]+"),
    "submit": ("affirm", ("submit",), r"[0-9a-f]{8}"),
    "cancel": ("cancel", (), ""),
    "abandon": ("cancel", ("abandon",), r"[0-9a-f]{8}"),
    "keep": ("deny", (), ""),
    "no": ("deny", (), ""),
    "back": ("go_back", (), ""),
    "handover": ("handover", (), ""),
    "inquiry": ("handover", (), r"write|cancel|send:[0-9a-f]{8}"),
    "help": ("help", (), ""),
    "none": ("none_of_these", (), ""),
    "checklist": ("ask_checklist", ("checklist",), r"[a-z0-9-]+"),
    "faq": ("ask_overview", ("faq_ward", "faq"), r"[a-z]+:[\w.\-]{1,64}(?::more)?"),
    "status": ("ask_status", ("receipt",), r"[A-Za-z0-9-]{0,20}"),
    "language": ("set_language", ("language",), r"(?:[A-Za-z-]{2,10})?"),
    "settings": ("settings", (), ""),
    "notices": ("settings", ("notices",), r"on|off"),
    "delete": ("delete_data", ("ask",), r"(?:ask)?"),
    NEAR: ("ask_nearest_shelter", ("near",), nearby.PATTERN),
    LOCATE: ("ask_nearest_shelter", (), ""),
}


@dataclass(frozen=True)
class Postback:
    """The intent that a button stands for, with its entities by name."""

    intent: str
    entities: dict[str, str]


def parse(data: str) -> Postback:
    """Read what a button sent back.

    ``procedure:<id>`` and ``procedure:<id>:<aspect>`` ask about a procedure; the other verbs are in
    the table of this module.

    Raises:
        InvalidValueError: if it is none of the verbs, or its arguments do not fit.

    """
    verb, _, arguments = data.partition(":")
    if len(data) <= MAX_LENGTH:
        if verb == "procedure":
            match = re.fullmatch(rf"([a-z0-9-]+)(?::({'|'.join(ASPECTS)}))?", arguments)
            if match:
                return Postback(f"ask_{match[2] or 'overview'}", {"procedure": match[1]})
        elif verb in _VERBS:
            intent, names, pattern = _VERBS[verb]
            if re.fullmatch(pattern, arguments, re.DOTALL) and _is_sound(verb, arguments):
                values = arguments.split(":", len(names) - 1) if names else []
                return Postback(intent, dict(zip(names, values, strict=True)))
    raise InvalidValueError(
        "unknown-postback", "このボタンは使えません。もう一度、文字で入力してください。"
    )


def _is_sound(verb: str, arguments: str) -> bool:
    """Whether what fits the pattern is also one: a position may lie beyond the pole."""
    if verb == NEAR:
        try:
            nearby.read_nearby(arguments)
        except InvalidValueError:
            return False
    return True
