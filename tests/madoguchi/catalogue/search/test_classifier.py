from __future__ import annotations

import numpy as np
import pytest

from madoguchi.catalogue.search.classifier import RidgeClassifier

PLACES = np.array([0, 0, 0, 2, 2], np.intp)


@pytest.fixture
def texts() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    first = random.normal(size=(5, 6)).astype(np.float32)
    first[:, 0] = [1, 1, 1, -1, -1]
    return first, random.normal(size=(5, 4)).astype(np.float32)


def test_it_is_the_solution_of_the_weighted_normal_equations(
    texts: tuple[np.ndarray, np.ndarray],
) -> None:
    classifier = RidgeClassifier(texts, PLACES, 3)
    whole = np.hstack(texts).astype(np.float64)
    said = np.eye(3)[PLACES]
    weight = np.array([1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2])
    centred = whole - whole.mean(axis=0)
    penalty = 3.0 * np.mean([1 / 3, 1 / 2]) * np.eye(10)
    solved = np.linalg.solve(
        (centred * weight[:, None]).T @ centred + penalty,
        (centred * weight[:, None]).T @ (said - said.mean(axis=0)),
    )
    expected = centred[4] @ solved + said.mean(axis=0)
    scores = classifier.scores([part[4:] for part in texts])
    assert scores[[0, 2]] == pytest.approx(expected[[0, 2]], abs=1e-5)


def test_an_entry_without_texts_scores_like_the_least_likely(
    texts: tuple[np.ndarray, np.ndarray],
) -> None:
    scores = RidgeClassifier(texts, PLACES, 3).scores([part[:1] for part in texts])
    assert scores.argmax() == 0
    assert scores[1] == scores[[0, 2]].min()


def test_an_index_without_any_text_scores_nothing() -> None:
    empty = (np.zeros((0, 6), np.float32), np.zeros((0, 4), np.float32))
    query = [np.ones((1, 6), np.float32), np.ones((1, 4), np.float32)]
    assert RidgeClassifier(empty, np.zeros(0, np.intp), 2).scores(query).tolist() == [0.0, 0.0]
