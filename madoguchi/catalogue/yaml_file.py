"""Content files: YAML read safely, and errors that name the file, the line and the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from madoguchi.errors import CatalogueError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
MAX_BYTES = 1_000_000


class _StrictLoader(yaml.CSafeLoader):
    """Safe YAML in which a key that stands twice is an error (YAML 1.2, section 3.2.1.3)."""


def _mapping_without_duplicates(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_duplicates
)


class YamlFile:
    """One YAML file: its plain data, and the line on which each part of it stands.

    Raises:
        CatalogueError: if the file cannot be read, is no YAML, or is not a mapping.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if path.stat().st_size > MAX_BYTES:
                raise CatalogueError("file-too-large", f"{path}: larger than {MAX_BYTES} bytes")
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise CatalogueError(
                "not-utf-8", f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8"
            ) from error
        except OSError as error:
            raise CatalogueError("unreadable-file", f"{path}: {error.strerror}") from error
        try:
            self._node = yaml.compose(text, Loader=_StrictLoader)
            data = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a subclass of the safe loader
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            problem = getattr(error, "problem", None) or str(error)
            raise CatalogueError("broken-yaml", f"{path}{line}: {problem}") from error
        if not isinstance(data, dict):
            raise CatalogueError("broken-yaml", f"{path}:1: expected a mapping of keys to values")
        self.data: dict[str, Any] = data

    def line(self, location: Location) -> int:
        """The line (from 1) of the part at the location, or of its nearest parent that exists."""
        node = self._node
        line = 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            key, node = found
            line = (key or node).start_mark.line + 1
        return line

    def where(self, location: Location) -> str:
        """``file:line: field`` for an error message."""
        field = ".".join(str(step) for step in location)
        return f"{self.path}:{self.line(location)}" + (f": {field}" if field else "")

    def validate(self, model: type[Model]) -> Model:
        """The file as a model.

        Raises:
            CatalogueError: naming every wrong field with its line.

        """
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise CatalogueError("invalid-content", self.explain(error)) from error

    def explain(self, error: ValidationError) -> str:
        """One line for each problem that the validation found."""
        return "\n".join(
            f"{self.where(problem['loc'])}: {problem['msg']}" for problem in error.errors()
        )


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None
