"""The index of this process over its catalogue."""

from __future__ import annotations

from functools import lru_cache

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.parallel import in_parallel
from madoguchi.catalogue.search.result import SearchIndex
from madoguchi.catalogue.search.signals import vector_texts
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.settings import ROOT, settings

_NAME = "procedures"


@lru_cache(maxsize=1)
def index() -> SearchIndex:
    """Made on the first call: in a second where the vectors are cached, else in about a minute.

    The vectors lie in the data folder; those of the checkout's own ``var/`` are used as well.
    """
    source = catalogue()
    return HybridIndex(
        catalogue_texts(source),
        dense.encoders(),
        cache=_cache(),
        name=_NAME,
        official=Names((id_, entry.names.official) for id_, entry in source.procedures.items()),
    )


def make_vectors() -> None:
    """Make what vectors are missing, on all cores, so that ``index`` only has to read them."""
    texts = vector_texts(catalogue_texts(catalogue()))
    for encoder in dense.encoders():
        with in_parallel(encoder, len(texts)) as quick:
            _cache().vectors(_NAME, quick, texts)


def _cache() -> VectorCache:
    folder = settings().data_dir / "search"
    shared = ROOT / "var" / "search"
    return VectorCache(folder, seed=None if folder == shared else shared)
