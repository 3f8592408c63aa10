"""LINE's platform, as the tests of the channel have it, and a gateway that speaks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.conftest import Gateway
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.prism import Prism, UnavailableError
from tests.channels.line.records import Bot
from tests.channels.line.resident import Resident

SHIBUYA = Bot()
SHARED = Bot(access_token="shared-access-token", channel_secret="shared-secret")


@pytest.fixture(scope="session")
def _line() -> Iterator[LinePeer]:
    peer = LinePeer(SHIBUYA, SHARED)
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


@pytest.fixture(scope="module")
def channel_settings(_line: LinePeer) -> dict[str, str]:
    """Shibuya has an account of its own; the other wards share one."""
    return {
        "LINE__API_URL": _line.url,
        "LINE__DATA_URL": _line.url,
        "LINE__WARDS__SHIBUYA__CHANNEL_SECRET": SHIBUYA.channel_secret,
        "LINE__WARDS__SHIBUYA__CHANNEL_ACCESS_TOKEN": SHIBUYA.access_token,
        "LINE__CHANNEL_SECRET": SHARED.channel_secret,
        "LINE__CHANNEL_ACCESS_TOKEN": SHARED.access_token,
    }


@pytest.fixture
def resident(gateway: Gateway, line_peer: LinePeer) -> Resident:
    """A friend of Shibuya's account."""
    return Resident(line_peer, gateway.base)
