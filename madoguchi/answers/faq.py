"""Answers from a ward's FAQ, each with its source: when they are given, and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from madoguchi.catalogue.search.result import Hit, SearchIndex
from madoguchi.catalogue.search.tokens import tokenize
from madoguchi.catalogue.ward import Ward
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.lead import lead
from madoguchi.messages import Button, ChoicesMessage, Message, MessageSource, TextMessage

MORE = "more"
"""What a postback ends with that asks for the whole of a long answer."""

MOST_OFFERED = 2
"""FAQ entries among the choices."""

_LITERAL = 0.9
"""From this probability on the ward's own answer goes before what else the words could mean."""

_LABEL_CHARACTERS = 60

_BEFORE, _BEHIND = "よくある質問「", "」の回答です。"
FRAME = f"{_BEFORE}{{question}}{_BEHIND}"
"""Our own sentence around the question of an entry, as ``catalogue/phrases.yml`` has it."""

_FRAMED = re.compile(
    rf"{_BEFORE}(?P<question>.+?){_BEHIND}\n(?P<answer>.+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Found:
    """Entries that some words may mean, likeliest first; the only one if it is certain."""

    hits: tuple[Hit, ...] = ()
    is_certain: bool = False


def look_up(index: SearchIndex, texts: Sequence[str], *, contested: bool) -> Found:
    """Search; ``texts`` are the words, in the order in which they are tried.

    ``contested``: the words may well mean something else, so only an entry beyond doubt counts.
    """
    possible: tuple[Hit, ...] = ()
    for text in texts:
        result = index.search(text)
        hit = result.certain
        if hit is not None and (not contested or _is_beyond_doubt(hit, text)):
            return Found((hit,), is_certain=True)
        possible = result.possible
    return Found() if contested else Found(possible[:MOST_OFFERED])


def _is_beyond_doubt(hit: Hit, text: str) -> bool:
    # 「手数料はいくら」 is every entry's question: some words must say what it is about.
    return hit.score >= _LITERAL and len(tokenize(text)) >= 2


def answer(entry: FaqEntry, ward: Ward) -> Message:
    """The answer, or its first sentences with a button for the whole."""
    begun = lead(entry.answer)
    if begun is None:
        return whole_answer(entry, ward)
    return ChoicesMessage(
        text=f"{_asked(entry)}\n{begun}",
        choices=(Button(label="続きを読む", postback=f"faq:{ward.id}:{entry.id}:{MORE}"),),
        source=source(entry, ward),
    )


def whole_answer(entry: FaqEntry, ward: Ward) -> Message:
    """The whole answer."""
    return TextMessage(text=f"{_asked(entry)}\n{entry.answer}", source=source(entry, ward))


def gone() -> Message:
    """Said where an entry was taken away while its button still stood on the page."""
    return TextMessage(
        text="申し訳ありません。この質問への回答は、いまは掲載されていません。もう一度お聞きください。"
    )


def source(entry: FaqEntry, ward: Ward) -> MessageSource:
    """The ward's FAQ, with the entry's category, page and date."""
    category = f"（{entry.category}）" if entry.category else ""
    return MessageSource(
        ward=ward.id,
        origin="ward",
        title=f"{ward.names.ja}のよくある質問{category}",
        url=entry.url,
        updated_on=entry.updated,
    )


def button(entry: FaqEntry, ward: Ward) -> Button:
    """The entry as a choice."""
    label = entry.question
    if len(label) > _LABEL_CHARACTERS:
        label = label[: _LABEL_CHARACTERS - 1] + "…"
    return Button(label=label, postback=f"faq:{ward.id}:{entry.id}")


def parts(message: Message) -> tuple[str, str] | None:
    """The entry's question and answer in an answer from the FAQ; None for any other message."""
    source = message.source
    if source is None or source.origin != "ward" or source.procedure is not None:
        return None
    found = _FRAMED.fullmatch(message.text)
    return None if found is None else (found["question"], found["answer"])


def is_entry(button: Button) -> bool:
    """Whether the button is an entry of the FAQ, and its label so the ward's own words."""
    return button.postback.startswith("faq:") and not button.postback.endswith(f":{MORE}")


def _asked(entry: FaqEntry) -> str:
    return f"{_BEFORE}{entry.question}{_BEHIND}"
