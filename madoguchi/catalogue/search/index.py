"""The index of this process over its catalogue."""

from __future__ import annotations

from functools import lru_cache

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.result import SearchIndex
from madoguchi.catalogue.search.texts import catalogue_texts
from madoguchi.settings import ROOT, settings


@lru_cache(maxsize=1)
def index() -> SearchIndex:
    """Made on the first call: in a second where the vectors are cached, else in about a minute.

    The vectors lie in the data folder; those of the checkout's own ``var/`` are used as well.
    """
    folder = settings().data_dir / "search"
    shared = ROOT / "var" / "search"
    source = catalogue()
    return HybridIndex(
        catalogue_texts(source),
        dense.encoders(),
        cache=VectorCache(folder, seed=None if folder == shared else shared),
        name="procedures",
        official=Names((id_, entry.names.official) for id_, entry in source.procedures.items()),
    )
