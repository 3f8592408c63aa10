"""Other matters: the committed ones, and the rule of who has an answer."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.other_matter import OtherKind, OtherMatter
from madoguchi.catalogue.search.result import EMERGENCY

QUESTIONS = [f"質問{number}" for number in range(10)]
PAGE = {"title": "旅券課", "url": "https://example.jp/"}


def test_there_is_one_emergency_and_it_is_known_in_every_language(catalogue: Catalogue) -> None:
    matters = catalogue.other_matters.values()
    (emergency,) = (each for each in matters if each.kind is OtherKind.EMERGENCY)
    assert emergency.id == EMERGENCY
    for cry in ("My house is on fire", "着火了，快来人", "불이 났어요", "Nhà tôi đang cháy",
                "घरमा आगो लाग्यो", "May sunog sa bahay namin"):  # fmt: skip
        assert cry in emergency.questions


def test_no_question_is_one_of_a_procedure_or_of_another_matter(catalogue: Catalogue) -> None:
    asked = [q for procedure in catalogue.procedures.values() for q in procedure.questions]
    told = [q for matter in catalogue.other_matters.values() for q in matter.questions]
    assert len(told) == len(set(told))
    assert not set(told) & set(asked)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "other_authority"},
        {"kind": "other_authority", "answer": "旅券課です。"},
        {"kind": "talk", "answer": "旅券課です。"},
        {"kind": "emergency", "page": PAGE},
    ],
)
def test_only_another_authority_s_matter_has_answer_and_page(parts: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="answer and page"):
        OtherMatter.model_validate({"id": "x", "name": "例", "questions": QUESTIONS, **parts})
