"""Which procedure a turn is about."""

from __future__ import annotations

import pytest

from madoguchi.answers.routing import Route, meant, negates, route
from madoguchi.catalogue.search.result import Hit, SearchResult


class Index:
    """Knows some texts word for word."""

    def __init__(self, **known: tuple[Hit, ...]) -> None:
        self._known = known
        self.asked: list[str] = []

    def search(self, query: str, limit: int = 10) -> SearchResult:
        self.asked.append(query)
        return SearchResult(self._known.get(query, ()))


SURE = (Hit("moving-in", 0.9),)
UNSURE = (Hit("moving-in", 0.4), Hit("moving-within", 0.35))
INDEX = Index(転入=SURE, 引っ越し=UNSURE, 転居=(Hit("moving-within", 0.9),))


def decide(
    *texts: str, focus: str | None = None, pressed: str | None = None, follows_up: bool = False
) -> Route:
    return route(INDEX, texts, focus=focus, pressed=pressed, follows_up=follows_up)


def test_a_button_decides_whatever_the_words() -> None:
    assert decide("転入", pressed="bulky-waste").procedure == "bulky-waste"


def test_words_that_are_certain_decide() -> None:
    assert decide("転入").procedure == "moving-in"


def test_all_the_words_come_before_the_sentence_that_wants_something() -> None:
    assert decide("転居", "転入").procedure == "moving-within"


def test_the_sentence_decides_between_what_all_the_words_may_mean() -> None:
    assert decide("引っ越し", "転入").procedure == "moving-in"


def test_the_sentence_alone_never_means_what_the_words_do_not() -> None:
    decided = route(
        Index(**{"住民票 場所": UNSURE, "場所": (Hit("evacuation-shelter", 0.9),)}),
        ("住民票 場所", "場所"), focus=None, pressed=None, follows_up=False,
    )  # fmt: skip
    assert decided.procedure is None
    assert decided.candidates == UNSURE


def test_certain_words_beat_what_was_talked_about() -> None:
    assert decide("転入", focus="bulky-waste", follows_up=True).procedure == "moving-in"


def test_a_follow_up_that_is_hardly_sure_of_another_procedure_stays() -> None:
    hardly = Index(期限は先月引っ越し=(Hit("moving-within", 0.6),))
    decided = route(
        hardly, ("期限は先月引っ越し",), focus="moving-in", pressed=None, follows_up=True
    )
    assert decided.procedure == "moving-in"


def test_a_follow_up_is_about_what_was_talked_about() -> None:
    assert decide("手数料は？", focus="bulky-waste", follows_up=True).procedure == "bulky-waste"


def test_what_is_no_follow_up_asks_back() -> None:
    decided = decide("引っ越し", focus="bulky-waste")
    assert decided.procedure is None
    assert decided.candidates == UNSURE
    assert decided.is_likely


def test_nonsense_has_no_candidates() -> None:
    decided = decide("もちもち")
    assert decided == Route(None, ())
    assert not decided.is_likely


def test_what_stands_behind_a_negation_is_meant() -> None:
    assert decide("転入じゃなくて転居").procedure == "moving-within"


def test_what_a_negation_is_about_is_offered_where_nothing_else_is_said() -> None:
    index = Index(**{"転入じゃありません。やめたいんです": SURE})
    decided = route(
        index, ("転入じゃありません。やめたいんです",), focus=None, pressed=None, follows_up=False
    )
    assert decided.procedure is None
    assert [hit.entry for hit in decided.candidates] == ["moving-in"]


@pytest.mark.parametrize(
    "text", ["印鑑証明を取りたいんじゃない、", "転入ではありません。", "転入じゃなくて"]
)
def test_what_only_says_what_is_not_meant(text: str) -> None:
    assert negates(text)
    assert not negates("転入じゃなくて転居")
    assert not negates("転居届の期限は")


def test_a_negation_with_nothing_behind_it_is_searched_as_it_is() -> None:
    index = Index()
    route(index, ("転入じゃなくて",), focus=None, pressed=None, follows_up=False)
    assert index.asked == ["転入じゃなくて"]


class _Elsewhere:
    """Takes everything for talk, more or less surely."""

    def __init__(self, score: float) -> None:
        self._score = score

    def search(self, query: str, limit: int = 10) -> SearchResult:
        return SearchResult((), (Hit("weather-and-news", self._score),))


def test_a_question_about_the_procedure_in_focus_needs_more_to_be_taken_for_talk() -> None:
    said = ("土曜日は？",)
    unsure = route(_Elsewhere(0.5), said, focus="moving-in", pressed=None, follows_up=True)
    assert (unsure.procedure, unsure.other) == ("moving-in", None)
    for score, focus in ((0.5, None), (0.8, "moving-in")):
        sure = route(_Elsewhere(score), said, focus=focus, pressed=None, follows_up=True)
        assert (sure.procedure, sure.other) == (None, "weather-and-news")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("転入届ではなく、転居届", "転居届"),
        ("転入届ではありません。転居届です", "転居届です"),
        ("更新じゃないです、区分の変更", "区分の変更"),
        ("引っ越しじゃないんですけど、住民票がほしい", "住民票がほしい"),
        ("転入届はいりません、転居届をください", "転居届をください"),
        ("本人でなくてもいいですか", "本人でなくてもいいですか"),
        ("世帯主ではなくなる", "世帯主ではなくなる"),
        ("何かもらえるんじゃないですか", "何かもらえるんじゃないですか"),
        ("not moving in but moving out", "moving out"),
        ("I need a seal certificate, not a seal registration", "I need a seal certificate"),
        ("I need a passport not just a card", "I need a passport not just a card"),
        ("不是搬进来，是搬出去", "搬出去"),
        ("전입 말고 전출", "전출"),
        ("không phải chuyển đến mà là chuyển đi", "chuyển đi"),
    ],
)
def test_what_is_meant(text: str, left: str) -> None:
    assert meant(text) == left
