"""What residents say of an answer: whether it helped, and why not."""

from __future__ import annotations

from channels import conversation
from madoguchi.curation import record
from madoguchi.curation.record import Reason
from madoguchi.errors import InvalidValueError, NotFoundError
from madoguchi.storage.database import transaction


def keep(conversation_id: str, seq: int, helpful: bool, reason: Reason | None) -> None:
    """Note what is said of the answer at ``seq``, in place of what was said of it before.

    Raises:
        NotFoundError: if nothing is at that place, or its record is no more (``unknown-message``).
        InvalidValueError: if what is there answers nothing (``not-an-answer``).

    """
    with transaction() as session:
        row = conversation.find(session, conversation_id, seq)
        if row is None:
            raise _unknown()
        if row.role != "assistant" or row.in_reply_to is None:
            raise InvalidValueError(
                "not-an-answer",
                "seq には、ご質問への回答の番号を指定してください。"
                "ご自身のメッセージや、お知らせには評価を付けられません。",
            )
        if not record.rate(session, row.in_reply_to, helpful, reason):
            raise _unknown()


def _unknown() -> NotFoundError:
    return NotFoundError("unknown-message", "この番号（seq）の回答は、この会話に見つかりません。")
