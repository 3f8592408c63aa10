"""The whole of Madoguchi on one machine: Rasa, action server, gateway, LINE and curation."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import httpx
from rich.console import Console
from sqlalchemy import make_url

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.errors import MadoguchiError
from madoguchi.running import model, slots
from madoguchi.running.supervisor import Child, Supervisor
from madoguchi.settings import ROOT, Settings
from madoguchi.storage import database
from madoguchi.voice.recognition import recognisers

READY_SECONDS = 300.0

_ONE_THREAD_EACH = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""For the models of the search: threads of BLAS and OpenMP wait for each other in busy loops, and
beside other processes that made a search take 75 to 225 ms on two cores instead of 30."""


class StartError(MadoguchiError):
    """The processes could not be started; the message says what to do."""


def children(settings: Settings, workers: int = 1) -> tuple[Child, ...]:
    """The processes to keep running, in the order in which they start.

    Rasa starts with the model that is live at that moment: another may have been promoted since.
    """
    logs = settings.data_dir / "logs"
    ours = {
        "PROMETHEUS_MULTIPROC_DIR": str(settings.data_dir / "metrics"),
        **_ONE_THREAD_EACH,
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SANIC_HOST": "127.0.0.1",
        "MADOGUCHI_DATA_DIR": str(settings.data_dir),
        "MADOGUCHI_PORT": str(settings.port),
        "MADOGUCHI_BOT_PORT": str(settings.bot_port),
        "MADOGUCHI_ACTIONS_PORT": str(settings.actions_port),
        **({"MADOGUCHI_WARD": settings.ward} if settings.ward else {}),
    }

    def rasa() -> list[str]:
        live = slots.model_file(settings, slots.read(settings, "live") or model.fingerprint())
        return [
            str(model.BOT_PYTHON), "-m", "rasa", "run",
            "--model", str(live), "--interface", "127.0.0.1", "--port", str(settings.bot_port),
            "--credentials", "credentials.yml", "--endpoints", "endpoints.yml", "--quiet",
        ]  # fmt: skip

    actions = [sys.executable, "-m", "actions.server"]
    gateway = [
        sys.executable, "-m", "uvicorn", "channels.gateway:create_app", "--factory",
        "--host", settings.host, "--port", str(settings.port), "--no-access-log",
        "--workers", str(workers), "--timeout-graceful-shutdown", "10", "--no-server-header",
        "--ws", "websockets-sansio", "--ws-max-size", str(2**20),
    ]  # fmt: skip
    line = [sys.executable, "-m", "channels.line.worker"]
    curation = [sys.executable, "-m", "madoguchi.curation.worker"]
    return (
        Child("rasa", rasa, model.bot_environment(settings), ROOT, logs / "rasa.log"),
        Child("actions", actions, ours, ROOT, logs / "actions.log"),
        Child("gateway", gateway, ours, ROOT, logs / "gateway.log"),
        *([Child("line", line, ours, ROOT, logs / "line.log")] if settings.line.is_used else ()),
        Child("curation", curation, ours, ROOT, logs / "curation.log"),
    )


def require_free_ports(settings: Settings) -> None:
    """Check that nothing else listens on our ports.

    Raises:
        StartError: naming the first taken port and the setting that changes it.

    """
    for name, port in (
        ("MADOGUCHI_PORT (or --port)", settings.port),
        ("MADOGUCHI_BOT_PORT", settings.bot_port),
        ("MADOGUCHI_ACTIONS_PORT", settings.actions_port),
    ):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise StartError("port-taken", f"Port {port} is in use. Set {name} to a free port.")


def require_shared_databases(settings: Settings, workers: int) -> None:
    """Check that several gateway processes have databases that take several writers.

    Raises:
        StartError: naming the settings that still mean SQLite.

    """
    alone = [
        name
        for name, url in (
            ("MADOGUCHI_DATABASE_URL", settings.resolved_database_url),
            ("MADOGUCHI_WORKFLOW_DATABASE_URL", settings.resolved_workflow_database_url),
        )
        if make_url(url).get_backend_name() == "sqlite"
    ]
    if workers > 1 and alone:
        raise StartError(
            "one-writer",
            f"--workers {workers} needs PostgreSQL. Set {' and '.join(alone)}, or use one worker.",
        )


def up(settings: Settings, console: Console, workers: int = 1, *, unpromoted: bool = False) -> None:
    """Train if need be, migrate, start everything, wait until ready, run until Ctrl-C or SIGTERM.

    ``unpromoted``: run the model of the present content, though another one is live.

    Raises:
        StartError: if a port is taken, several workers would share SQLite, or the parts do not
            become ready.
        NotFoundError: if the configured ward is none of the 23.
        TrainingError: if Rasa cannot train.

    """
    if settings.ward is not None:
        catalogue().ward(settings.ward)
    require_shared_databases(settings, workers)
    require_free_ports(settings)
    choose_model(settings, console, unpromoted=unpromoted)
    database.upgrade(settings.resolved_database_url)
    prepare_search(settings, console)
    # Each process keeps its counts in a file there; those of the last run are no longer true.
    shutil.rmtree(settings.data_dir / "metrics", ignore_errors=True)
    (settings.data_dir / "metrics").mkdir(parents=True)
    supervisor = Supervisor(children(settings, workers))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.request_stop())
    supervisor.start()
    try:
        with console.status("Starting Rasa, the action server and the gateway ..."):
            wait_until_ready(settings, supervisor, lambda: supervisor.stopping)
        if not supervisor.stopping:
            base = settings.gateway_url
            console.print(f"Ready.  Portal: {base}/   API: {base}/docs   Health: {base}/readyz")
            console.print(heard_languages())
            console.print(f"Logs: {settings.data_dir / 'logs'}   Stop with Ctrl-C.")
        supervisor.run()
    finally:
        console.print("Stopping ...")
        supervisor.stop()


def heard_languages() -> str:
    """Which languages can be spoken to the assistant, or what to do for the first one."""
    heard = recognisers.available()
    if not heard:
        return "Voice is off: no model hears any language. Next: ./mado models fetch whisper-base"
    engines = sorted(set(heard.values()))
    by_engine = (
        f"{', '.join(tag for tag in heard if heard[tag] == engine)} ({engine})"
        for engine in engines
    )
    return f"Voice: {'; '.join(by_engine)}"


def choose_model(settings: Settings, console: Console, *, unpromoted: bool) -> None:
    """Have a model in the slot ``live`` that fits this release, trained now if there is none.

    A promoted model goes on being live when only ``nlu_data/nlu`` has changed, for what was added
    there has not been evaluated yet. See docs/adr/0013.

    Raises:
        TrainingError: if Rasa cannot train.

    """
    live = slots.read(settings, "live")
    present = model.fingerprint()
    if live is not None and live != present and not unpromoted:
        if slots.fits(settings, live):
            console.print(
                f"nlu_data/nlu has changed since the model {live} became live, which goes on. "
                "Next: ./mado train --candidate, evaluate --candidate, promote; "
                "or ./mado up --unpromoted."
            )
            return
        console.print(f"The live model {live} was made for another release: a new one is needed.")
    model.train(settings, console)
    if live != present:
        slots.write(settings, "previous", live)
        slots.write(settings, "live", present)


def prepare_search(settings: Settings, console: Console) -> None:
    """Have the search's vectors made and cached once, in a process that gives its memory back."""
    with console.status("Preparing the search over the catalogue ..."):
        done = subprocess.run(
            [sys.executable, "-m", "madoguchi", "catalogue", "index"],
            cwd=ROOT,
            env={**_ONE_THREAD_EACH, **os.environ, "MADOGUCHI_DATA_DIR": str(settings.data_dir)},
            capture_output=True,
            text=True,
        )
    if done.returncode != 0:
        raise StartError("no-search", f"The search could not be prepared:\n{done.stderr[-1000:]}")


def wait_until_ready(
    settings: Settings, supervisor: Supervisor, cancelled: Callable[[], bool]
) -> None:
    """Wait until ``/readyz`` is true, restarting what dies meanwhile.

    Raises:
        StartError: after ``READY_SECONDS``.

    """
    deadline = time.monotonic() + READY_SECONDS
    url = f"{settings.gateway_url}/readyz"
    while not cancelled():
        try:
            if httpx.get(url, timeout=5.0).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        if time.monotonic() > deadline:
            raise StartError(
                "not-ready",
                f"The parts were not ready after {READY_SECONDS:.0f} s. "
                f"See {settings.data_dir / 'logs'}.",
            )
        supervisor.check(time.monotonic())
        time.sleep(0.3)
