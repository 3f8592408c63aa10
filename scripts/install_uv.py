"""Installs uv's wheel from the package index into a folder, with the standard library alone.

Debian's python3 has no pip. Usage: ``python3 scripts/install_uv.py TARGET``. The index is PyPI's
simple API, or the one in ``UV_DEFAULT_INDEX`` or ``PIP_INDEX_URL``. The wheel's SHA-256 is checked.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

INDEX = (
    os.environ.get("UV_DEFAULT_INDEX")
    or os.environ.get("PIP_INDEX_URL")
    or "https://pypi.org/simple"
)


def main(target: Path) -> None:
    """Install with pip where it is there, else from the index directly."""
    target.mkdir(parents=True, exist_ok=True)
    has_pip = (
        subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode
        == 0
    )
    if has_pip:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "uv"]
        if subprocess.run(command).returncode == 0:
            return
    request = urllib.request.Request(
        f"{INDEX.rstrip('/')}/uv/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        page = response.geturl()
        files = json.load(response)["files"]
    machine = platform.machine()
    wheels = [
        file
        for file in files
        if "manylinux" in file["filename"]
        and machine in file["filename"]
        and not file.get("yanked")
    ]
    if not wheels:
        sys.exit(f"no wheel of uv for Linux on {machine}")
    wheel = wheels[-1]
    url = urllib.parse.urljoin(page, wheel["url"])
    with urllib.request.urlopen(url, timeout=300) as response:
        content = response.read()
    if hashlib.sha256(content).hexdigest() != wheel["hashes"]["sha256"]:
        sys.exit("the downloaded wheel of uv is damaged; try again")
    binaries = target / "bin"
    binaries.mkdir(exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith("/scripts/uv"):
                path = binaries / "uv"
                path.write_bytes(archive.read(name))
                path.chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
