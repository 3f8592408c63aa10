from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from madoguchi.catalogue.search.fusion import (
    ENTRY_FEATURES,
    NONE,
    QUERY_FEATURES,
    WEIGHTS,
    Example,
    Fusion,
    Script,
    fit,
    fitted,
    script_of,
)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("引っ越しました", Script.MIXED),
        ("ひっこし", Script.KANA),
        ("ﾋｯｺｼ", Script.KANA),
        ("搬家手续", Script.HAN),
        ("住民票 請求", Script.HAN),
        ("I want to move", Script.ENGLISH),
        ("Lilipat ako sa Osaka", Script.LATIN),
        ("Tôi muốn chuyển nhà", Script.VIETNAMESE),
        ("이사했어요", Script.HANGUL),
        ("म सरेको हुँ", Script.DEVANAGARI),
        ("", Script.LATIN),
        ("123", Script.LATIN),
    ],
)
def test_script_of_a_query(text: str, script: Script) -> None:
    assert script_of(text) is script


def _examples(count: int, scripts: Sequence[Script], seed: int = 0) -> list[Example]:
    """Feature 0 tells the meant entry, feature 1 is noise; the query's second tells "none"."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        entries = random.normal(size=(5, 2))
        meant = None if number % 4 == 0 else int(random.integers(5))
        if meant is not None:
            entries[meant, 0] += 3
        query = np.array([1.0, 2.0 if meant is None else -2.0])
        right = (NONE,) if meant is None else (meant,)
        found.append(Example(scripts[number % len(scripts)], entries, query, right))
    return found


def test_fitting_finds_the_telling_feature() -> None:
    fusion = fit(_examples(400, [Script.MIXED]))
    useful, noise = fusion.entry_weights[list(Script).index(Script.MIXED)]
    assert useful > 1.0
    assert abs(noise) < 0.3


def test_probabilities_are_calibrated_on_new_queries() -> None:
    fusion = fit(_examples(800, [Script.MIXED]))
    said, right = [], []
    for each in _examples(800, [Script.MIXED], seed=1):
        likely = fusion.probabilities(each.script, each.entries, each.query)
        assert 0 <= likely.sum() <= 1
        said.append(likely.max())
        right.append(int(likely.argmax()) in each.meant)
    assert abs(np.mean(said) - np.mean(right)) < 0.04


def test_a_script_without_examples_gets_the_common_weights() -> None:
    fusion = fit(_examples(400, [Script.MIXED, Script.KANA]))
    rows = {script: fusion.entry_weights[row] for row, script in enumerate(Script)}
    assert np.allclose(rows[Script.HANGUL], rows[Script.DEVANAGARI])
    assert rows[Script.HANGUL][0] > 0.5


def test_of_several_right_entries_any_will_do() -> None:
    """Entries 0 and 1 are always right together: neither is pushed below the other."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(300):
        entries = random.normal(size=(4, 2))
        entries[:2, 0] += 3
        found.append(Example(Script.MIXED, entries, np.array([1.0, 0.0]), (0, 1)))
    fusion = fit(found)
    likely = np.array([fusion.probabilities(e.script, e.entries, e.query) for e in found])
    assert likely[:, :2].sum(axis=1).mean() > 0.9
    assert abs(likely[:, 0].mean() - likely[:, 1].mean()) < 0.05


def test_fitting_needs_examples() -> None:
    with pytest.raises(ValueError, match="no examples"):
        fit([])


def test_an_example_must_mean_something() -> None:
    with pytest.raises(ValueError, match="NONE"):
        fit([Example(Script.MIXED, np.zeros((3, 2)), np.zeros(2), ())])


def test_weights_survive_the_file() -> None:
    weights = Fusion(
        np.full((len(Script), len(ENTRY_FEATURES)), 0.5),
        np.full((len(Script), len(QUERY_FEATURES)), -0.25),
    )
    again = Fusion.from_json(weights.to_json())
    assert np.array_equal(again.entry_weights, weights.entry_weights)
    assert np.array_equal(again.query_weights, weights.query_weights)


def test_weights_of_other_features_are_refused() -> None:
    text = WEIGHTS.read_text(encoding="utf-8").replace("words_best", "words_worst")
    with pytest.raises(ValueError, match="bench search --write"):
        Fusion.from_json(text)


def test_the_committed_weights_fit_the_code() -> None:
    fusion = fitted(WEIGHTS)
    assert fusion.entry_weights.shape == (len(Script), len(ENTRY_FEATURES))
    assert np.isfinite(fusion.entry_weights).all()
