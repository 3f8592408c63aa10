from __future__ import annotations

import pytest

from channels.line.accounts import Account, Liff
from channels.line.form_link import with_form_link
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import LinkMessage, QuestionMessage, TextMessage

WITHOUT = Account("shibuya", "secret", "token", "https://api", "https://data")
WITH = Account("shibuya", "secret", "token", "https://api", "https://data", Liff("1-Ab", "1"))
INTRO = TextMessage(text="ここで申請できます。")


def question(step: int, error: str | None = None) -> QuestionMessage:
    return QuestionMessage(
        text="お名前を教えてください。", field="name", field_kind=FieldKind.NAME, label="お名前",
        required=True, step=step, steps=9, error=error,
    )  # fmt: skip


def test_the_first_question_comes_with_the_form() -> None:
    intro, link, asked = with_form_link((INTRO, question(1)), WITH, "moving-out")
    assert (intro, asked) == (INTRO, question(1))
    assert isinstance(link, LinkMessage)
    assert link.url == "https://liff.line.me/1-Ab?procedure=moving-out"


@pytest.mark.parametrize(
    ("messages", "account", "procedure"),
    [
        ((INTRO, question(1)), WITHOUT, "moving-out"),
        ((INTRO, question(1)), WITH, None),
        ((INTRO, question(2)), WITH, "moving-out"),
        ((question(1, "読めませんでした。"),), WITH, "moving-out"),
        ((INTRO,), WITH, "moving-out"),
        ((), WITH, "moving-out"),
    ],
)
def test_anything_else_stays_as_it_is(
    messages: tuple[TextMessage | QuestionMessage, ...], account: Account, procedure: str | None
) -> None:
    assert with_form_link(messages, account, procedure) == messages
