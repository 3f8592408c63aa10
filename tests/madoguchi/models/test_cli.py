from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from madoguchi import cli
from madoguchi.models import catalog, dropped
from madoguchi.models.catalog import KnownModel, ModelFile
from madoguchi.models.errors import ModelError
from madoguchi.models.installed import argos_folder
from madoguchi.settings import settings
from tests.madoguchi.models.web import Page, Web

PackArgos = Callable[..., Path]


def mado(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["models", *arguments])


def refused(*arguments: str) -> str:
    error = mado(*arguments).exception
    assert isinstance(error, ModelError)
    return error.message


def printed(*arguments: str) -> Any:
    result = mado(*arguments, "--json")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return json.loads(result.stdout)


@pytest.fixture
def package(pack_argos: PackArgos) -> Path:
    return pack_argos()


@pytest.fixture
def offered(
    web: Web, package: Path, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> KnownModel:
    """``argos:ja-en`` as if the small package were the official one, on a mirror."""
    content = package.read_bytes()
    model = catalog.known()["argos:ja-en"]
    file = ModelFile(
        name=package.name,
        urls=("https://far.example/x",),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    model = model.model_copy(update={"files": (file,)})
    monkeypatch.setitem(catalog.known(), model.id, model)
    monkeypatch.setenv("MADOGUCHI_MODELS__MIRROR_URL", web.url)
    settings.cache_clear()
    web.put(f"/{package.name}", Page(content))
    return model


@pytest.mark.parametrize("command", ["", "list", "fetch", "install", "verify", "remove"])
def test_every_command_explains_itself(command: str) -> None:
    result = mado(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_a_package_is_fetched_from_the_mirror_listed_verified_and_removed(
    offered: KnownModel, models_dir: Path
) -> None:
    result = mado("fetch", "argos:ja-en")
    assert result.exit_code == 0, result.output
    assert offered.licence in result.output
    assert "Installed argos:ja-en (its checksum was known)" in result.output
    assert not list((models_dir / ".staging" / "downloads").iterdir())

    (listed,) = printed("list")
    assert (listed["id"], listed["languages"], listed["pinned"]) == (
        "argos:ja-en", ["ja", "en"], True,
    )  # fmt: skip
    assert "argos:ja-en" in mado("list").output
    (verdict,) = printed("verify")
    assert (verdict["ok"], verdict["checksums"]) == (True, True)

    again = mado("fetch", "argos:ja-en")
    assert "is installed in this version" in again.output

    assert mado("remove", "argos:ja-en").output == "Removed argos:ja-en\n"
    assert argos_folder(models_dir, "ja", "en") is None
    assert mado("list").output.startswith("No models in")
    assert mado("verify").output.startswith("No models in")


def test_a_file_that_is_not_the_known_one_is_refused(offered: KnownModel, web: Web) -> None:
    page = web.pages[f"/{offered.files[0].name}"]
    page.content = page.content[:-1] + b"x"
    assert "SHA-256" in refused("fetch", "argos:ja-en")


def test_staff_may_pin_a_checksum(offered: KnownModel, web: Web, models_dir: Path) -> None:
    assert "SHA-256" in refused("fetch", "argos:ja-en", "--sha256", "0" * 64)
    checksum = offered.files[0].sha256
    assert checksum is not None
    assert mado("fetch", "argos:ja-en", "--sha256", checksum.upper()).exit_code == 0


def test_sizes_and_licences_are_shown_before_anything_is_got(
    offered: KnownModel, models_dir: Path, web: Web
) -> None:
    result = mado("fetch", "--for", "ja,en,vi", "--dry-run")
    assert result.exit_code == 0
    for word in ("argos:en-vi", "67.8 MB", "CC-BY-4.0", "vosk:ja", "vosk:vi", "Together"):
        assert word in result.output
    assert not models_dir.exists()
    assert web.asked == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fetch"], "Name packages, or languages"),
        (["fetch", "nonsense"], "no id of a model"),
        (["fetch", "--for", "xx"], "'xx'"),
        (["fetch", "--for", "ja", "--kind", "piper"], "no kind piper"),
        (["fetch", "--for", "ja", "--sha256", "0" * 64], "one package of one file"),
        (["fetch", "vosk:ja", "--sha256", "zz"], "64 hexadecimal digits"),
        (["fetch", "vosk:ja", "--from", "/no/where"], "/no/where does not exist"),
        (["remove", "vosk:ja"], "Not installed: vosk:ja. Installed: none"),
    ],
)
def test_bad_input_is_said(models_dir: Path, arguments: list[str], says: str) -> None:
    assert says in refused(*arguments)


def test_without_the_internet_everything_comes_from_a_stick(
    models_dir: Path, tmp_path: Path, pack_argos: PackArgos
) -> None:
    stick = tmp_path / "stick"
    pack_argos("vi", "en", name="one.argosmodel", folder=stick)
    pack_argos("en", "vi", name="two.argosmodel", folder=stick)
    (stick / "holiday.txt").write_text("no model")
    (stick / ".Trash").mkdir()
    result = mado("install", str(stick))
    assert result.exit_code == 0, result.output
    assert argos_folder(models_dir, "vi", "en") is not None
    assert argos_folder(models_dir, "en", "vi") is not None


def test_one_bad_package_on_a_stick_does_not_stop_the_others(
    models_dir: Path, tmp_path: Path, pack_argos: PackArgos
) -> None:
    stick = tmp_path / "stick"
    pack_argos("vi", "en", name="b.argosmodel", folder=stick)
    (stick / "a.zip").write_bytes(b"half")
    result = mado("install", str(stick))
    assert result.exit_code == 1
    assert "a.zip is refused" in result.output
    assert argos_folder(models_dir, "vi", "en") is not None


def test_a_known_name_on_a_stick_must_be_the_known_file(
    models_dir: Path, tmp_path: Path, pack_argos: PackArgos
) -> None:
    path = pack_argos(folder=tmp_path / "stick")
    result = mado("install", str(path))
    assert result.exit_code == 1
    assert f"{path.name} has" in result.output


def test_a_stick_without_a_package_is_said(models_dir: Path, tmp_path: Path) -> None:
    result = mado("install", str(tmp_path), str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "holds no package" in result.output
    assert "does not exist" in result.output


def test_a_certain_package_is_taken_from_a_file_or_folder(
    offered: KnownModel, package: Path, models_dir: Path, pack_argos: PackArgos, tmp_path: Path
) -> None:
    assert mado("fetch", "argos:ja-en", "--from", str(package.parent)).exit_code == 0
    assert mado("remove", "argos:ja-en").exit_code == 0
    assert mado("fetch", "argos:ja-en", "--from", str(package)).exit_code == 0
    assert package.exists()
    assert mado("remove", "argos:ja-en").exit_code == 0
    wrong = pack_argos("en", "ja", name="my.argosmodel")
    assert "for en to ja, not argos:ja-en" in refused("fetch", "argos:ja-en", "--from", str(wrong))
    (tmp_path / "empty").mkdir()
    assert "does not hold" in refused("fetch", "argos:ja-en", "--from", str(tmp_path / "empty"))


def test_what_is_available_is_known_without_the_internet(models_dir: Path) -> None:
    offers = {one["id"]: one for one in printed("list", "--available")}
    assert offers["whisper-base"]["size"] == 94_375_479 + 55_851_100
    assert not offers["vosk:ja"]["installed"]
    assert "vosk:ja" in mado("list", "--available").output


def test_a_package_that_is_dropped_into_the_folder_is_taken_in(
    models_dir: Path, pack_argos: PackArgos
) -> None:
    path = pack_argos(name="mine.argosmodel", folder=models_dir / "argos")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "is not unpacked yet" in mado("list").output

    (half,) = dropped.take_in(models_dir)
    assert half.refused is not None
    assert "not whole" in half.refused
    (verdict,) = printed("verify")
    assert not verdict["ok"]

    path.write_bytes(whole)
    (taken,) = dropped.take_in(models_dir)
    assert taken.record is not None
    assert taken.record.id == "argos:ja-en"
    assert not path.exists()
    assert argos_folder(models_dir, "ja", "en") is not None
    assert dropped.take_in(models_dir) == []


def test_verification_fails_where_something_is_wrong(
    models_dir: Path, pack_argos: PackArgos
) -> None:
    assert mado("install", str(pack_argos(name="a.argosmodel"))).exit_code == 0
    assert "argos:ja-en: ok" in mado("verify").output
    shutil.rmtree(models_dir / "argos" / "ja-en" / "model")
    result = mado("verify")
    assert result.exit_code == 1
    assert "argos:ja-en: files without which it is no model are missing" in result.output


def test_a_folder_that_cannot_be_made_is_said(
    tmp_path: Path, pack_argos: PackArgos, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MADOGUCHI_LANGUAGE_MODELS_DIR", str(tmp_path / "file" / "models"))
    settings.cache_clear()
    result = mado("install", str(pack_argos(name="a.argosmodel")))
    settings.cache_clear()
    assert result.exit_code == 1
    assert "Not a directory" in result.output


@pytest.mark.parametrize(
    "arguments", [["list"], ["verify"], ["remove", "x"], ["install", "."], ["fetch", "vosk:ja"]]
)
def test_what_the_system_refuses_is_one_line(
    models_dir: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/models")

    for function in ("iterdir", "read_text", "stat"):
        monkeypatch.setattr(Path, function, refuse)
    result = mado(*arguments)
    assert isinstance(result.exception, ModelError | SystemExit)
    said = str(result.exception) + result.output
    assert "Permission denied" in said or "cannot be read" in said
