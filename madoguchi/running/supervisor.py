"""Starts child processes, restarts those that die, and stops all of them together."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger()

FIRST_BACKOFF_SECONDS = 0.5
LONGEST_BACKOFF_SECONDS = 30.0
STABLE_SECONDS = 60.0
"""A child that ran this long starts over with the first back-off."""
STOP_SECONDS = 15.0


@dataclass
class Child:
    """A process to keep running. Its output goes to ``log_file``.

    A command that is a function is asked for anew at every start.
    """

    name: str
    command: Sequence[str] | Callable[[], Sequence[str]]
    environment: Mapping[str, str]
    folder: Path
    log_file: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = 0
    backoff: float = FIRST_BACKOFF_SECONDS
    due_at: float = field(default=0.0)

    @property
    def arguments(self) -> Sequence[str]:
        """What to run now."""
        return self.command() if callable(self.command) else self.command


class Supervisor:
    """Keeps children running until it is stopped."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = tuple(children)
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start all children."""
        for child in self._children:
            self._launch(child)

    def run(self) -> None:
        """Watch the children until :meth:`stop` is called."""
        while not self._stopping.wait(0.2):
            self.check(time.monotonic())

    def check(self, now: float) -> None:
        """Restart what has died and is due; ``now`` is in seconds of the monotonic clock."""
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                if now - child.started_at >= STABLE_SECONDS:
                    child.backoff = FIRST_BACKOFF_SECONDS
                log.warning(
                    "child_died",
                    child=child.name,
                    status=child.process.returncode,
                    restart_in_seconds=child.backoff,
                )
                # Its own workers go with it, or they would keep the port that it needs.
                _signal(child.process, signal.SIGKILL)
                child.process = None
                child.due_at = now + child.backoff
                child.backoff = min(child.backoff * 2, LONGEST_BACKOFF_SECONDS)
            if child.process is None and now >= child.due_at:
                child.restarts += 1
                self._launch(child)

    @property
    def stopping(self) -> bool:
        """Whether a stop was requested."""
        return self._stopping.is_set()

    def request_stop(self) -> None:
        """Make :meth:`run` return; safe in a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """Ask all children to end, the last started first; kill what has not ended in time."""
        self._stopping.set()
        running = [child.process for child in reversed(self._children) if child.process]
        for process in running:
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            _signal(process, signal.SIGKILL)  # what is left of it and of its workers
            process.wait()

    def pids(self) -> dict[str, int]:
        """The process ids of the running children by name."""
        return {child.name: child.process.pid for child in self._children if child.process}

    def _launch(self, child: Child) -> None:
        child.log_file.parent.mkdir(parents=True, exist_ok=True)
        with child.log_file.open("ab") as output:
            # A session of its own: Ctrl-C reaches the supervisor alone, which stops the children
            # in order, and a child's own workers end with it.
            child.process = subprocess.Popen(  # noqa: S603 - our own commands
                [*_end_with_parent(), *child.arguments],
                cwd=child.folder,
                env=dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child.started_at = time.monotonic()
        log.info("child_started", child=child.name, pid=child.process.pid, restarts=child.restarts)


def _end_with_parent() -> list[str]:
    """What makes Linux end a child whose supervisor was killed and could not stop it."""
    setpriv = shutil.which("setpriv")  # util-linux, on every Debian; elsewhere done without
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
