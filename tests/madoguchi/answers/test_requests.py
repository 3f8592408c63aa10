"""Several requests in one message."""

from __future__ import annotations

import pytest

from madoguchi.answers.requests import MOST, Part, asks, several
from madoguchi.catalogue.search.result import Hit, SearchResult


class Index:
    """Finds a procedure where its name stands in the text."""

    NAMES = {  # noqa: RUF012
        "転出届": "moving-out", "住民票": "resident-record-copy", "印鑑登録": "seal-registration",
        "引っ越し": "moving-in", "粗大ごみ": "bulky-waste", "犬": "dog-registration",
        "年金": "pension-join",
    }  # fmt: skip

    def search(self, query: str, limit: int = 10) -> SearchResult:
        named = [id_ for name, id_ in self.NAMES.items() if name in query]
        return SearchResult(tuple(Hit(id_, 0.9 / len(named)) for id_ in named))


def found(
    *parts: tuple[str, str] | tuple[str, str, float], whole: str = ""
) -> list[tuple[str, str]]:
    given = [Part(part[0], part[1], part[2] if len(part) > 2 else 0.9) for part in parts]
    return [
        (each.procedure, each.aspect)
        for each in several(Index(), whole or "".join(each.text for each in given), given)
    ]


def test_each_part_with_a_procedure_of_its_own_is_a_request() -> None:
    asked = found(("転出届の期限と", "ask_deadline"), ("住民票の手数料を教えて", "ask_fee"))
    assert asked == [("moving-out", "deadline"), ("resident-record-copy", "fee")]


def test_a_bare_name_wants_what_the_next_part_wants() -> None:
    asked = found(("転出届", "ask_overview"), ("印鑑登録に必要なもの", "ask_documents"))
    assert asked == [("moving-out", "documents"), ("seal-registration", "documents")]


def test_bare_names_alone_want_to_be_explained() -> None:
    asked = found(("転出届", "inform"), ("印鑑登録", "inform", 0.3))
    assert asked == [("moving-out", "overview"), ("seal-registration", "overview")]


def test_a_part_without_a_procedure_is_about_the_one_before() -> None:
    asked = found(("転出届の期限はいつ？", "ask_deadline"), ("手数料も教えて", "ask_fee"))
    assert asked == [("moving-out", "deadline"), ("moving-out", "fee")]


def test_what_is_wanted_of_a_bare_name_follows_in_the_next_sentence() -> None:
    assert found(("転出届について", "ask_overview"), ("いくらですか", "ask_fee")) == []


@pytest.mark.parametrize(
    "parts",
    [
        (("引っ越ししました。", "ask_overview"), ("住民票がほしいです。", "ask_how")),
        (("引っ越ししたので", "ask_overview"), ("住民票がほしい", "ask_how")),
        (("粗大ごみを出したい", "ask_how"), ("ソファです", "inform")),
        (("粗大ごみを出したい", "ask_how"), ("粗大ごみの料金は？", "ask_how")),
        (("転出届を出したい", "start_application"),),
        (("あのう", "inform"), ("犬を飼いました", "inform"), ("どうすれば", "ask_how")),
        (),
    ],
)
def test_one_request_is_no_several(parts: tuple[tuple[str, str], ...]) -> None:
    assert found(*parts) == []


def test_an_intent_that_is_not_sure_counts_for_nothing() -> None:
    asked = found(("転出届と", "ask_fee", 0.4), ("印鑑登録の手数料", "ask_fee"))
    assert asked[0] == ("moving-out", "fee")


def test_a_part_that_the_whole_is_not_about_is_no_request() -> None:
    parts = (("犬", "inform"), ("年金の免除", "ask_how"))
    assert found(*parts) != []
    assert found(*parts, whole="年金の免除") == []


def test_there_is_an_end_to_it() -> None:
    names = ("転出届", "住民票", "印鑑登録", "粗大ごみ", "年金")
    assert len(found(*((f"{name}の料金", "ask_fee") for name in names))) == MOST


@pytest.mark.parametrize("text", ["転出届の期限は？", "住民票がほしい", "転出届", "年金のこと、"])
def test_what_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["引っ越しました。", "子どもが生まれたので", "会社を辞めて", "犬を飼いましたが、"]
)
def test_what_tells(text: str) -> None:
    assert not asks(text)
