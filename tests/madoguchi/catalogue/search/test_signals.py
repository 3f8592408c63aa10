from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from madoguchi.catalogue.search.fusion import ENTRY_FEATURES, QUERY_FEATURES, Script
from madoguchi.catalogue.search.signals import Channels
from madoguchi.catalogue.search.texts import Kind, SearchText

TEXTS = [
    SearchText("moving-in", "転入届", Kind.NAME),
    SearchText("moving-in", "区外から引っ越してきました"),
    SearchText("moving-in", "新しく住み始めた"),
    SearchText("dog", "犬の登録", Kind.NAME),
    SearchText("dog", "子犬を飼い始めた"),
    SearchText("tax", "課税証明書", Kind.NAME),
    SearchText("tax", "税金の証明がほしい"),
    SearchText("tax", "課税証明書は1通300円です", Kind.PASSAGE),
]


@pytest.fixture
def channels(letters: Callable[[str], Any]) -> Channels:
    return Channels(TEXTS, (letters("a"), letters("b")))


def _feature(channels: Channels, query: str, name: str, entry: str) -> float:
    signals = channels.signals(query)
    return float(signals.entries[channels.entries.index(entry), ENTRY_FEATURES.index(name)])


def test_features_have_their_declared_shape(channels: Channels) -> None:
    signals = channels.signals("犬を飼い始めた")
    assert signals.entries.shape == (3, len(ENTRY_FEATURES))
    assert signals.query.shape == (len(QUERY_FEATURES),)
    assert signals.script is Script.MIXED
    assert np.isfinite(signals.entries).all()


@pytest.mark.parametrize("channel", ["words", "sounds", "e5", "use"])
def test_every_channel_prefers_the_entry_with_the_same_words(
    channels: Channels, channel: str
) -> None:
    scores = {
        entry: _feature(channels, "子犬を飼い始めた", f"{channel}_best", entry)
        for entry in channels.entries
    }
    assert max(scores, key=lambda entry: scores[entry]) == "dog"


def test_kana_reach_the_words_of_the_texts(channels: Channels) -> None:
    assert _feature(channels, "かぜいしょうめいしょ", "words_best", "tax") > 0


def test_a_name_written_out_is_told(channels: Channels) -> None:
    assert _feature(channels, "転入届はどこですか", "named", "moving-in") == 1.0
    assert _feature(channels, "転入届と課税証明書", "named", "tax") == 0.5
    assert _feature(channels, "引っ越した", "named", "moving-in") == 0.0


def test_passages_count_only_as_other_texts(channels: Channels) -> None:
    assert _feature(channels, "1通300円", "words_other", "tax") > 0
    assert _feature(channels, "1通300円", "words_best", "tax") == 0


def test_texts_left_out_do_not_count(channels: Channels) -> None:
    query = "子犬を飼い始めた"
    without = np.array([text.text == query for text in channels.texts])
    place = channels.entries.index("dog"), ENTRY_FEATURES.index("e5_best")
    assert channels.signals(query, without).entries[place] < channels.signals(query).entries[place]


def test_an_entry_whose_texts_are_all_left_out_has_finite_features(channels: Channels) -> None:
    without = np.array([text.entry == "dog" for text in channels.texts])
    assert np.isfinite(channels.signals("犬", without).entries).all()


@pytest.mark.parametrize("query", ["", "？", "あ" * 3000, "\0"])
def test_odd_queries_have_finite_features(channels: Channels, query: str) -> None:
    assert np.isfinite(channels.signals(query).entries).all()
