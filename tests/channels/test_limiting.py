"""Limits count per subject, and say when to come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channels.limiting import Limits, Verdict
from channels.problems import TooManyRequestsError
from madoguchi.settings import Settings


@pytest.fixture
def limits() -> Limits:
    return Limits(Settings(messages_per_minute=3, status_lookups_per_hour=2))


@pytest.mark.parametrize(
    ("count", "allowed", "window_s"),
    [(Limits.message, 3, 60), (Limits.status_lookup, 2, 3600)],
)
def test_each_subject_has_its_own_count(
    limits: Limits, count: Callable[[Limits, str], None], allowed: int, window_s: int
) -> None:
    for _ in range(allowed):
        count(limits, "a")
    with pytest.raises(TooManyRequestsError) as caught:
        count(limits, "a")
    assert window_s - 5 < caught.value.retry_after_seconds <= window_s
    count(limits, "b")


def test_the_two_limits_do_not_share_a_count(limits: Limits) -> None:
    for _ in range(3):
        limits.message("a")
    limits.status_lookup("a")


def test_an_address_is_counted_apart_from_a_conversation_of_that_name() -> None:
    limits = Limits(Settings(anonymous_requests_per_minute=2))
    limits.message("a")
    for _ in range(2):
        limits.anonymous("a")
    with pytest.raises(TooManyRequestsError):
        limits.anonymous("a")
    limits.anonymous("b")


def test_of_the_messages_of_a_chat_that_are_too_many_the_first_is_remarked_on(
    limits: Limits,
) -> None:
    taken = [Verdict.TAKEN] * 3
    assert [limits.chat("a") for _ in range(6)] == [
        *taken, Verdict.REMARKED, Verdict.DROPPED, Verdict.DROPPED,
    ]  # fmt: skip
    assert [limits.chat("b") for _ in range(4)] == [*taken, Verdict.REMARKED]
    limits.message("a")
