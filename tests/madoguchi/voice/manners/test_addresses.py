"""Towns that were misheard, and are looked for at the postal code and in the ward."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.catalogue.procedure import FieldKind
from madoguchi.messages import QuestionMessage
from madoguchi.voice.manners.addresses import Near, example, expected, placed
from madoguchi.voice.manners.answering import readings

TOYOTAMAKITA = Near("練馬区", "176-0012")
NERIMA = Near("練馬区")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("near", "heard", "meant"),
    [
        # As Whisper base wrote it down over the telephone.
        (TOYOTAMAKITA, "練馬区豊田まきた6丁目12の1", "東京都練馬区豊玉北6丁目12の1"),
        (TOYOTAMAKITA, "根利間区富玉北6丁目12の1", "東京都練馬区豊玉北6丁目12の1"),
        (TOYOTAMAKITA, "練馬区豊玉4の1", "東京都練馬区豊玉北4の1"),
        (Near("江東区", "135-0013"), "東区千石2丁目10番10号", "東京都江東区千石2丁目10番10号"),
        (Near("中央区", "103-0023"), "中央区2本橋本町4丁目19番15号",
         "東京都中央区日本橋本町4丁目19番15号"),
        (Near("千代田区", "102-0074"), "東京都千代田区段南3丁目23の12",
         "東京都千代田区九段南3丁目23の12"),
        (Near("杉並区", "168-0082"), "杉並区久我山さんの24の15", "杉並区久我山3の24の15"),
        (Near("江戸川区", "132-0011"), "江戸川区瑞江2の21の中", "江戸川区瑞江2の21の10"),
        # Of the ward or the city that was named, where it is heard better.
        (NERIMA, "豊玉北6丁目12の1", "東京都練馬区豊玉北6丁目12の1"),
        (NERIMA, "練馬区光がおか2の9の1", "東京都練馬区光が丘2の9の1"),
        (NERIMA, "世田谷区のげ4丁目14の2", "東京都世田谷区野毛4丁目14の2"),
        (Near(None, "176-0012"), "豊玉北六丁目十二の一", "東京都練馬区豊玉北六丁目十二の一"),
    ],
)  # fmt: skip
def test_a_town_that_is_nearly_heard_is_meant(near: Near, heard: str, meant: str) -> None:
    assert placed([heard], near)[0] == meant


@pytest.mark.parametrize(
    "heard",
    [
        "練馬区豊玉中3の1",  # sounds like 豊玉北, and is a town
        "練馬区豊玉北六丁目12の1",
        "杉並区上荻2の1",
        "大阪市北区梅田1の1",
        "練馬区",
        "分かりません",
        "練馬区あんどろめだ3の1",
        "",
    ],
)
def test_what_was_said_clearly_or_is_nowhere_near_stays(heard: str) -> None:
    assert placed([heard], TOYOTAMAKITA) == [heard]


def test_endless_words_are_cut() -> None:
    assert placed(["㌔" * 500], TOYOTAMAKITA)


def test_as_it_was_heard_it_can_still_be_meant() -> None:
    heard = "練馬区豊田まきた6丁目12の1"
    assert placed([heard], TOYOTAMAKITA)[1:] == [heard]


def test_the_postal_code_chooses_among_hypotheses() -> None:
    heard = ["品川区東七潮6", "品川区東八潮7の16"]
    assert placed(heard, Near("品川区", "135-0092"))[0] == "品川区東八潮7の16"


def test_a_town_of_the_likeliest_hypothesis_stays_first() -> None:
    heard = ["練馬区豊玉中3の1", "練馬区豊玉北3の1"]
    assert placed(heard, TOYOTAMAKITA) == heard


def test_two_towns_that_are_as_near_are_none() -> None:
    # 豊玉上, 豊玉中, 豊玉南 and 豊玉北 are all as far.
    assert placed(["練馬区豊玉裏3の1"], NERIMA) == ["練馬区豊玉裏3の1"]


def test_a_recogniser_is_told_of_the_postal_code_first() -> None:
    assert expected(TOYOTAMAKITA) == ("練馬区豊玉北",)
    assert "東京都練馬区豊玉北3丁目" in example(TOYOTAMAKITA)
    assert "東京都練馬区3丁目" in example(NERIMA)
    assert expected(NERIMA) == ()
    assert example(Near()) == ""


def test_an_address_is_read_at_its_postal_code() -> None:
    question = QuestionMessage(
        text="ご住所を教えてください。",
        field="address",
        field_kind=FieldKind.ADDRESS,
        label="住所",
        required=True,
    )
    found = readings(question, ["豊田まきた 6 丁目 12 の 1 です"], "ja", TODAY, near=TOYOTAMAKITA)
    assert found[0].spoken == "東京都練馬区豊玉北六丁目12-1"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_no_hypothesis_is_lost(texts: list[str]) -> None:
    assert len(placed(texts, TOYOTAMAKITA)) >= len(texts)
