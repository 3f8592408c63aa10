"""Several requests in one message: 「転出届の期限と、住民票の手数料を教えて」 asks for two things.

A part of the message is a request of its own where its words alone name a procedure beyond doubt
and it asks rather than tells: 「引っ越してきました。何が必要ですか」 is one request, its first
sentence the reason for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from madoguchi.answers.routing import meant, negates
from madoguchi.catalogue.search.result import Hit, SearchIndex

MOST = 4
"""Requests of one message that are answered; more would be a lecture."""

SURE = 0.6
"""From this confidence on the intent of a part is believed; a part is little to go by."""

_ABOUT = 0.015
"""From this probability on the whole message may be about a procedure. Of two that are asked for,
the less likely one has .003 to .3 (ten messages, by people who had not seen the catalogue)."""

_REASON = re.compile(
    r"(?:ので|から|ため|けど|けれども?|のですが|んですが|んだけど|まして|ですが|が|たら|なら|れば|て|で|し)$"
)
_TOLD = re.compile(r"(?:ました|でした|った|えた|きた|んだ|です|ます|いる|ている|てる)$")
_ASKED = re.compile(
    r"[?？]|か$|ください|下さい|教え|たい|ほしい|欲しい|お願い|おねがい|どう|どこ|いつ|いくら|何|なに|"
    r"知り|必要|方法|やり方|いいで|良いで|please|how|what|where|when|want|need|can i",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[。、,.!！\s]+$")


@dataclass(frozen=True)
class Part:
    """A sentence or clause of a message, and the intent that it has by itself."""

    text: str
    intent: str
    confidence: float


@dataclass(frozen=True)
class Request:
    """One thing that is asked for: a procedure, and what about it (an aspect)."""

    procedure: str
    aspect: str
    score: float

    @property
    def hit(self) -> Hit:
        """The procedure as search found it."""
        return Hit(self.procedure, self.score)


def asks(text: str) -> bool:
    """Whether the part asks or wishes, or is a bare noun; what tells or gives a reason does not."""
    plain = _ENDING.sub("", text)
    if _ASKED.search(plain):
        return True
    return not _REASON.search(plain) and not _TOLD.search(plain)


def several(index: SearchIndex, text: str, parts: Sequence[Part]) -> tuple[Request, ...]:
    """The requests of the message in order, at least two; none where it asks for one thing only.

    A part without a procedure says more about the request before it (「転出届。手数料も」); a bare
    name wants what the next part wants (「転入届と印鑑登録の手数料」). A part is no request
    where the whole message is plainly about something else (「親」 of 「親と世帯を分けたい」).
    """
    if len(parts) < 2:
        return ()
    about = {hit.entry for hit in index.search(text).hits if hit.score >= _ABOUT}
    found: list[Request] = []
    waiting: list[int] = []  # places of bare names, which take the aspect of what follows
    for part in parts:
        aspect = _aspect(part)
        best = index.search(meant(part.text)).certain
        if best is not None and best.entry not in about:
            continue
        if best is not None and asks(part.text) and not negates(part.text):
            request = Request(best.entry, aspect or "overview", best.score)
            if found and found[-1].procedure == request.procedure and aspect is None:
                continue
            found.append(request)
            if aspect is None:
                waiting.append(len(found) - 1)
                continue
        elif best is not None or aspect is None or not found:
            continue
        elif len(found) - 1 not in waiting:
            found.append(Request(found[-1].procedure, aspect, found[-1].score))
        for place in waiting:
            before = found[place]
            found[place] = Request(before.procedure, str(aspect), before.score)
        waiting.clear()
    distinct = tuple(dict.fromkeys(found))
    return distinct[:MOST] if len({(each.procedure, each.aspect) for each in distinct}) > 1 else ()


def _aspect(part: Part) -> str | None:
    """What the part asks about a procedure, where that is sure and more than what it is."""
    if part.confidence < SURE:
        return None
    if part.intent == "start_application":
        return "apply"
    aspect = part.intent.removeprefix("ask_")
    return aspect if part.intent.startswith("ask_") and aspect not in _NO_ASPECTS else None


_NO_ASPECTS = frozenset({"overview", "checklist", "status"})
