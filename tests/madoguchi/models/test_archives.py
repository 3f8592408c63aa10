from __future__ import annotations

import shutil
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.models import archives
from madoguchi.models.archives import unpack
from madoguchi.models.errors import ModelError


def zipped(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def test_files_and_folders_come_out_as_they_were(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "a.zip", ("m/model/x.bin", b"weights"), ("m/空.txt", "日本".encode())
    )
    told: list[int] = []
    unpack(archive, tmp_path / "out", told.append)
    assert (tmp_path / "out/m/model/x.bin").read_bytes() == b"weights"
    assert (tmp_path / "out/m/空.txt").read_text() == "日本"
    assert sum(told) == len(b"weights") + len("日本".encode())


@pytest.mark.parametrize(
    "name",
    ["../out.txt", "a/../../b", "/etc/passwd", "a/./b", "a//b", "..", "C:/x", "a\\..\\b", "a\nb"],
)
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="a path that a package must not hold"):
        unpack(zipped(tmp_path / "a.zip", (name, b"x")), tmp_path / "out")
    assert {path.name for path in tmp_path.rglob("*")} <= {"a.zip", "out"}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("model")
    entry.external_attr = (kind | 0o777) << 16
    with pytest.raises(ModelError, match="a link or a special file"):
        unpack(zipped(tmp_path / "a.zip", (entry, b"/etc/passwd")), tmp_path / "out")


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    archive = zipped(tmp_path / "a.zip", *((name, b"x") for name in names))
    with pytest.raises(ModelError, match="the same name twice"):
        unpack(archive, tmp_path / "out")


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("zeros", bytes(40_000_000)))
    with pytest.raises(ModelError, match="unpacks to more than"):
        unpack(archive, tmp_path / "out")
    assert (tmp_path / "out/zeros").stat().st_size < 5_000_000


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("zeros", bytes(40_000_000)))
    content = archive.read_bytes().replace(struct.pack("<L", 40_000_000), struct.pack("<L", 9))
    archive.write_bytes(content)
    with pytest.raises(ModelError, match="refused"):
        unpack(archive, tmp_path / "out")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    archive = zipped(tmp_path / "a.zip", *((str(number), b"") for number in range(3)))
    with pytest.raises(ModelError, match="more than 2 files"):
        unpack(archive, tmp_path / "out")


def test_what_has_no_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=999)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ModelError, match="needs 1,000 bytes on the disk, and 999 are free"):
        unpack(zipped(tmp_path / "a.zip", ("big", bytes(1000))), tmp_path / "out")


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.99])
def test_a_half_copied_file_is_refused(tmp_path: Path, keep: float) -> None:
    archive = zipped(tmp_path / "a.zip", ("model.bin", bytes(range(256)) * 100))
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(ModelError, match="copied or downloaded to its end"):
        unpack(archive, tmp_path / "out")


def test_a_damaged_byte_is_noticed(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("model.bin", bytes(range(256)) * 100))
    content = bytearray(archive.read_bytes())
    content[60] ^= 1
    archive.write_bytes(content)
    with pytest.raises(ModelError, match=r"a\.zip is refused"):
        unpack(archive, tmp_path / "out")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", ("model.bin", b"x"))
    content = bytearray(archive.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    archive.write_bytes(content)
    with pytest.raises(ModelError, match="encrypted"):
        unpack(archive, tmp_path / "out")


_NAMES = st.lists(
    st.text(alphabet=st.sampled_from("ab./\\: あ"), min_size=1, max_size=8),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(names=_NAMES)
def test_no_name_writes_outside_the_folder(names: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        archive = zipped(folder / "a.zip", *((one, b"x") for one in names))
        inside = folder / "one" / "out"
        with suppress(ModelError):
            unpack(archive, inside)
        outside = {path for path in folder.rglob("*") if inside not in path.parents}
        assert outside <= {archive, folder / "one", inside}


@given(content=st.binary(max_size=200))
def test_no_content_ends_in_another_error(content: bytes) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "a.zip"
        path.write_bytes(content)
        with pytest.raises(ModelError):
            unpack(path, Path(name) / "out")
