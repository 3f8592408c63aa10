"""The catalogue: every procedure, ward, override and checklist, loaded, merged and ready to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import ValidationError

from madoguchi.catalogue.life_event import Checklist
from madoguchi.catalogue.other_matter import OtherMatter
from madoguchi.catalogue.override import MergeError, Origin, Override, merge
from madoguchi.catalogue.override import Path as FieldPath
from madoguchi.catalogue.procedure import Procedure
from madoguchi.catalogue.questions import Questions
from madoguchi.catalogue.ward import Ward
from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.errors import CatalogueError, NotFoundError
from madoguchi.settings import settings


@dataclass(frozen=True)
class WardProcedure:
    """A procedure as it is in one ward (``ward`` None: as common to all), with its provenance."""

    procedure: Procedure
    ward: Ward | None
    override: Override | None = None
    changed: frozenset[FieldPath] = frozenset()

    def origin(self, *path: str) -> Origin:
        """Whether the value at the path came from the common definition or from the ward."""
        for changed in self.changed:
            shared = min(len(changed), len(path))
            if changed[:shared] == path[:shared]:
                return "ward"
        return "common"


@dataclass(frozen=True)
class Catalogue:
    """All content, immutable; a changed catalogue is a new object."""

    procedures: Mapping[str, Procedure]
    wards: Mapping[str, Ward]
    overrides: Mapping[tuple[str, str], Override]
    checklists: Mapping[str, Checklist]
    other_matters: Mapping[str, OtherMatter]
    foreign_questions: Mapping[str, tuple[str, ...]]
    """Questions in all other languages, by procedure."""
    reviewed_questions: Mapping[str, tuple[str, ...]]
    """Questions of residents that a reviewer has added, in any language, by procedure."""
    merged: Mapping[tuple[str, str], WardProcedure]

    def procedure(self, procedure_id: str, ward_id: str | None = None) -> WardProcedure:
        """A procedure as it is in a ward, or as common to all when no ward is given.

        Raises:
            NotFoundError: for an unknown procedure or ward.

        """
        ward = None if ward_id is None else self.ward(ward_id)
        try:
            common = self.procedures[procedure_id]
        except KeyError:
            raise NotFoundError(
                "unknown-procedure", f"手続「{procedure_id}」は見つかりません。"
            ) from None
        if ward is None:
            return WardProcedure(common, None)
        return self.merged.get((ward.id, procedure_id)) or WardProcedure(common, ward)

    def ward(self, ward_id: str) -> Ward:
        """A ward by its id.

        Raises:
            NotFoundError: for an unknown ward.

        """
        try:
            return self.wards[ward_id]
        except KeyError:
            raise NotFoundError(
                "unknown-ward",
                f"区「{ward_id}」は見つかりません。shibuya など、東京23区のIDを指定してください。",
            ) from None

    @cached_property
    def procedures_by_name(self) -> Mapping[str, str]:
        """Procedure ids by their official name."""
        return {procedure.names.official: id_ for id_, procedure in self.procedures.items()}


def load(folder: Path) -> Catalogue:
    """Read and validate the whole catalogue.

    Raises:
        CatalogueError: naming every broken file with line and field, one a line.

    """
    problems: list[str] = []
    procedures: dict[str, Procedure] = {}
    sources: dict[str, YamlFile] = {}
    for path in sorted((folder / "procedures").glob("*.yml")):
        try:
            file = YamlFile(path)
            procedure = file.validate(Procedure)
            _require_id(file, procedure.id)
            procedures[procedure.id] = procedure
            sources[procedure.id] = file
        except CatalogueError as error:
            problems.append(error.message)
    wards: dict[str, Ward] = {}
    for path in sorted((folder / "wards").glob("*.yml")):
        try:
            file = YamlFile(path)
            ward = file.validate(Ward)
            _require_id(file, ward.id)
            wards[ward.id] = ward
        except CatalogueError as error:
            problems.append(error.message)
    checklists: dict[str, Checklist] = {}
    for path in sorted((folder / "life_events").glob("*.yml")):
        try:
            file = YamlFile(path)
            checklist = file.validate(Checklist)
            _require_id(file, checklist.id)
            checklists[checklist.id] = checklist
        except CatalogueError as error:
            problems.append(error.message)
    other_matters: dict[str, OtherMatter] = {}
    for path in sorted((folder / "other_matters").glob("*.yml")):
        try:
            file = YamlFile(path)
            matter = file.validate(OtherMatter)
            _require_id(file, matter.id)
            other_matters[matter.id] = matter
        except CatalogueError as error:
            problems.append(error.message)
    foreign_questions, reviewed_questions = (
        _read_questions(questions, procedures, problems)
        for questions in (folder / "questions", folder / "questions" / "reviewed")
    )
    overrides: dict[tuple[str, str], Override] = {}
    merged: dict[tuple[str, str], WardProcedure] = {}
    for path in sorted((folder / "wards" / "overrides").glob("*/*.yml")):
        key = (path.parent.name, path.stem)
        try:
            file = YamlFile(path)
            override = file.validate(Override)
            overrides[key] = override
            merged[key] = _apply(file, override, key, sources, wards)
        except CatalogueError as error:
            problems.append(error.message)
    if problems:
        raise CatalogueError("invalid-catalogue", "\n".join(problems))
    if not procedures or not wards:
        raise CatalogueError("empty-catalogue", f"{folder}: no procedures or no wards found")
    return Catalogue(
        procedures,
        wards,
        overrides,
        checklists,
        other_matters,
        foreign_questions,
        reviewed_questions,
        merged,
    )


def _read_questions(
    folder: Path, procedures: Mapping[str, Procedure], problems: list[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            file = YamlFile(path)
            for id_, asked in file.validate(Questions).root.items():
                if id_ not in procedures:
                    problems.append(f"{file.where((id_,))}: there is no procedure {id_!r}")
                found[id_] = found.get(id_, ()) + asked
        except CatalogueError as error:
            problems.append(error.message)
    return found


def _require_id(file: YamlFile, id_: str) -> None:
    if id_ != file.path.stem:
        raise CatalogueError(
            "wrong-id", f"{file.where(('id',))}: must be {file.path.stem!r}, as the file is named"
        )


def _apply(
    file: YamlFile,
    override: Override,
    key: tuple[str, str],
    sources: Mapping[str, YamlFile],
    wards: Mapping[str, Ward],
) -> WardProcedure:
    ward_id, procedure_id = key
    if ward_id not in wards:
        raise CatalogueError("unknown-ward", f"{file.path}:1: there is no ward {ward_id!r}")
    if procedure_id not in sources:
        raise CatalogueError(
            "unknown-procedure", f"{file.path}:1: there is no procedure {procedure_id!r}"
        )
    try:
        data, changed = merge(sources[procedure_id].data, override.change)
    except MergeError as error:
        raise CatalogueError(
            "contradictory-override", f"{file.where(('change', *error.path))}: {error.problem}"
        ) from error
    # The ward's page and date stand for its own facts.
    data = {**data, "verified_on": override.verified_on, "official_page": str(override.source)}
    try:
        procedure = Procedure.model_validate(data)
    except ValidationError as error:
        details = "\n".join(
            f"{file.where(('change', *problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        )
        raise CatalogueError("invalid-override", details) from error
    changed |= {("verified_on",), ("official_page",)}
    return WardProcedure(procedure, wards[ward_id], override, changed)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue of this process, loaded once from the configured folder."""
    return load(settings().catalogue_dir)
