"""Unpacking zip files that came from elsewhere, without harm."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from madoguchi.models.errors import ModelError

MAX_ENTRIES = 10_000
MAX_BYTES = 8 * 1024**3
"""The largest models (Vosk's for servers) unpack to some 3 GB."""
MAX_RATIO = 50
"""Weights hardly compress; Vosk's graphs do by 3 to 10. Deflate reaches 1,000 with zeros."""
_FREELY = 1024**2
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:]")
_CHUNK = 1024**2


def unpack(archive: Path, folder: Path, progress: Callable[[int], object] = lambda _: None) -> None:
    """Unpack into an empty folder; it is left half full where something is wrong.

    Args:
        archive: A zip file, whatever its name.
        folder: Where to; made if missing.
        progress: Called with the bytes written since the last call.

    Raises:
        ModelError: if it is no zip file or a damaged one, is encrypted, holds a path that leads
            out of the folder, a link or another special file, the same name twice, or unpacks to
            far more than a model can be.

    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = _checked(archive, opened.infolist())
            _need_room(archive, folder, sum(entry.file_size for entry in entries))
            most = min(MAX_BYTES, _FREELY + MAX_RATIO * archive.stat().st_size)
            written = 0
            for entry in entries:
                target = folder / PurePosixPath(entry.filename)
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                # "x": a file that is there already stays, whatever a file system takes for equal.
                with opened.open(entry) as source, target.open("xb") as sink:
                    while chunk := source.read(_CHUNK):
                        written += len(chunk)
                        if written > most:
                            raise _refused(archive, f"it unpacks to more than {most:,} bytes")
                        sink.write(chunk)
                        progress(len(chunk))
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise _refused(archive, "it holds the same name twice") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise _refused(
            archive, f"it is no whole zip file ({error}); was it copied or downloaded to its end?"
        ) from None
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or a compression unknown
        raise _refused(archive, str(error)) from None
    except OSError as error:
        raise _refused(archive, error.strerror or type(error).__name__) from None


def _checked(archive: Path, entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(entries) > MAX_ENTRIES:
        raise _refused(archive, f"it holds more than {MAX_ENTRIES:,} files")
    for entry in entries:
        name = entry.filename
        parts = name.rstrip("/").split("/")
        if (
            not name
            or len(name.encode(errors="replace")) > 1000
            or _FORBIDDEN.search(name)
            or any(part in {"", ".", ".."} for part in parts)
        ):
            raise _refused(archive, f"it holds a path that a package must not hold: {name!r}")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise _refused(archive, f"it holds a link or a special file: {name!r}")
    return entries


def _need_room(archive: Path, folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if size > free:
        raise _refused(archive, f"it needs {size:,} bytes on the disk, and {free:,} are free")


def _refused(archive: Path, why: str) -> ModelError:
    return ModelError("bad-archive", f"{archive.name} is refused: {why}.")
