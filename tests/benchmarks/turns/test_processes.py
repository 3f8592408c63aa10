from __future__ import annotations

import mmap
import os
import socket
import subprocess
import sys

import pytest

from benchmarks.turns.processes import family, free_ports, memory_mb, processor_seconds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_family_is_a_process_and_what_it_started() -> None:
    process = subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo started; wait"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process, process.stdout as output:
        assert output.readline() == b"started\n"
        both = family(process.pid)
        assert both[0] == process.pid
        assert len(both) == 2
        for pid in reversed(both):
            os.kill(pid, 9)
    assert family(process.pid) == ()


def test_memory_and_processor_time_are_of_the_process() -> None:
    own = (os.getpid(),)
    # Not a bytearray: what that gives back the allocator of a long-lived process may keep.
    held = mmap.mmap(-1, 30_000_000)
    held.write(os.urandom(30_000_000))
    with_it = memory_mb(own)
    held.close()
    assert with_it - memory_mb(own) > 25
    before = processor_seconds(own)
    sum(number * number for number in range(2_000_000))
    assert 0.02 <= processor_seconds(own) - before < 5


def test_a_process_that_has_ended_costs_nothing() -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    assert memory_mb((process.pid,)) == 0
    assert processor_seconds((process.pid,)) == 0


def test_free_ports_are_different_and_free() -> None:
    ports = free_ports(4)
    assert len(set(ports)) == 4
    for port in ports:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
