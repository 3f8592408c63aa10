"""A conversation in Vietnamese that has put a question to Nerima's staff."""

from __future__ import annotations

import pytest

from channels import conversation
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.inquiries import inquiry
from madoguchi.inquiries.inquiry import Inquiry
from madoguchi.storage.database import transaction

QUESTION = "Tôi có thể đăng ký chuyển đến vào thứ Bảy không?"
JAPANESE = "土曜日に転入届を出せますか。"


@pytest.fixture
def asked(clean_database: object, catalogue: Catalogue, clock: Clock) -> Inquiry:
    """The inquiry."""
    talk = conversation.start(catalogue, clock, channel="web", ward_id="nerima", language="vi")
    with transaction() as session:
        return inquiry.send(
            session,
            conversation_id=talk.id,
            message_id=f"{talk.id}:q",
            ward="nerima",
            language="vi",
            text=QUESTION,
            now=clock(),
        )
