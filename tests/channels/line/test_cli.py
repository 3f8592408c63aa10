"""``./mado line`` as staff type it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from channels.line.cli import app
from madoguchi.errors import CatalogueError, MadoguchiError, NotFoundError
from madoguchi.settings import ROOT, settings
from tests.channels.line.rich_menu_peer import TOKEN, LinePeer


def mado_line(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_command_line_of_all_reaches_that_of_line(tmp_path: Path) -> None:
    result = subprocess.run(
        [
            sys.executable, "-m", "madoguchi", "line",
            "richmenu", "draw", "--ward", "shibuya", "--language", "ja", "--out", str(tmp_path),
        ],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"default-ja.png", "disaster-ja.png"}


def test_an_expected_error_is_one_line_and_exit_code_1() -> None:
    environment = {name: value for name, value in os.environ.items() if "LINE__" not in name}
    result = subprocess.run(
        [sys.executable, "-m", "channels.line.cli", "doctor", "--ward", "shibuya"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env=environment | {"MADOGUCHI_LINE__WARDS": "{}"},
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "set MADOGUCHI_LINE__WARDS__SHIBUYA__CHANNEL_SECRET" in result.stderr


def test_one_picture_is_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    result = mado_line(
        "richmenu", "draw", "--ward", "minato", "--menu", "disaster", "--language", "en",
        "--out", str(folder),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(folder / "disaster-en.png")


def test_what_does_not_exist_is_named(tmp_path: Path) -> None:
    unknown_ward = mado_line("richmenu", "draw", "--ward", "atami", "--out", str(tmp_path))
    assert isinstance(unknown_ward.exception, NotFoundError)
    unknown_menu = mado_line(
        "richmenu", "draw", "--ward", "shibuya", "--menu", "festival", "--out", str(tmp_path)
    )
    assert isinstance(unknown_menu.exception, NotFoundError)
    assert "Known: default, disaster" in unknown_menu.exception.message


def test_a_menu_is_applied_and_then_unchanged(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer
) -> None:
    first = mado_line("richmenu", "apply", "--ward", "shibuya")
    assert first.exit_code == 0, first.output
    assert "uploaded, now shown to all" in first.stdout.splitlines()[0]
    again = mado_line("richmenu", "apply", "--ward", "shibuya")
    assert again.stdout.splitlines()[0] == "shibuya: default: unchanged"
    assert TOKEN not in first.output + again.output


def test_a_disaster_is_switched_on_and_off(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer
) -> None:
    mado_line("richmenu", "apply", "--ward", "shibuya")
    on = mado_line("disaster", "on", "--ward", "shibuya")
    assert "shibuya: disaster:" in on.stdout
    assert rich_menu_peer.name(rich_menu_peer.default) == "disaster/ja"
    mado_line("disaster", "off", "--ward", "shibuya")
    assert rich_menu_peer.name(rich_menu_peer.default) == "default/ja"


def test_an_account_that_wards_share_is_switched_once_and_names_no_ward(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer
) -> None:
    line_settings.setenv("MADOGUCHI_LINE__CHANNEL_SECRET", "shared")
    line_settings.setenv("MADOGUCHI_LINE__CHANNEL_ACCESS_TOKEN", TOKEN)
    settings.cache_clear()
    result = mado_line("disaster", "on", "--all")
    assert result.exit_code == 0, result.output
    assert [line.split(": ")[0] for line in result.stdout.splitlines() if "uploaded" in line] == [
        "shared", "shibuya",
    ]  # fmt: skip
    shared = [
        menu for menu in rich_menu_peer.menus.values()
        if menu["name"].startswith("madoguchi/shared/")
    ]  # fmt: skip
    assert shared
    for menu in shared:
        uris = [area["action"].get("uri") for area in menu["areas"]]
        assert [uri for uri in uris if uri] == ["tel:119", "tel:110"]


def test_one_account_that_fails_does_not_keep_the_others_from_a_disaster(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer
) -> None:
    line_settings.setenv("MADOGUCHI_LINE__WARDS__CHUO__CHANNEL_SECRET", "s")
    line_settings.setenv("MADOGUCHI_LINE__WARDS__CHUO__CHANNEL_ACCESS_TOKEN", "expired")
    settings.cache_clear()
    result = mado_line("disaster", "on", "--all")
    assert isinstance(result.exception, MadoguchiError)
    assert result.exception.message.startswith("chuo: Listing the rich menus: LINE answered 401")
    assert rich_menu_peer.name(rich_menu_peer.default) == "disaster/ja"


@pytest.mark.parametrize("arguments", [(), ("--all", "--ward", "shibuya")])
def test_a_disaster_is_for_one_ward_or_all(arguments: tuple[str, ...]) -> None:
    result = mado_line("disaster", "on", *arguments)
    assert isinstance(result.exception, MadoguchiError)
    assert "--ward or --all" in result.exception.message


def test_a_broken_menu_reaches_nobody(
    line_settings: pytest.MonkeyPatch, rich_menu_peer: LinePeer, tmp_path: Path
) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for part in (ROOT / "catalogue").iterdir():
        if part.name != "line":
            (folder / part.name).symlink_to(part)
    menus = folder / "line" / "richmenus"
    menus.mkdir(parents=True)
    (menus / "default.yml").write_text("id: default\nsize: huge\n", encoding="utf-8")
    line_settings.setenv("MADOGUCHI_CATALOGUE_DIR", str(folder))
    settings.cache_clear()
    result = mado_line("richmenu", "apply", "--ward", "shibuya")
    assert isinstance(result.exception, CatalogueError)
    assert "default.yml:2: size: Input should be 'full' or 'half'" in result.exception.message
    assert rich_menu_peer.calls == []
