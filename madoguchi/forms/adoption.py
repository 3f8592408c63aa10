"""An application that changes the conversation, with everything that was answered in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import JST
from madoguchi.errors import ConflictError
from madoguchi.forms import application, attachments, engine
from madoguchi.forms.engine import Outcome, Status
from madoguchi.messages import TextMessage


def adopt(
    session: Session,
    catalogue: Catalogue,
    *,
    source: str,
    conversation_id: str,
    message_id: str,
    now: datetime,
) -> Outcome | None:
    """Take the open application of ``source`` into the conversation; None where none is open there.

    The answer says so and asks what the application asks next.

    Raises:
        ConflictError: if this conversation has an open application of its own (``other-draft``).

    """
    for each in sorted({source, conversation_id}):  # always in one order, so none waits for another
        application.lock(session, each, now)
    draft = application.open_draft(session, source)
    if draft is None:
        return None
    if application.open_draft(session, conversation_id) is not None:
        raise ConflictError(
            "other-draft",
            "この会話には、入力中の申請があります。"
            "終えるか、やめるかしてから、もう一度引き継ぎ番号を入力してください。",
        )
    procedure = catalogue.procedure(draft.procedure, draft.ward)
    told = TextMessage(
        text=(f"お答えを引き継ぎました。「{procedure.procedure.names.official}」の申請を続けます。")
    )
    asked = engine.ask_again(procedure, draft, now.astimezone(JST).date())
    outcome = Outcome(draft, (told, *asked), Status.OPEN)
    attachments.move(session, source, conversation_id)
    application.drop(session, source)
    application.store(session, conversation_id, message_id, outcome, now)
    return outcome
