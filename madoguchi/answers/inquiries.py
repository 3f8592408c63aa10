"""What is said about questions to a ward's staff."""

from __future__ import annotations

from madoguchi.catalogue.ward import Ward
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.messages import (
    Button,
    ChoicesMessage,
    Message,
    SummaryMessage,
    SummaryRow,
    TextMessage,
)

FIELD = "inquiry"
"""What the summary's row of the question is called."""

OFFER = Button(label="区の職員に質問を送る", postback="inquiry:write")
"""Begins a question."""

_CANCEL = Button(label="やめる", postback="inquiry:cancel")


def ask(ward: Ward, longest: int) -> Message:
    """Asks for the question."""
    return ChoicesMessage(
        text=(
            f"{ward.names.ja}の職員への質問を、1通のメッセージでお書きください（{longest}文字まで）。\n"
            "お名前や電話番号など、質問に要らない個人情報は書かないでください。"
        ),
        choices=(_CANCEL,),
    )


def summary(ward: Ward, question: str, revision: str) -> SummaryMessage:
    """What will be sent, and to whom; consent is to exactly this ``revision``."""
    return SummaryMessage(
        title="職員への質問",
        text=(
            f"{ward.names.ja}の職員へ、次の質問を送ります。"
            "職員には、質問とその言語、送った日時が伝わります。"
            "回答は、この会話に届きます。\n送ってよろしいですか。"
        ),
        rows=(SummaryRow(field=FIELD, label="質問", value=question, edit=OFFER.postback),),
        choices=(
            Button(label="この質問を送る", postback=f"inquiry:send:{revision}"),
            Button(label="書き直す", postback=OFFER.postback),
            _CANCEL,
        ),
    )


def sent(ward: Ward, number: str) -> TextMessage:
    """That the question is on its way, under which number."""
    return TextMessage(
        text=(
            f"質問を{ward.names.ja}へ送りました。番号は {number} です。"
            f"回答は、この会話に届きます。\n{_call(ward)}"
        )
    )


def cancelled() -> TextMessage:
    """That nothing is sent."""
    return TextMessage(text="質問を送るのをやめました。")


def gone() -> Message:
    """Said to a button of a question that was sent, cancelled or rewritten since."""
    return ChoicesMessage(text="この質問は、もう送ったか、取りやめたものです。", choices=(OFFER,))


def too_long(count: int, longest: int) -> Message:
    """That the question is too long; the next message is taken for it again."""
    return ChoicesMessage(
        text=f"質問が長すぎます（{count}文字）。{longest}文字以内でお書きください。",
        choices=(_CANCEL,),
    )


def too_many_open(count: int, ward: Ward) -> TextMessage:
    """That so many questions wait for their answer."""
    return TextMessage(
        text=(
            f"回答をお待ちの質問が{count}件あります。回答が届いてから、次の質問をお送りください。"
            f"\n{_call(ward)}"
        )
    )


def too_many_today(ward: Ward) -> TextMessage:
    """That no more questions can be sent today."""
    return TextMessage(
        text=f"本日は、これ以上質問をお送りいただけません。明日お送りください。\n{_call(ward)}"
    )


def answered(number: str) -> TextMessage:
    """What goes before a member of staff's answer."""
    return TextMessage(text=f"質問（番号 {number}）に、職員から回答がありました。")


def closed(number: str) -> TextMessage:
    """That staff has ended the inquiry without an answer here."""
    return TextMessage(text=f"質問（番号 {number}）への対応を終えました。")


def status(number: str, status: InquiryStatus) -> TextMessage:
    """Where an inquiry stands."""
    match status:
        case InquiryStatus.ANSWERED:
            return answered(number)
        case InquiryStatus.OPEN:
            return TextMessage(text=f"質問（番号 {number}）は、職員の回答待ちです。")
        case _:
            return closed(number)


def _call(ward: Ward) -> str:
    return f"お急ぎのときは、{ward.office.name}（電話 {ward.office.phone}）へお電話ください。"
