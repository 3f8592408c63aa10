"""What processes cost: memory and processor time, read from Linux's ``/proc``."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_RESERVED = (8000, 5005, 5055)
"""The default ports of Madoguchi: one that runs on them is not to be disturbed."""


def family(pid: int) -> tuple[int, ...]:
    """A process and all that descends from it; empty where it has ended."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid] if _stat(pid) else []
    for each in found:
        found.extend(parents.get(each, ()))
    return tuple(found)


def memory_mb(pids: Iterable[int]) -> float:
    """Proportional set size in MB (10^6 bytes): what is shared by n processes counts as 1/n each.

    That is the resident memory that would come free if these processes ended. A process that has
    ended counts nothing.
    """
    kib = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kib += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib * 1024 / 1e6


def processor_seconds(pids: Iterable[int]) -> float:
    """Time on any core, in user and in kernel mode, since each process began."""
    ticks = 0
    for pid in pids:
        fields = _stat(pid)
        if fields:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def free_ports(count: int) -> tuple[int, ...]:
    """Ports of the loopback interface that nobody listens on, all different."""
    probes: list[socket.socket] = []
    try:
        while len(probes) < count:
            probe = socket.socket()
            probe.bind(("127.0.0.1", 0))
            if probe.getsockname()[1] in _RESERVED:
                probe.close()
                continue
            probes.append(probe)
        return tuple(int(probe.getsockname()[1]) for probe in probes)
    finally:
        for probe in probes:
            probe.close()


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the third on (state, parent, ...)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()  # the name, in brackets, may hold spaces
