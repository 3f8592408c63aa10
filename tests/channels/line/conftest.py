"""LINE's platform, as the tests of the channel have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.line.line_peer import LinePeer
from tests.channels.line.prism import Prism, UnavailableError


@pytest.fixture(scope="session")
def _line() -> Iterator[LinePeer]:
    peer = LinePeer()
    yield peer
    peer.stop()


@pytest.fixture
def line_peer(_line: LinePeer) -> LinePeer:
    """LINE, as new."""
    _line.reset()
    return _line


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    """LINE's own OpenAPI, asked of every request; skips where it or npm is out of reach."""
    try:
        running = Prism(tmp_path_factory.mktemp("prism"))
    except UnavailableError as missing:
        pytest.skip(str(missing))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _checked_line(prism: Prism) -> Iterator[LinePeer]:
    peer = LinePeer(prism_url=prism.url)
    yield peer
    peer.stop()


@pytest.fixture
def checked_line_peer(_checked_line: LinePeer) -> LinePeer:
    """LINE, as new, with every request shown to Prism too."""
    _checked_line.reset()
    return _checked_line
