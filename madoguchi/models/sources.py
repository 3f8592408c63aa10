"""Where packages come from: the internet or a mirror, this environment, or a file or folder.

A folder may be an unpacked package or hold several packages, as a USB stick does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from madoguchi.models import fetching, inspecting, store, wheels
from madoguchi.models.catalog import KnownModel, by_file_name
from madoguchi.models.errors import ModelError
from madoguchi.models.fetching import Progress
from madoguchi.models.installing import Package
from madoguchi.settings import ModelsSettings

_ARCHIVES = frozenset({".argosmodel", ".zip", ".whl"})


def download(
    client: httpx.Client,
    model: KnownModel,
    models_dir: Path,
    settings: ModelsSettings,
    progress: Progress = lambda _here, _all: None,
) -> Package:
    """The files of a package, downloaded; ``discard`` removes them when they are installed.

    Raises:
        ModelError: if one cannot be had or is not what it must be.

    """
    received = []
    folder = store.downloads(models_dir)
    for file in model.files:
        urls = wheels.addresses(client, file, settings)
        received.append(fetching.fetch(client, file, urls, folder, progress))
    return Package(
        paths=tuple(one.path for one in received),
        source=str(urlsplit(urls[0]).hostname),
        expected=model,
        checksums={one.path.name: one.sha256 for one in received},
        pinned=all(one.pinned for one in received),
    )


def discard(package: Package) -> None:
    """Remove the downloaded files of a package."""
    for path in package.paths:
        path.unlink(missing_ok=True)


def from_environment(model: KnownModel) -> Package | None:
    """The package from wheels that are installed here; None where they are not."""
    folders = wheels.installed_data(model)
    if folders is None:
        return None
    return Package(tuple(folders), source="installed Python packages", expected=model)


def from_path(model: KnownModel, path: Path) -> Package:
    """A certain package from a file, or from a folder that holds its files.

    Raises:
        ModelError: naming the files that are missing, or how they differ from the known ones.

    """
    _exists(path)
    if path.is_file() and len(model.files) == 1:
        return _archives((path,), model, checks=path.name == model.files[0].name)
    if path.is_dir() and inspecting.holds_package(path):
        return Package((path,), source=str(path), expected=model)
    folder = path if path.is_dir() else path.parent
    missing = [file.name for file in model.files if not (folder / file.name).is_file()]
    if missing:
        raise ModelError("no-package", f"{folder} does not hold {' and '.join(missing)}.")
    return _archives(tuple(folder / file.name for file in model.files), model, checks=True)


def in_path(path: Path) -> Iterator[Package]:
    """All packages in a file or folder, each known by its file's name or taken as what it is.

    Raises:
        ModelError: if there is none, or if a file of a known name is not what it must be; packages
            before that one have been given.

    """
    _exists(path)
    if path.is_file() or inspecting.holds_package(path):
        found: Sequence[Path] = [path]
    else:
        found = [child for child in sorted(path.iterdir()) if _may_be_package(child)]
    if not found:
        raise ModelError(
            "no-package", f"{path} holds no package: no *.argosmodel, *.zip, *.whl, no model."
        )
    done: set[str] = set()
    for one in found:
        model = by_file_name(one.name) if one.is_file() else None
        if model is None:
            yield _archives((one,), None) if one.is_file() else Package((one,), source=str(one))
        elif model.id not in done:
            done.add(model.id)
            yield from_path(model, one)


def _archives(paths: tuple[Path, ...], model: KnownModel | None, checks: bool = False) -> Package:
    files = model.files if model is not None and checks else ()
    checksums = (
        {path.name: fetching.compare(path, file) for path, file in zip(paths, files, strict=True)}
        if files
        else {path.name: fetching.sha256_of(path) for path in paths}
    )
    return Package(
        paths,
        source=str(paths[0].parent),
        expected=model,
        checksums=checksums,
        pinned=bool(files) and _all_pinned(file.sha256 for file in files),
    )


def _all_pinned(checksums: Iterable[str | None]) -> bool:
    return all(checksum is not None for checksum in checksums)


def _may_be_package(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    if path.is_dir():
        return inspecting.holds_package(path)
    return path.suffix in _ARCHIVES


def _exists(path: Path) -> None:
    if not path.exists():
        raise ModelError("no-such-file", f"{path} does not exist.")
