"""LINE's platform, as the tests of the channel have it, and a gateway that speaks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.limiting import Limits
from channels.line import taking
from channels.line.accounts import Account
from channels.line.richmenu import apply, request
from channels.line.richmenu.menu import Menu, MenuLanguage
from channels.line.richmenu.picture import draw
from channels.line.workflow import dispatch
from madoguchi.settings import settings
from tests.channels.conftest import Beside, Gateway
from tests.channels.line import login
from tests.channels.line.handling import nothing_waits
from tests.channels.line.line_peer import LinePeer
from tests.channels.line.prism import Prism, UnavailableError
from tests.channels.line.records import Bot
from tests.channels.line.resident import Resident
from tests.channels.line.rich_menu_peer import TOKEN
from tests.channels.line.rich_menu_peer import LinePeer as RichMenuPeer
from tests.channels.rasa_peer import eventually

_PICTURES: dict[tuple[str, MenuLanguage], bytes] = {}

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
        "LINE__WARDS__SHIBUYA__LIFF_ID": login.LIFF_ID,
        "LINE__WARDS__SHIBUYA__LOGIN_CHANNEL_ID": login.CHANNEL,
        "LINE__CHANNEL_SECRET": SHARED.channel_secret,
        "LINE__CHANNEL_ACCESS_TOKEN": SHARED.access_token,
    }


@pytest.fixture(scope="module")
def beside() -> Beside:
    """What the channel's own process does."""

    async def answering() -> None:
        taking.use_limits(Limits(settings()))
        await dispatch()

    return answering


@pytest.fixture
def resident(gateway: Gateway, line_peer: LinePeer) -> Resident:
    """A friend of Shibuya's account."""
    return Resident(line_peer, gateway.base)


@pytest.fixture
def rich_menu_peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[RichMenuPeer]:
    """LINE, empty. Pictures are the real ones, but each is drawn once for all tests."""

    def drawn_once(menu: Menu, language: MenuLanguage) -> bytes:
        key = (menu.model_dump_json(), language)
        if key not in _PICTURES:
            _PICTURES[key] = draw(menu, language)
        return _PICTURES[key]

    monkeypatch.setattr(request, "draw", drawn_once)
    monkeypatch.setattr(apply, "MOVE_POLL_SECONDS", 0.01)
    peer = RichMenuPeer()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def shibuya(rich_menu_peer: RichMenuPeer) -> Account:
    """Shibuya's own account at the peer."""
    return Account("shibuya", "secret", TOKEN, rich_menu_peer.url, rich_menu_peer.url)


@pytest.fixture
def line_settings(
    rich_menu_peer: RichMenuPeer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """Settings in which Shibuya has an account at the peer; more can be set."""
    for name, value in {
        "MADOGUCHI_LINE__API_URL": rich_menu_peer.url,
        "MADOGUCHI_LINE__DATA_URL": rich_menu_peer.url,
        "MADOGUCHI_LINE__WARDS__SHIBUYA__CHANNEL_SECRET": "secret-that-nobody-may-see",
        "MADOGUCHI_LINE__WARDS__SHIBUYA__CHANNEL_ACCESS_TOKEN": TOKEN,
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


@pytest.fixture
def nothing_rejected(line_peer: LinePeer) -> Iterator[None]:
    """Fails the test at its end where LINE refused a call, but for spent reply tokens."""
    yield
    eventually(nothing_waits)
    assert [call for call in line_peer.rejected if call.message != "Invalid reply token"] == []
