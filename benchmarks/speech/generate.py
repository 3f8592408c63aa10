"""What is spoken: answers of the real catalogue, and sentences of its translations."""

from __future__ import annotations

from datetime import datetime
from itertools import cycle

import yaml

from madoguchi.answers.aspects import AspectQuestion, answer
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.messages import CardMessage, Message
from madoguchi.settings import settings

_WARD = "shibuya"
_MOMENT = datetime.fromisoformat("2026-11-27T10:00:00+09:00")
_ASPECTS = ("overview", "documents", "deadline", "fee", "where", "hours", "who", "how", "contact")


def answers(number: int) -> list[str]:
    """Answers about procedures, one of another aspect each, as a voice would be given them."""
    known = catalogue()
    ids = sorted(known.procedures)
    chosen = [ids[place * len(ids) // number] for place in range(number)]
    return [
        "\n".join(map(written, answer(aspect, _question(procedure))))
        for procedure, aspect in zip(chosen, cycle(_ASPECTS), strict=False)
    ]


def translated(language: str, number: int) -> list[str]:
    """Sentences about procedures in another language, evenly over the file."""
    path = settings().catalogue_dir / "translations" / language / "procedures.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    texts = [entry["text"] for entry in entries if "{" not in entry["text"]]
    return [texts[place * len(texts) // number] for place in range(number)]


def written(message: Message) -> str:
    """A message as lines."""
    lines = [message.text]
    if isinstance(message, CardMessage):
        lines += [f"{row.label}：{row.value}" for row in message.rows]
        lines += [f"・{item}" for item in message.items]
    return "\n".join(lines)


def _question(procedure: str) -> AspectQuestion:
    return AspectQuestion(procedure=catalogue().procedure(procedure, _WARD), moment=_MOMENT)
