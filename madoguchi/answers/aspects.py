"""Answers to what is asked about a procedure: documents, deadline, fee and so on.

Every value comes from the catalogue with its source; what the catalogue does not know is said to be
unknown, with the ward's telephone number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from madoguchi.answers.office import hours_rows, office_place, opening_sentence, phone_of
from madoguchi.catalogue.catalogue import WardProcedure
from madoguchi.catalogue.deadline import last_day
from madoguchi.catalogue.opening import is_closed
from madoguchi.catalogue.procedure import Fee, Way
from madoguchi.clock import JST
from madoguchi.forms.questions import source_of
from madoguchi.forms.values.dates import format_date
from madoguchi.messages import Button, CardMessage, CardRow, LinkMessage, Message, TextMessage

WAY_LABELS = {
    Way.COUNTER: "窓口",
    Way.BRANCH: "出張所など",
    Way.CONVENIENCE_STORE: "コンビニ",
    Way.ONLINE: "オンライン",
    Way.POST: "郵送",
    Way.PHONE: "電話",
}
_ASPECT_LABELS = {
    "documents": "必要なもの",
    "deadline": "期限",
    "fee": "手数料",
    "where": "場所",
    "hours": "受付時間",
    "how": "手続きの流れ",
    "who": "手続きできる人",
    "online": "オンライン",
    "contact": "問い合わせ先",
}


@dataclass(frozen=True)
class AspectQuestion:
    """What is asked: an aspect of a procedure as it is in a ward.

    ``moment`` is now (aware); ``day`` a date that the resident named, if any.
    """

    procedure: WardProcedure
    moment: datetime
    day: date | None = None

    @property
    def name(self) -> str:
        """The procedure's official name."""
        return self.procedure.procedure.names.official


def answer(aspect: str, question: AspectQuestion) -> tuple[Message, ...]:
    """The answer to one aspect; an unknown aspect gets the overview."""
    return _ANSWERS.get(aspect, _overview)(question)


def _overview(question: AspectQuestion) -> tuple[Message, ...]:
    procedure = question.procedure.procedure
    rows: list[CardRow] = []
    if procedure.deadline is not None:
        rows.append(_row(question, "期限", procedure.deadline.text, "deadline"))
    if procedure.fee is not None:
        rows.append(_row(question, "手数料", fee_text(procedure.fee), "fee"))
    if procedure.places:
        ways = dict.fromkeys(WAY_LABELS[place.way] for place in procedure.places)
        rows.append(_row(question, "方法", "、".join(ways), "places"))
    choices = [
        _aspect_button(question, aspect) for aspect in ("documents", "where", "how", "contact")
    ]
    if procedure.form.accepting:
        choices.insert(0, Button(label="ここで申請する", postback=f"apply:{procedure.id}"))
    return (
        CardMessage(
            title=question.name,
            text=procedure.summary,
            rows=tuple(rows),
            choices=tuple(choices),
            source=source_of(question.procedure),
        ),
    )


def _documents(question: AspectQuestion) -> tuple[Message, ...]:
    documents = question.procedure.procedure.documents
    if documents is None:
        return _unknown(question, "必要なもの")
    if not documents:
        return _text(question, f"{question.name}に、持ってくる書類はありません。")
    items = tuple(
        document.name
        + (f"（{document.condition}）" if document.condition else "")
        + (f" ※{document.note}" if document.note else "")
        for document in documents
    )
    return (
        CardMessage(
            title=f"{question.name}に必要なもの",
            text=f"{question.name}に必要なものです。",
            items=items,
            choices=_follow_ups(question, "documents"),
            source=source_of(question.procedure),
        ),
    )


def _deadline(question: AspectQuestion) -> tuple[Message, ...]:
    deadline = question.procedure.procedure.deadline
    if deadline is None:
        return _unknown(question, "期限")
    text = f"{question.name}の期限は、{deadline.text}です。"
    if deadline.text.endswith(("。", "です", "ます", "ません")):
        text = f"{question.name}の期限：{deadline.text.removesuffix('。')}。"
    if deadline.rule is not None:
        ward = question.procedure.ward
        if question.day is None:
            text += f"\n「{deadline.rule.event}」の日付を教えていただければ、最終日を計算します。"
        else:
            due = last_day(
                deadline.rule,
                question.day,
                lambda day: ward is not None and is_closed(ward.office, day),
            )
            text += (
                f"\n{deadline.rule.event}が{format_date(question.day)}の場合、"
                f"{format_date(due)}までに手続きをしてください。"
            )
            if due < question.moment.astimezone(JST).date():
                # Some rights end with the deadline and some do not: the office knows.
                text += f"\nこの日を過ぎています。なるべく早く、{phone_of(ward)}"
    return _text(question, text)


def _fee(question: AspectQuestion) -> tuple[Message, ...]:
    fee = question.procedure.procedure.fee
    if fee is None:
        return _unknown(question, "手数料")
    if fee.yen is None:
        sentence = f"{question.name}の手数料のご案内です。"
    elif fee.yen == 0:
        sentence = f"{question.name}に手数料はかかりません。"
    else:
        sentence = f"{question.name}の手数料は、{fee.unit or ''}{fee.yen:,}円です。"
    return _text(question, f"{sentence}\n{fee.note}" if fee.note else sentence)


def _where(question: AspectQuestion) -> tuple[Message, ...]:
    ward = question.procedure.ward
    places = question.procedure.procedure.places
    messages: list[Message] = []
    if places:
        rows = tuple(
            _row(
                question,
                WAY_LABELS[place.way],
                place.name + (f"（{place.note}）" if place.note else ""),
                "places",
            )
            for place in places
        )
        messages.append(
            CardMessage(
                title=f"{question.name}の手続きができる場所",
                text=f"{question.name}は、次の場所や方法で手続きできます。",
                rows=rows,
                choices=_follow_ups(question, "where"),
                source=source_of(question.procedure),
            )
        )
    elif places is None:
        messages += _unknown(question, "手続きできる場所")
    if ward is not None:
        messages.append(office_place(ward, question.moment))
    return tuple(messages)


def _hours(question: AspectQuestion) -> tuple[Message, ...]:
    ward = question.procedure.ward
    if ward is None:
        return _unknown(question, "受付時間")
    text = opening_sentence(ward, question.moment, question.day)
    return (
        CardMessage(
            title=f"{ward.office.name}の受付時間",
            text=text,
            rows=hours_rows(ward),
            choices=_follow_ups(question, "hours"),
            source=source_of(question.procedure),
        ),
    )


def _online(question: AspectQuestion) -> tuple[Message, ...]:
    procedure = question.procedure.procedure
    online = [place for place in procedure.places or () if place.way is Way.ONLINE]
    if procedure.form.accepting:
        text = f"{question.name}は、この画面で申請できます。"
        if procedure.form.after_submission:
            text += f"\n{procedure.form.after_submission}"
        return (
            CardMessage(
                title=f"{question.name}のオンライン申請",
                text=text,
                items=tuple(place.name for place in online),
                choices=(Button(label="ここで申請する", postback=f"apply:{procedure.id}"),),
                source=source_of(question.procedure),
            ),
        )
    if procedure.places is None:
        return _unknown(question, "オンラインでできるかどうか")
    if not online:
        ways = "、".join(dict.fromkeys(WAY_LABELS[place.way] for place in procedure.places))
        if not ways:
            return _unknown(question, "オンラインでできるかどうか")
        return _text(
            question,
            f"{question.name}のオンライン手続きは、確認できていません。{ways}で手続きできます。",
        )
    messages: list[Message] = []
    for place in online:
        text = place.name + (f"\n{place.note}" if place.note else "")
        if place.url is None:
            messages += _text(question, text)
        else:
            messages.append(
                LinkMessage(
                    text=text,
                    title=place.name,
                    url=str(place.url),
                    source=source_of(question.procedure),
                )
            )
    return tuple(messages)


def _who(question: AspectQuestion) -> tuple[Message, ...]:
    applicants = question.procedure.procedure.applicants
    if not applicants:
        return _unknown(question, "手続きできる人")
    return (
        CardMessage(
            title=f"{question.name}の手続きができる人",
            text=f"{question.name}は、次の方が手続きできます。",
            items=tuple(
                applicant.who + (f"（{applicant.condition}）" if applicant.condition else "")
                for applicant in applicants
            ),
            choices=_follow_ups(question, "who"),
            source=source_of(question.procedure),
        ),
    )


def _how(question: AspectQuestion) -> tuple[Message, ...]:
    methods = question.procedure.procedure.methods
    if not methods:
        return _unknown(question, "手続きの流れ")
    return tuple(
        CardMessage(
            title=f"{question.name}の流れ（{WAY_LABELS[method.way]}）",
            text=f"{question.name}の手続きの流れです（{WAY_LABELS[method.way]}）。",
            items=method.steps,
            choices=_follow_ups(question, "how") if position == len(methods) else (),
            source=source_of(question.procedure),
        )
        for position, method in enumerate(methods, 1)
    )


def _contact(question: AspectQuestion) -> tuple[Message, ...]:
    section = question.procedure.procedure.responsible_section
    ward = question.procedure.ward
    if ward is None:
        return _unknown(question, "問い合わせ先")
    text = (
        f"{question.name}のお問い合わせは、{ward.office.name}（代表 {ward.office.phone}）へどうぞ。"
    )
    if section:
        text += f"\n担当の名前の目安：{section}（区によって名前が違うことがあります）"
    return _text(question, text)


_ANSWERS: dict[str, Callable[[AspectQuestion], tuple[Message, ...]]] = {
    "overview": _overview,
    "documents": _documents,
    "deadline": _deadline,
    "fee": _fee,
    "where": _where,
    "hours": _hours,
    "online": _online,
    "who": _who,
    "how": _how,
    "contact": _contact,
}


def fee_text(fee: Fee) -> str:
    """The fee in words: 「300円（1通）」, 「無料」."""
    if fee.yen is None:
        return fee.note or "区の窓口でご確認ください"
    text = "無料" if fee.yen == 0 else f"{fee.yen:,}円"
    details = [detail.removesuffix("。") for detail in (fee.unit, fee.note) if detail]
    return text + (f"（{'。'.join(details)}）" if details else "")


def _row(question: AspectQuestion, label: str, value: str, field: str) -> CardRow:
    return CardRow(label=label, value=value, origin=question.procedure.origin(field))


def _aspect_button(question: AspectQuestion, aspect: str) -> Button:
    return Button(
        label=_ASPECT_LABELS[aspect],
        postback=f"procedure:{question.procedure.procedure.id}:{aspect}",
    )


def _follow_ups(question: AspectQuestion, asked: str) -> tuple[Button, ...]:
    buttons = [
        _aspect_button(question, aspect)
        for aspect in ("documents", "deadline", "fee", "where", "hours")
        if aspect != asked
    ]
    procedure = question.procedure.procedure
    if procedure.form.accepting:
        buttons.insert(0, Button(label="ここで申請する", postback=f"apply:{procedure.id}"))
    return tuple(buttons[:4])


def _text(question: AspectQuestion, text: str) -> tuple[Message, ...]:
    return (TextMessage(text=text, source=source_of(question.procedure)),)


def _unknown(question: AspectQuestion, what: str) -> tuple[Message, ...]:
    return _text(
        question,
        f"申し訳ありません。{question.name}の「{what}」は、確認できた情報がありません。"
        + phone_of(question.procedure.ward),
    )
