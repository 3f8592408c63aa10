"""LINE's platform, as the tests of the channel have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.line.line_peer import LinePeer


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
