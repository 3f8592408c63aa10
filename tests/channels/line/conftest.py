"""A peer in LINE's place, an account there, and settings that name it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.line.accounts import Account
from channels.line.richmenu import apply, request
from channels.line.richmenu.menu import Menu, MenuLanguage
from channels.line.richmenu.picture import draw
from madoguchi.settings import settings
from tests.channels.line.rich_menu_peer import TOKEN, LinePeer

_PICTURES: dict[tuple[str, MenuLanguage], bytes] = {}


@pytest.fixture
def rich_menu_peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[LinePeer]:
    """LINE, empty. Pictures are the real ones, but each is drawn once for all tests."""

    def drawn_once(menu: Menu, language: MenuLanguage) -> bytes:
        key = (menu.model_dump_json(), language)
        if key not in _PICTURES:
            _PICTURES[key] = draw(menu, language)
        return _PICTURES[key]

    monkeypatch.setattr(request, "draw", drawn_once)
    monkeypatch.setattr(apply, "MOVE_POLL_SECONDS", 0.01)
    peer = LinePeer()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def shibuya(rich_menu_peer: LinePeer) -> Account:
    """Shibuya's own account at the peer."""
    return Account("shibuya", "secret", TOKEN, rich_menu_peer.url, rich_menu_peer.url)


@pytest.fixture
def line_settings(
    rich_menu_peer: LinePeer, monkeypatch: pytest.MonkeyPatch
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
