"""Each worker of the gateway is an executor of its own, and no executor's work is left lying."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from madoguchi.settings import ROOT
from tests.channels.rasa_peer import eventually

# A worker of the gateway in small. Its one workflow notes who works on it, waits while the file
# ``hold`` is there, and notes its end.
_WORKER = """
import asyncio, sys
from pathlib import Path
from dbos import DBOS
from channels import durable
from madoguchi.settings import Settings

folder = Path(sys.argv[1])

@DBOS.step()
async def note(what):
    with (folder / "notes.txt").open("a") as file:
        file.write(f"{what}\\n")

@DBOS.workflow()
async def work(name):
    await note(f"{name} begun")
    while (folder / "hold").exists():
        await asyncio.sleep(0.02)
    await note(f"{name} done")

async def main():
    await durable.launch(Settings(data_dir=folder))
    for name in sys.argv[2:]:
        await DBOS.start_workflow_async(work, name)
    print(DBOS.executor_id, flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    durable.stop()

asyncio.run(main())
"""


@contextmanager
def worker(folder: Path, *work: str) -> Iterator[str]:
    """A running worker that has begun this work; its executor id. At the end it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(folder), *work],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def notes(folder: Path) -> list[str]:
    path = folder / "notes.txt"
    return path.read_text().splitlines() if path.exists() else []


def test_workers_at_the_same_time_have_ids_of_their_own(tmp_path: Path) -> None:
    with worker(tmp_path) as first, worker(tmp_path) as second:
        assert (first, second) == ("gateway-0", "gateway-1")
    with worker(tmp_path) as again:
        assert again == "gateway-0"


def test_a_restarted_worker_takes_up_its_own_work_and_not_that_of_another(tmp_path: Path) -> None:
    (tmp_path / "hold").touch()
    with worker(tmp_path, "other") as other:
        with worker(tmp_path, "own") as own:
            eventually(lambda: sorted(notes(tmp_path)) == ["other begun", "own begun"])
        with worker(tmp_path) as restarted:
            assert (other, restarted) == ("gateway-0", own)
            (tmp_path / "hold").unlink()
            eventually(lambda: {"other done", "own done"} <= set(notes(tmp_path)))
    # Each step ran once: nobody worked on what was in another's hands.
    assert sorted(notes(tmp_path)) == ["other begun", "other done", "own begun", "own done"]


def test_work_of_a_worker_that_is_not_started_again_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "hold").touch()
    with worker(tmp_path, "first") as first, worker(tmp_path, "second") as second:
        assert (first, second) == ("gateway-0", "gateway-1")
        eventually(lambda: sorted(notes(tmp_path)) == ["first begun", "second begun"])
    (tmp_path / "hold").unlink()
    with worker(tmp_path):
        eventually(lambda: {"first done", "second done"} <= set(notes(tmp_path)))
    assert len(notes(tmp_path)) == 4
