"""The supervisor over real processes: what dies comes back, later each time; a stop ends all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from madoguchi.running import supervisor as module
from madoguchi.running.supervisor import (
    FIRST_BACKOFF_SECONDS,
    LONGEST_BACKOFF_SECONDS,
    STABLE_SECONDS,
    Child,
    Supervisor,
)
from madoguchi.settings import ROOT

SLEEP = "import time; print('started', flush=True); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
WITH_A_WORKER = (
    "import subprocess, sys; "
    "worker = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    f"print('worker', worker.pid, flush=True); {SLEEP}"
)

MakeChild = Callable[..., Child]


@pytest.fixture
def child(tmp_path: Path) -> MakeChild:
    """Makes a child that runs a line of Python."""

    def make(name: str = "child", code: str = SLEEP) -> Child:
        log = tmp_path / "logs" / f"{name}.log"
        return Child(name, [sys.executable, "-c", code], dict(os.environ), tmp_path, log)

    return make


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    """Starts children under a supervisor; whatever happens, they end with the test."""
    started: list[Supervisor] = []

    def start(*children: Child) -> Supervisor:
        made = Supervisor(children)
        started.append(made)
        made.start()
        return made

    yield start
    for made in started:
        made.stop()


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)


def kill(child: Child) -> int:
    """kill -9; returns the process id."""
    assert child.process is not None
    child.process.send_signal(signal.SIGKILL)
    child.process.wait(10)
    return child.process.pid


def die(running: Supervisor, child: Child, now: float) -> None:
    """Kill the child, and let the supervisor see it at ``now``."""
    kill(child)
    running.check(now)


def test_children_run_and_write_their_log(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    one, two = child("one"), child("two")
    running = supervise(one, two)
    assert set(running.pids()) == {"one", "two"}
    assert all(is_alive(pid) for pid in running.pids().values())
    eventually(lambda: one.log_file.read_text("utf-8") == "started\n")


def test_a_killed_child_comes_back_and_its_log_goes_on(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    killed, other = child("killed"), child("other")
    running = supervise(killed, other)
    eventually(lambda: killed.log_file.read_text("utf-8") == "started\n")
    untouched = running.pids()["other"]
    watching = threading.Thread(target=running.run)
    watching.start()
    old = kill(killed)
    eventually(lambda: running.pids().get("killed", old) != old)
    assert is_alive(running.pids()["killed"])
    assert running.pids()["other"] == untouched
    eventually(lambda: killed.log_file.read_text("utf-8") == "started\nstarted\n")
    assert killed.restarts == 1
    running.request_stop()
    watching.join(5)
    assert not watching.is_alive()


def test_it_waits_longer_after_each_death(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    dying = child()
    running = supervise(dying)
    now = dying.started_at
    waits = []
    for restart in range(1, 9):
        die(running, dying, now)
        waits.append(dying.due_at - now)
        running.check(dying.due_at - 0.01)
        assert dying.process is None, "not before it is due"
        now = dying.due_at
        running.check(now)
        assert dying.process is not None
        assert dying.restarts == restart
        dying.started_at = now
    assert waits == pytest.approx([0.5, 1, 2, 4, 8, 16, 30, 30])


def test_who_ran_long_enough_starts_over_with_the_first_wait(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    dying = child()
    running = supervise(dying)
    dying.backoff = LONGEST_BACKOFF_SECONDS
    now = dying.started_at + STABLE_SECONDS
    die(running, dying, now)
    assert dying.due_at == pytest.approx(now + FIRST_BACKOFF_SECONDS)


def test_a_death_and_a_start_are_logged(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    with capture_logs() as lines:
        dying = child("rasa")
        running = supervise(dying)
        first = running.pids()["rasa"]
        now = dying.started_at
        die(running, dying, now)
        running.check(now + 1)
    second = running.pids()["rasa"]
    assert [{key: line[key] for key in line if key != "log_level"} for line in lines] == [
        {"event": "child_started", "child": "rasa", "pid": first, "restarts": 0},
        {"event": "child_died", "child": "rasa", "status": -9, "restart_in_seconds": 0.5},
        {"event": "child_started", "child": "rasa", "pid": second, "restarts": 1},
    ]


def test_the_workers_of_a_killed_child_end_with_it(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    parent = child(code=WITH_A_WORKER)
    running = supervise(parent)
    eventually(lambda: "started" in parent.log_file.read_text("utf-8"))
    worker = int(parent.log_file.read_text("utf-8").split()[1])
    assert is_alive(worker)
    die(running, parent, parent.started_at)
    eventually(lambda: not is_alive(worker))


def test_stop_ends_all_children_and_their_workers(
    child: MakeChild, supervise: Callable[..., Supervisor]
) -> None:
    plain, parent = child("plain"), child("parent", WITH_A_WORKER)
    running = supervise(plain, parent)
    eventually(lambda: "started" in parent.log_file.read_text("utf-8"))
    pids = [*running.pids().values(), int(parent.log_file.read_text("utf-8").split()[1])]
    assert all(is_alive(pid) for pid in pids)
    running.stop()
    assert running.stopping
    assert not any(is_alive(pid) for pid in pids[:2])
    eventually(lambda: not is_alive(pids[2]))
    running.run()  # returns at once
    running.stop()  # and again does no harm


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_the_children_of_a_killed_supervisor_end(tmp_path: Path) -> None:
    supervise = (
        "import os, sys, time; from pathlib import Path; "
        "from madoguchi.running.supervisor import Child, Supervisor; "
        f"child = Child('child', [sys.executable, '-c', {SLEEP!r}], os.environ, "
        "Path('.'), Path(sys.argv[1])); "
        "made = Supervisor([child]); made.start(); "
        "print(made.pids()['child'], flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", supervise, str(tmp_path / "child.log")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as supervisor:
        assert supervisor.stdout is not None
        lines = iter(supervisor.stdout.readline, "")
        pid = int(next(line for line in lines if line.strip().isdigit()))
        eventually(lambda: (tmp_path / "child.log").read_text("utf-8") == "started\n")
        supervisor.kill()
    eventually(lambda: not is_alive(pid))


def test_who_does_not_listen_is_killed_when_time_is_up(
    child: MakeChild, supervise: Callable[..., Supervisor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_SECONDS", 0.3)
    deaf = child(code=DEAF)
    running = supervise(deaf)
    eventually(lambda: deaf.log_file.read_text("utf-8") == "started\n")
    pid = running.pids()["child"]
    running.stop()
    assert not is_alive(pid)
