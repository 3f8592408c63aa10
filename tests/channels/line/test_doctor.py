from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from channels.line.accounts import Account
from channels.line.cli import app
from channels.line.doctor import examine
from channels.line.richmenu import apply
from channels.line.richmenu.menu import Menu, load
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.settings import ROOT, settings
from tests.channels.line.rich_menu_peer import TOKEN, LinePeer

WARD = catalogue().ward("shibuya")


def menu(menu_id: str) -> Menu:
    return load(ROOT / "catalogue", menu_id, catalogue())


def doctor() -> Result:
    return CliRunner().invoke(app, ["doctor", "--ward", "shibuya"])


def state_of(account: Account, subject: str) -> tuple[str, str]:
    found = {finding.subject: finding for finding in examine(account, WARD, menu)}
    return found[subject].state, found[subject].text


@pytest.fixture
def with_menu(shibuya: Account) -> Account:
    apply.apply(shibuya, menu("default"), WARD)
    return shibuya


@pytest.mark.usefixtures("line_settings", "with_menu")
def test_a_sound_account_is_one_ok_line_for_each_check() -> None:
    result = doctor()
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "ok: account: shibuya's own"
    assert "ok: token: valid; speaks for 渋谷区 (@shibuya)" in lines
    assert "ok: webhook: https://example.lg.jp/line, switched on" in lines
    assert "ok: webhook test: LINE reaches it" in lines
    assert "ok: quota: 120 of 5,000 messages this month" in lines
    assert [line.split(": ")[1] for line in lines] == [
        "account", "token", "webhook", "webhook test", "quota", "rich menu",
    ]  # fmt: skip
    assert not any(line.startswith("wrong") for line in lines)


@pytest.mark.usefixtures("line_settings", "with_menu")
@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda peer: setattr(peer, "webhook", None), "wrong: webhook: no webhook URL is set"),
        (lambda peer: peer.webhook.update(active=False), "switch on 'Use webhook'"),
        (lambda peer: peer.webhook_test.update(success=False, statusCode=0, reason="TIMEOUT"),
         "wrong: webhook test: LINE got 0 (TIMEOUT: 200)"),
        (lambda peer: setattr(peer, "used", 5000), "wrong: quota: 5,000 of 5,000"),
        (lambda peer: setattr(peer, "default", None), "wrong: rich menu: none is shown"),
        (lambda peer: peer.menus[peer.default].update(name="春祭り"), "which is none of ours"),
        (lambda peer: peer.menus[peer.default].update(name="madoguchi/shibuya/default/ja/old"),
         "not as it is in the catalogue now: ./mado line richmenu apply --ward shibuya"),
        (lambda peer: peer.refuse("GET", "/quota$", 500), "LINE has a problem of its own"),
        (lambda peer: peer.refuse("POST", "/test$", 429), "too many calls"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_that_says_what_to_do(
    rich_menu_peer: LinePeer, change: Callable[[LinePeer], object], line: str
) -> None:
    change(rich_menu_peer)
    result = doctor()
    assert result.exit_code == 1
    wrong = [each for each in result.stdout.splitlines() if each.startswith("wrong")]
    assert len(wrong) == 1
    assert line in wrong[0]


@pytest.mark.parametrize(
    ("used", "state"), [(3999, "ok"), (4000, "warning"), (4999, "warning"), (5000, "wrong")]
)
def test_the_quota_warns_from_80_percent(
    shibuya: Account, rich_menu_peer: LinePeer, used: int, state: str
) -> None:
    rich_menu_peer.used = used
    assert state_of(shibuya, "quota")[0] == state


def test_an_account_without_a_limit_is_fine(shibuya: Account, rich_menu_peer: LinePeer) -> None:
    rich_menu_peer.quota = {"type": "none"}
    assert state_of(shibuya, "quota") == ("ok", "120 messages this month, no limit")


def test_a_language_that_is_not_there_is_a_warning(
    with_menu: Account, rich_menu_peer: LinePeer
) -> None:
    del rich_menu_peer.aliases["madoguchi-default-vi"]
    state, text = state_of(with_menu, "rich menu")
    assert state == "warning"
    assert "vi" in text


def test_a_bad_token_ends_the_examination(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer
) -> None:
    line_settings.setenv(
        "MADOGUCHI_LINE__WARDS__SHIBUYA__CHANNEL_ACCESS_TOKEN", "expired-and-secret"
    )
    settings.cache_clear()
    result = doctor()
    assert result.exit_code == 1
    assert "wrong: token" in result.stdout.splitlines()[-1]
    assert "issue a new one" in result.stdout
    assert len(rich_menu_peer.calls) == 1
    assert "expired-and-secret" not in result.output


def test_without_a_network_it_is_one_line_and_no_trace(line_settings: pytest.MonkeyPatch) -> None:
    line_settings.setenv("MADOGUCHI_LINE__API_URL", "http://127.0.0.1:9")
    settings.cache_clear()
    result = doctor()
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert len(result.stdout.splitlines()) == 2
    assert "LINE cannot be reached" in result.stdout


@pytest.mark.usefixtures("line_settings", "with_menu")
def test_no_secret_is_ever_printed(rich_menu_peer: LinePeer) -> None:
    for path in ("/info$", "/endpoint$", "/quota$", "/list$"):
        rich_menu_peer.refuse("GET", path, 401)
        output: Any = doctor().output
        assert TOKEN not in output
        assert "nobody-may-see" not in output
