"""Makes the vectors of a ward's FAQ, so that a server only has to read them."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import Progress
from madoguchi.catalogue.search.parallel import in_parallel
from madoguchi.catalogue.search.texts import Kind
from madoguchi.catalogue.search.tokens import normalise
from madoguchi.faq.entry import FaqEntry
from madoguchi.faq.index import cache, cache_name, texts_of


def make(ward: str, entries: Iterable[FaqEntry], progress: Progress | None = None) -> None:
    """Embed what is new, on all cores; what is known is on disk. No entries: nothing happens.

    The texts, their order and which encoder takes which are those of ``Channels``. ``progress`` is
    told about one encoder after the other.
    """
    texts = sorted(texts_of(entries), key=lambda text: text.entry)
    questions = [normalise(text.text) for text in texts if text.kind is not Kind.PASSAGE]
    everything = [normalise(text.text) for text in texts]
    del texts
    for encoder, wanted in zip(dense.encoders(), (questions, everything), strict=True):
        with in_parallel(encoder, len(wanted)) as quick:
            cache().vectors(cache_name(ward), quick, wanted, progress)
