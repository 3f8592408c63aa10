"""``./mado submissions`` as the back office types it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from madoguchi.cli import app
from madoguchi.errors import ConflictError, InvalidValueError, MadoguchiError, NotFoundError
from madoguchi.forms import attachments
from madoguchi.forms.draft import Draft
from madoguchi.forms.values.files import File
from madoguchi.storage.database import transaction
from madoguchi.submissions import submission
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clean_database")


def mado(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["submissions", *arguments])


def submitted(draft_id: str, days: int = 0, ward: str = "shibuya") -> str:
    with transaction() as session:
        return submission.submit(
            session, draft_id=draft_id, conversation_id="c", procedure="moving-out", ward=ward,
            values={"name": "=佐藤"}, rows=[{"field": "name", "label": "お名前", "value": "=佐藤"}],
            now=NOW + timedelta(days=days),
        ).receipt_number  # fmt: skip


def exported(*arguments: str) -> list[str]:
    result = mado("export", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line)["receipt_number"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2026-11-23", ["a", "b", "c"]),
        ("2026-11-24", ["b", "c"]),
        ("2026-11-24T10:00:00+09:00", ["b", "c"]),
        ("2026-11-24T10:00:01", ["c"]),
        ("2026-11-24T01:00:01Z", ["c"]),
        ("令和8年11月25日", ["c"]),
        ("2026-11-26", []),
    ],
)
def test_export_since_a_day_or_a_moment_in_japan(since: str, found: list[str]) -> None:
    numbers = {name: submitted(name, days) for name, days in (("a", -1), ("b", 0), ("c", 1))}
    assert exported("--since", since) == [numbers[name] for name in found]


def test_export_of_one_ward_or_procedure() -> None:
    submitted("a")
    nerima = submitted("b", ward="nerima")
    assert exported("--since", "2026-01-01", "--ward", "nerima") == [nerima]
    assert exported("--since", "2026-01-01", "--procedure", "bulky-waste") == []


def with_photo(draft_id: str, content: bytes) -> str:
    number = submitted(draft_id)
    file = File("穴.jpg", "image/jpeg", content)
    with transaction() as session:
        kept = attachments.keep(
            session, conversation_id="c", field="photo", file=file, now=NOW
        )  # fmt: skip
        draft = Draft(procedure="moving-out", ward="shibuya", values={"photo": kept.as_value()})
        attachments.hand_over(session, draft, number)
    return number


def test_attachments_are_written_beside_the_export_and_named_in_it(tmp_path: Path) -> None:
    first, second = with_photo("a", b"one"), with_photo("b", b"two")
    folder = tmp_path / "new" / "files"
    result = mado("export", "--since", "2026-01-01", "--files", str(folder))
    assert result.exit_code == 0, result.output
    named = [json.loads(line)["files"]["photo"] for line in result.stdout.splitlines()]
    assert named == [f"{first}_photo.jpg", f"{second}_photo.jpg"]
    assert [(folder / name).read_bytes() for name in named] == [b"one", b"two"]
    assert {(folder / name).stat().st_mode & 0o777 for name in named} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_no_file_is_overwritten_and_none_is_written_twice(tmp_path: Path) -> None:
    number = with_photo("a", b"one")
    (tmp_path / f"{number}_photo.jpg").write_bytes(b"the ward's own")
    for _ in range(2):
        result = mado("export", "--since", "2026-01-01", "--files", str(tmp_path))
        assert json.loads(result.stdout)["files"] == {"photo": f"{number}_photo_2.jpg"}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*_photo*")} == {
        f"{number}_photo.jpg": b"the ward's own",
        f"{number}_photo_2.jpg": b"one",
    }


def test_without_a_folder_no_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_photo("a", b"one")
    monkeypatch.chdir(tmp_path)
    assert json.loads(mado("export", "--since", "2026-01-01").stdout)["files"] == {}
    assert list(tmp_path.glob("*.jpg")) == []


def test_export_as_csv_with_the_formula_made_harmless() -> None:
    number = submitted("a")
    result = mado("export", "--since", "2026-01-01", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    assert (row["receipt_number"], row["value"]) == (number, "'=佐藤")
    assert "1 submissions" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("export", "--since", "2026-01-01", "--format", "xlsx"), InvalidValueError),
        (("export", "--since", "いつか"), InvalidValueError),
        (("export", "--since", "2026-02-30"), InvalidValueError),
        (("set-status", "7K4M", "completed"), InvalidValueError),
        (("set-status", "0000-0000-0098", "completed"), NotFoundError),
    ],
)
def test_what_cannot_be_done_is_an_expected_error(
    arguments: tuple[str, ...], error: type[MadoguchiError]
) -> None:
    result = mado(*arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, error)


def test_set_status_is_seen_in_the_export() -> None:
    number = submitted("a")
    result = mado("set-status", number.lower(), "needs_resident", "--note", "お電話ください。")
    assert (result.exit_code, result.stdout) == (0, f"{number}: needs_resident\n")
    (line,) = mado("export", "--since", "2026-01-01").stdout.splitlines()
    assert json.loads(line)["status"] == "needs_resident"
    assert json.loads(line)["note"] == "お電話ください。"


def test_a_closed_submission_cannot_be_reopened() -> None:
    number = submitted("a")
    mado("set-status", number, "completed")
    assert isinstance(mado("set-status", number, "in_review").exception, ConflictError)


def test_an_unknown_status_names_the_known_ones() -> None:
    result = mado("set-status", submitted("a"), "finished")
    assert result.exit_code == 2
    assert "needs_resident" in result.stderr


def test_it_works_on_a_machine_without_a_database(
    clean_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in clean_database.parent.glob("madoguchi.db*"):
        file.unlink()
    from madoguchi.storage import database

    database.engine.cache_clear()
    assert exported("--since", "2026-01-01") == []
