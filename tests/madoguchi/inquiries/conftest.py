"""A conversation in Vietnamese that has put a question to Nerima's staff."""

from __future__ import annotations

import pytest

from channels import conversation
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import Clock
from madoguchi.inquiries import inquiry
from madoguchi.inquiries.inquiry import Inquiry
from madoguchi.languages.machine import machine
from madoguchi.storage.database import transaction
from tests.madoguchi.languages.dictionary_engine import DictionaryEngine

QUESTION = "Tôi có thể đăng ký chuyển đến vào thứ Bảy không?"
JAPANESE = "土曜日に転入届を出せますか。"
ANSWER = "土曜日は受け付けていません。"
ANSWER_VI = "Chúng tôi không tiếp nhận vào thứ Bảy."


@pytest.fixture
def by_heart(monkeypatch: pytest.MonkeyPatch) -> DictionaryEngine:
    """A machine that knows the question and the answer, and nothing else."""
    engine = DictionaryEngine("ja", "vi", {JAPANESE: QUESTION, ANSWER: ANSWER_VI})
    monkeypatch.setattr(machine, "engine", lambda: engine)
    return engine


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
