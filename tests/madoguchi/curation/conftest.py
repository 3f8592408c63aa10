"""GiNZA, loaded once for all tests of the folder."""

from __future__ import annotations

import pytest

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.curation.masking import words_to_keep
from madoguchi.curation.names import GinzaNames


@pytest.fixture(scope="session")
def names(catalogue: Catalogue) -> GinzaNames:
    """GiNZA with the wards and procedures as words that are no names."""
    return GinzaNames(words_to_keep(catalogue))
