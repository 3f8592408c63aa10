"""Content files: what is read, and how errors name file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from madoguchi.catalogue.yaml_file import MAX_BYTES, YamlFile
from madoguchi.errors import CatalogueError


class Sample(BaseModel):
    name: str
    sizes: list[int]


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "sample.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        YamlFile(path)
    return caught.value


def test_a_file_becomes_a_model(tmp_path: Path) -> None:
    file = YamlFile(written(tmp_path, "name: 椅子\nsizes: [1, 2]\n"))
    assert file.validate(Sample) == Sample(name="椅子", sizes=[1, 2])


def test_every_wrong_field_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "name: [1]\nsizes:\n  - 1\n  - many\n")
    with pytest.raises(CatalogueError) as caught:
        YamlFile(path).validate(Sample)
    first, second = caught.value.message.splitlines()
    assert first.startswith(f"{path}:1: name: ")
    assert second.startswith(f"{path}:4: sizes.1: ")


def test_a_missing_field_is_named_at_its_parent(tmp_path: Path) -> None:
    path = written(tmp_path, "# a comment\nname: 椅子\n")
    with pytest.raises(CatalogueError, match=r":1: sizes: "):
        YamlFile(path).validate(Sample)


def test_a_key_that_stands_twice_is_an_error_on_its_second_line(tmp_path: Path) -> None:
    path = written(tmp_path, "name: a\nsizes: []\nname: b\n")
    assert refused(path).message == f"{path}:3: the key 'name' stands twice"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("name: [", "broken-yaml"),
        ("- a\n- b\n", "broken-yaml"),
        ("", "broken-yaml"),
        ("name: !!python/object/apply:os.system [ls]\n", "broken-yaml"),
        ("名前".encode("cp932"), "not-utf-8"),
        ("#" * (MAX_BYTES + 1), "file-too-large"),
    ],
)
def test_what_is_no_content_file_is_refused(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    path = written(tmp_path, content)
    error = refused(path)
    assert error.code == code
    assert error.message.startswith(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.yml").code == "unreadable-file"
