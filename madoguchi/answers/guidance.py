"""What the assistant says when it needs to know more: which ward, which procedure, or a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from madoguchi.answers.inquiries import OFFER
from madoguchi.answers.office import ward_source
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.other_matter import OtherMatter
from madoguchi.catalogue.search.result import Hit
from madoguchi.catalogue.ward import Ward
from madoguchi.languages.translator import said
from madoguchi.messages import (
    Button,
    CardMessage,
    ChoicesMessage,
    Message,
    MessageSource,
    TextMessage,
)

_NONE = Button(label="この中にはない", postback="none")
PERSON = Button(label="職員に相談する", postback="handover")
"""Leads to the ward's people."""

HANDOVER_TITLE = "職員への相談"


def greeting(ward: Ward | None, suggestions: Sequence[Button]) -> ChoicesMessage:
    """The first message of a conversation."""
    name = ward.names.ja if ward else "東京23区"
    return ChoicesMessage(
        text=(
            f"こんにちは。{name}の手続き案内「窓口」です。\n"
            "「引っ越してきました」「ソファを捨てたい」のように、ふだんの言葉でお聞きください。"
        ),
        choices=tuple(suggestions),
    )


def ask_ward(wards: Mapping[str, Ward]) -> ChoicesMessage:
    """Asks for the ward, once."""
    return ChoicesMessage(
        text="どちらの区のことでしょうか。",
        choices=tuple(
            Button(label=ward.names.ja, postback=f"ward:{ward.id}") for ward in wards.values()
        ),
    )


def which_procedure(
    catalogue: Catalogue,
    hits: Sequence[Hit],
    aspect: str,
    *,
    applying: bool = False,
    also: Sequence[Button] = (),
) -> ChoicesMessage:
    """Offers the likeliest procedures as choices, and ``also`` other answers behind them."""
    buttons = []
    for hit in hits:
        procedure = catalogue.procedures[hit.entry]
        verb = "apply:" if applying and procedure.form.accepting else "procedure:"
        suffix = "" if verb == "apply:" or aspect == "overview" else f":{aspect}"
        buttons.append(
            Button(
                label=_label(procedure.names.official, procedure.names.everyday),
                postback=f"{verb}{procedure.id}{suffix}",
            )
        )
    asked = "どれのことでしょうか。" if also else "どの手続きのことでしょうか。"
    return ChoicesMessage(text=asked, choices=(*buttons, *also, _NONE))


def ask_for_procedure() -> TextMessage:
    """Asks which procedure is meant when an aspect was asked for and nothing is in focus."""
    return TextMessage(
        text="どの手続きについてでしょうか。「転入届」「粗大ごみ」のように教えてください。"
    )


def not_understood(attempt: int, ward: Ward | None, suggestions: Sequence[Button]) -> Message:
    """The ladder of not understanding: ask back, then offer choices, then a person.

    ``attempt`` counts from 1 within one stretch of misunderstandings.
    """
    if attempt <= 1:
        return TextMessage(
            text=(
                "申し訳ありません。うまく分かりませんでした。"
                "「引っ越しの届け出」「住民票がほしい」のように、言い換えていただけますか。"
            )
        )
    if attempt == 2:
        return ChoicesMessage(
            text="よくあるご相談から選ぶこともできます。近いものはありますか。",
            choices=(*suggestions, _NONE, PERSON),
        )
    return handover(ward)


def handover(ward: Ward | None) -> Message:
    """Points to the ward's people."""
    if ward is None:
        return TextMessage(
            text=(
                "職員におつなぎする電話番号をご案内します。"
                "お住まいの区を教えてください（例：渋谷区）。"
            )
        )
    desk = ward.foreign_residents_desk
    text = f"職員にお話しになりたいときは、{ward.office.name}（電話 {ward.office.phone}）へどうぞ。"
    items = []
    if desk is not None:
        phone = f"（電話 {desk.phone}）" if desk.phone else ""
        items.append(f"外国人相談窓口：{desk.name}{phone}")
    return CardMessage(
        title=HANDOVER_TITLE,
        text=text,
        items=tuple(items),
        choices=(OFFER,),
        source=ward_source(ward),
    )


def unavailable(ward: Ward | None) -> TextMessage:
    """Said by the gateway when the assistant is down; the message is kept and answered later."""
    return TextMessage(
        text=(
            "申し訳ありません。ただいま応答に時間がかかっています。"
            f"いただいた内容は保存しました。つながり次第、この画面でお答えします。{_call(ward)}"
        )
    )


def could_not_answer(ward: Ward | None) -> TextMessage:
    """Said when one message fails however often it is tried, while everything else works."""
    return TextMessage(
        text=(
            "申し訳ありません。このご用件には、うまくお答えできませんでした。"
            f"言い方を変えて、もう一度お試しください。{_call(ward)}"
        )
    )


def _call(ward: Ward | None) -> str:
    if ward is None:
        return "お急ぎのときは、お住まいの区の区役所へお電話ください。"
    return f"お急ぎのときは、{ward.office.name}（電話 {ward.office.phone}）へお電話ください。"


def suggestions(catalogue: Catalogue) -> tuple[Button, ...]:
    """Common requests as buttons."""
    wanted = (
        "moving-in",
        "moving-out",
        "resident-record-copy",
        "bulky-waste",
        "birth-notification",
    )
    return tuple(
        Button(label=catalogue.procedures[id_].names.official, postback=f"procedure:{id_}")
        for id_ in wanted
        if id_ in catalogue.procedures
    )


def help_text() -> ChoicesMessage:
    """What the assistant can do."""
    return ChoicesMessage(
        text=(
            "区役所の手続きについて、必要なもの、期限、手数料、場所、受付時間をお答えします。"
            "申請できる手続きは、この画面で申し込めます。\n"
            "例：「転出届に必要なものは？」「粗大ごみを申し込みたい」「申請の状況を知りたい」"
        ),
        choices=(
            Button(label="申請の状況を確認", postback="status:"),
            Button(label="設定", postback="settings"),
            PERSON,
        ),
    )


def _label(official: str, everyday: str) -> str:
    return official if len(official) + len(everyday) > 36 else f"{official}（{everyday}）"


def other_authority(matter: OtherMatter) -> TextMessage:
    """Which authority is the right one for a matter that is not a ward's, with its page."""
    assert matter.answer is not None  # noqa: S101 - the model's own rule
    assert matter.page is not None  # noqa: S101
    return TextMessage(
        text=matter.answer,
        source=MessageSource(title=matter.page.title, url=str(matter.page.url)),
    )


def not_ours() -> TextMessage:
    """Declines what no ward office handles."""
    return TextMessage(
        text=(
            "申し訳ありません。区役所の手続き以外のことは、お答えできません。"
            "手続きのことでしたら、「転入届」「ごみの出し方」のようにお聞きください。"
        )
    )


def other_languages(ward: Ward | None, text: str, title: str, language: str) -> Message:
    """Where people speak other languages; ``text`` and ``title`` are in ``language``."""
    desk = ward.foreign_residents_desk if ward else None
    if ward is None or desk is None:
        return TextMessage(text=text, language=language)
    hours = desk.hours and said(desk.hours, language)
    details = [detail for detail in (desk.phone, hours, ", ".join(desk.languages)) if detail]
    return CardMessage(
        title=title,
        text=text,
        language=language,
        items=(f"{desk.name}" + (f" / {desk.name_en}" if desk.name_en else ""), *details),
        source=ward_source(ward),
    )
