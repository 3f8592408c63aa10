"""Where to flee and where to stay, near a position: the places, and what they are for.

Which of them is open is not known here: the ward announces it in a disaster.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from madoguchi import postback
from madoguchi.answers.office import phone_of
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.messages import (
    Button,
    ChoicesMessage,
    LinkMessage,
    Message,
    MessageSource,
    PlaceMessage,
    TextMessage,
)
from madoguchi.shelters.features import SOURCE_PAGE
from madoguchi.shelters.hazard import Hazard
from madoguchi.shelters.nearby import Nearby
from madoguchi.shelters.nearest import Near, Place, Shelters
from madoguchi.shelters.position import Position
from madoguchi.shelters.shelter import Kind

PROCEDURE = "evacuation-shelter"
"""The procedure of the catalogue that is about all this."""

NEARBY_METRES = 2000
"""What is farther away is not called near: its ward's own places are probably missing here."""

_MOST = 3
_ASPECTS = ("overview", "where")


def offer(procedure: str, aspect: str) -> tuple[Message, ...]:
    """The offer to look around the resident, where they ask about places of evacuation."""
    if procedure != PROCEDURE or aspect not in _ASPECTS:
        return ()
    return (
        ChoicesMessage(
            text="今いる場所に近い避難場所・避難所をお探しすることもできます。"
            "位置情報は、この会話の中だけで使います。",
            choices=(Button(label="現在地の近くを探す", postback=postback.LOCATE),),
        ),
    )


def near(
    known: Shelters, catalogue: Catalogue, asked: Nearby, ward: Ward | None
) -> tuple[Message, ...]:
    """The places around the position, and what to know about them.

    ``ward`` is the conversation's; its places may be missing, which is said then.
    """
    hazard = asked.hazard
    around = _around(known, asked.position)
    found = _chosen(around, hazard)
    missing = () if ward is None else _missing(known, ward, hazard)
    said: list[Message] = []
    if missing and ward is not None:
        said.append(TextMessage(text=_missing_sentence(missing, ward)))
    elif not found:
        said.append(TextMessage(text=_none_sentence(hazard)))
    said += [_place(known, near) for near in found]
    if missing or not found:
        said += _links(catalogue, ward)
    said.append(
        _closing(around, asked, catalogue.wards.get(found[0].place.ward))
        if found
        else TextMessage(text=phone_of(ward))
    )
    return tuple(said)


def without_position(catalogue: Catalogue, ward: Ward | None) -> tuple[Message, ...]:
    """How else to find the places, where no position has come."""
    text = (
        "位置情報を受け取れませんでした。端末やブラウザーで位置情報の利用を許可すると、"
        "近くの避難場所・避難所をお探しできます。\n"
        "住所から調べるときは、次のページをご利用ください。"
    )
    return (TextMessage(text=text), *_links(catalogue, ward), TextMessage(text=phone_of(ward)))


def _around(known: Shelters, position: Position) -> tuple[Near, ...]:
    """All places that are near, nearest first.

    Shelters for some people only, such as the aged, are left out: their ward opens and fills them.
    """
    return tuple(
        one
        for one in known.nearest(position, len(known.places))
        if one.metres <= NEARBY_METRES and not one.place.is_for_some_only
    )


def _chosen(around: Sequence[Near], hazard: Hazard | None) -> list[Near]:
    """Where to flee from the hazard; without one, the nearest, and the nearest of each kind."""
    if hazard is not None:
        return [one for one in around if hazard in one.place.hazards][:_MOST]
    nearest_of_kinds = (
        next((one for one in around if kind in one.place.kinds), None) for kind in Kind
    )
    wanted = {*around[:_MOST], *nearest_of_kinds}
    return [one for one in around if one in wanted]


def _place(known: Shelters, near: Near) -> PlaceMessage:
    place = near.place
    lines = [f"ここからの直線距離は、{distance(near.metres)}です。"]
    if Kind.EMERGENCY in place.kinds:
        lines.append(f"逃げる場所（指定緊急避難場所）：{hazards_of(place)}のとき")
    if Kind.SHELTER in place.kinds:
        lines.append("過ごす場所（指定避難所）：災害のあと、家に戻れないとき")
        if place.accepts:
            lines.append(f"避難所の受け入れの対象：{place.accepts}")
    return PlaceMessage(
        text="\n".join(lines),
        name=place.name,
        address=place.address,
        latitude=place.position.latitude,
        longitude=place.position.longitude,
        source=_source(known, place),
    )


def hazards_of(place: Place) -> str:
    """The disasters for which one may flee there, in words."""
    return "、".join(hazard.label for hazard in Hazard if hazard in place.hazards)


def distance(metres: float) -> str:
    """「約350m」 or 「約1.2km」: no more exact than a straight line is of use."""
    if metres < 975:
        step = 10 if metres < 100 else 50
        return f"約{max(step, round(metres / step) * step)}m"
    return f"約{metres / 1000:.1f}km"


def _source(known: Shelters, place: Place) -> MessageSource:
    kinds = [kind for kind in Kind if kind in place.kinds]
    dates: list[date] = [
        one.as_of
        for kind in kinds
        if (one := known.sets.get((place.ward, kind))) is not None and one.as_of is not None
    ]
    return MessageSource(
        ward=place.ward,
        title=f"国土地理院 {'・'.join(kind.label for kind in kinds)}データ",
        url=SOURCE_PAGE,
        # Of two days the earlier: both facts were true then at the latest.
        updated_on=min(dates) if len(dates) == len(kinds) else None,
    )


def _closing(around: Sequence[Near], asked: Nearby, ward: Ward | None) -> Message:
    text = (
        "避難所が今開いているかどうかは、区がお知らせします。"
        f"区のホームページで確かめるか、{phone_of(ward)}"
    )
    choices = tuple(
        Button(
            label=f"{one.label}のとき", postback=f"{postback.NEAR}:{Nearby(asked.position, one)}"
        )
        for one in Hazard
        if one is not asked.hazard and _chosen(around, one)
    )
    if not choices:
        return TextMessage(text=text)
    return ChoicesMessage(
        text=f"{text}\n逃げる場所は、災害の種類によって違います。種類ごとにご案内できます。",
        choices=choices,
    )


def _missing(known: Shelters, ward: Ward, hazard: Hazard | None) -> tuple[Kind, ...]:
    """The kinds of which there is nothing from the ward."""
    wanted = tuple(Kind) if hazard is None else (Kind.EMERGENCY,)
    return tuple(kind for kind in wanted if (ward.id, kind) not in known.sets)


def _missing_sentence(kinds: Sequence[Kind], ward: Ward) -> str:
    name = ward.names.ja
    return (
        f"{name}の{'と'.join(kind.label for kind in kinds)}のデータは、ここにはありません。"
        f"{name}のホームページやハザードマップで確かめてください。"
    )


def _none_sentence(hazard: Hazard | None) -> str:
    what = "避難場所・避難所" if hazard is None else f"{hazard.label}のときの指定緊急避難場所"
    return (
        f"ここから{NEARBY_METRES // 1000}km以内に、{what}は、"
        "こちらのデータでは見つかりませんでした。"
    )


def _links(catalogue: Catalogue, ward: Ward | None) -> tuple[Message, ...]:
    """The pages of the procedure (the hazard map portal), and the ward's own."""
    links: list[Message] = []
    procedure = catalogue.procedure(PROCEDURE, ward.id if ward else None).procedure
    for place in procedure.places or ():
        if place.url is not None:
            text = place.name + (f"\n{place.note}" if place.note else "")
            links.append(LinkMessage(text=text, title=place.name, url=str(place.url)))
    if ward is not None and ward.website is not None:
        title = f"{ward.names.ja}のホームページ"
        links.append(LinkMessage(text=title, title=title, url=str(ward.website)))
    return tuple(links)
