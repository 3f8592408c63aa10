"""What a search finds, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

CERTAIN = 0.5
"""From this probability on the best entry is answered without asking back."""

OFFERED = 0.45
"""Below ``CERTAIN``: what is offered among choices at most, however likely the words make it."""

LIKELY = 0.35
"""From this probability on the query is about some entry, though perhaps not about the best."""

POSSIBLE = 0.1
"""Below this probability an entry is not even offered as a choice."""

CLEAR_LEAD = 0.5
"""By this share of its probability the best entry must lead the second: twice as likely."""

EMERGENCY = "emergency"
"""The other matter that is danger to life or safety."""

ALARMING = 0.2
"""From this probability on it is danger: a needless number costs less than a missing one."""


@dataclass(frozen=True)
class Hit:
    """A found entry with the probability that it is meant."""

    entry: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """The hits, best first; ``others`` are the matters that are no procedure, by their ids."""

    hits: tuple[Hit, ...]
    others: tuple[Hit, ...] = ()

    @property
    def beyond(self) -> Hit | None:
        """The likeliest other matter, where some other matter is likelier meant than any hit."""
        if not self.others:
            return None
        likeliest = self.others[0]
        best = self.hits[0].score if self.hits else 0.0
        if likeliest.entry == EMERGENCY and likeliest.score >= ALARMING:
            return likeliest if likeliest.score > best else None
        # Which of them it is may be open; that it is one of them is what counts.
        any_of_them = sum(other.score for other in self.others)
        return likeliest if any_of_them >= LIKELY and any_of_them > best else None

    @property
    def danger(self) -> float:
        """The probability that the query tells of danger to life or safety."""
        return sum(other.score for other in self.others if other.entry == EMERGENCY)

    @property
    def certain(self) -> Hit | None:
        """The one entry that is meant, or None where it is better to ask back or to abstain."""
        if not self.hits or self.hits[0].score < CERTAIN:
            return None
        best = self.hits[0]
        runner_up = self.hits[1].score if len(self.hits) > 1 else 0.0
        return best if best.score - runner_up >= CLEAR_LEAD * best.score else None

    @property
    def possible(self) -> tuple[Hit, ...]:
        """Up to four entries worth offering as choices; empty where the search abstains."""
        return tuple(hit for hit in self.hits if hit.score >= POSSIBLE)[:4]


class SearchIndex(Protocol):
    """Anything that finds entries for words."""

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The entries that the query may mean, likeliest first."""
        ...
