"""Life-event checklists: all there is to do, in order, at the ward left and the one moved to."""

from __future__ import annotations

import re

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.life_event import Checklist, ChecklistStep
from madoguchi.catalogue.ward import Ward
from madoguchi.messages import Button, CardMessage, Message

_WHAT_TO_DO = re.compile(r"(?:何|なに)を?[すしや]|どう[すしや]|手続|てつづき|(?:やる|する)こと")


def asks_what_to_do(text: str) -> bool:
    """Whether the words ask what is to be done, rather than only name an occasion."""
    return _WHAT_TO_DO.search(text) is not None


def find(catalogue: Catalogue, text: str, ward_ids: tuple[str, ...]) -> Checklist | None:
    """The checklist whose words the text shares, or None. Two wards mean a move between them."""
    moving = catalogue.checklists.get("moving-between-wards")
    if moving is not None and len(ward_ids) >= 2:
        return moving
    scores = {
        id_: max(
            (len(word) for word in (checklist.name, *checklist.synonyms) if word in text), default=0
        )
        for id_, checklist in catalogue.checklists.items()
    }
    best = max(scores, key=lambda id_: scores[id_], default=None)
    return catalogue.checklists[best] if best is not None and scores[best] else None


def origin_and_destination(
    text: str, ward_ids: tuple[str, ...], catalogue: Catalogue
) -> tuple[str | None, str | None]:
    """The ward that is left and the one moved to, from 「練馬から渋谷へ」 in either order."""
    origin = destination = None
    for id_ in ward_ids:
        names = catalogue.wards[id_].names
        short = re.escape(names.ja.removesuffix("区"))
        kana = re.escape(names.kana.removesuffix("く"))
        if re.search(rf"(?:{short}|{kana})[区く]?(?:から|を出|より)", text):
            origin = id_
        elif re.search(rf"(?:{short}|{kana})[区く]?(?:へ|に|まで|への)", text):
            destination = id_
    rest = [id_ for id_ in ward_ids if id_ not in (origin, destination)]
    if origin is None and destination is not None and rest:
        origin = rest[0]
    if destination is None and origin is not None and rest:
        destination = rest[0]
    return origin, destination


def messages(
    catalogue: Catalogue, checklist: Checklist, origin: Ward | None, destination: Ward | None
) -> tuple[Message, ...]:
    """The checklist as one card a ward, steps in order, with a button for each procedure."""
    groups: list[tuple[str, list[ChecklistStep]]] = []
    for step in checklist.steps:
        place = {"origin": origin, "destination": destination}.get(step.where)
        if step.where == "origin":
            heading = (
                f"{place.names.ja}（今の区）での手続き" if place else "今お住まいの区での手続き"
            )
        elif step.where == "destination":
            heading = (
                f"{place.names.ja}（新しい区）での手続き" if place else "引っ越し先の区での手続き"
            )
        else:
            heading = checklist.name
        if not groups or groups[-1][0] != heading:
            existing = next((group for group in groups if group[0] == heading), None)
            if existing:
                existing[1].append(step)
                continue
            groups.append((heading, []))
        groups[-1][1].append(step)
    return tuple(
        CardMessage(
            title=heading,
            text=f"{heading}です。上から順に進めてください。",
            items=tuple(_item(catalogue, step) for step in steps),
            choices=tuple(
                Button(
                    label=catalogue.procedures[step.procedure].names.official,
                    postback=f"procedure:{step.procedure}",
                )
                for step in _unique(steps)
            ),
        )
        for heading, steps in groups
    )


def _unique(steps: list[ChecklistStep]) -> list[ChecklistStep]:
    return list({step.procedure: step for step in steps}.values())[:10]


def _item(catalogue: Catalogue, step: ChecklistStep) -> str:
    procedure = catalogue.procedures[step.procedure]
    details = [detail for detail in (step.condition, step.when) if detail]
    if not step.when and procedure.deadline:
        details.append(f"期限：{procedure.deadline.text}")
    return procedure.names.official + (f"（{'。'.join(details)}）" if details else "")
