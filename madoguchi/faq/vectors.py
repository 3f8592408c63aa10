"""Makes the vectors of a ward's FAQ, so that a server only has to read them."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import Progress
from madoguchi.catalogue.search.pairs import vector_texts
from madoguchi.catalogue.search.parallel import in_parallel
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.index import cache, cache_name, pairs_of


def make(ward: str, entries: Iterable[FaqEntry], progress: Progress | None = None) -> None:
    """Embed what is new, on all cores; what is known is on disk. No entries: nothing happens.

    ``progress`` is told about one channel after the other.
    """
    encoders = dense.encoders()
    for wanted in vector_texts(cache_name(ward), pairs_of(entries)):
        with in_parallel(encoders[wanted.encoder], len(wanted.texts)) as quick:
            cache().vectors(wanted.name, quick, wanted.texts, progress)
