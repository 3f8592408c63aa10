"""The way from the chat to the form page inside LINE."""

from __future__ import annotations

from collections.abc import Sequence

from channels.line.accounts import Account
from madoguchi.messages import LinkMessage, Message, QuestionMessage

_LIFF = "https://liff.line.me"


def with_form_link(
    messages: Sequence[Message], account: Account, procedure: str | None
) -> Sequence[Message]:
    """The messages; before the first question of an application, the page that asks all at once.

    Where the account has no LIFF app they stay as they are.
    """
    question = messages[-1] if messages else None
    is_first = isinstance(question, QuestionMessage) and question.step == 1 and not question.error
    if account.liff is None or procedure is None or question is None or not is_first:
        return messages
    link = LinkMessage(
        title="フォームでまとめて入力する",
        text="一度にまとめて入力したいときは、フォームをお使いください。"
        "途中まで入力した内容は、トークにもフォームにも引き継がれます。",
        url=f"{_LIFF}/{account.liff.id}?procedure={procedure}",
    )
    return (*messages[:-1], link, question)
