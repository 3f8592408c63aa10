"""What the ward's people are told."""

from __future__ import annotations

from datetime import date

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.forms import questions
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.messages import TextMessage
from madoguchi.voice.manners import transfer

TODAY = date(2026, 11, 24)


def test_the_matter_the_field_and_the_language() -> None:
    procedure = catalogue().procedure("moving-out", "nerima")
    draft = Draft(procedure="moving-out", ward="nerima", values={"name": "山田太郎"})
    asked = questions.question(
        procedure, applicable_fields(procedure.procedure, draft)[1], draft, TODAY
    )
    said = transfer.summary("moving-out", asked, "vi")
    assert said == (
        "音声案内からのおつなぎです。「転出届」についてのお問い合わせです。"
        "申請の途中で、「お名前（ふりがな）」をお聞きしています。お話しになる言葉は、ベトナム語です。"
    )
    summary = questions.summary(procedure, draft, TODAY)
    assert "まだ申請していません" in transfer.summary("moving-out", summary, "ja")
    assert "山田" not in transfer.summary("moving-out", summary, "ja")


def test_a_caller_without_a_matter() -> None:
    assert transfer.summary(None, None, "ja") == "音声案内からのおつなぎです。"
    assert transfer.summary("no-such-procedure", None, "ja-easy") == "音声案内からのおつなぎです。"
    assert transfer.procedure_of([TextMessage(text="こんにちは。")]) is None
