"""Whether installed packages are still what was installed, and work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from madoguchi.models import fetching, records, trial
from madoguchi.models.errors import ModelError
from madoguchi.models.installed import InstalledModel, installed


@dataclass(frozen=True)
class Verdict:
    """``troubles`` is empty where all is well. ``checksums``: whether there were any to compare."""

    id: str
    folder: Path
    checksums: bool
    troubles: tuple[str, ...]


def verify(models_dir: Path) -> list[Verdict]:
    """A verdict for each package that is there, and for each recorded one that is gone.

    Raises:
        ModelError: if ``installed.json`` cannot be read.

    """
    present = installed(models_dir)
    verdicts = [_verdict(model) for model in present]
    there = {(model.kind, model.name) for model in present}
    for key, record in records.read(models_dir).items():
        if key not in there:
            folder = models_dir / record.kind / record.name
            what = "files without which it is no model are missing" if folder.exists() else "gone"
            verdicts.append(Verdict(record.id, folder, True, (what,)))
    return verdicts


def _verdict(model: InstalledModel) -> Verdict:
    troubles = _differences(model)
    if not troubles:
        try:
            trial.run(model.kind, model.folder)
        except ModelError as error:
            troubles = [error.message]
    return Verdict(model.id, model.folder, model.record is not None, tuple(troubles))


def _differences(model: InstalledModel) -> list[str]:
    if model.record is None:
        return []
    troubles = []
    for name, was in model.record.files.items():
        path = model.folder / name
        if not path.is_file():
            troubles.append(f"{name} is missing")
        elif path.stat().st_size != was.size or fetching.sha256_of(path) != was.sha256:
            troubles.append(f"{name} has changed")
    added = {
        path.relative_to(model.folder).as_posix()
        for path in model.folder.rglob("*")
        if path.is_file()
    } - model.record.files.keys()
    return troubles + [f"{name} was not there" for name in sorted(added)]
