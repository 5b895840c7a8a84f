"""The product as `goldenthread serve` serves it, in processes of its own, and how much memory they have come to."""

import contextlib
import http.client
import os
import socket
import subprocess
import time
from pathlib import Path

from tests.bench.place import CLI

WAIT_SECONDS = 60


def free_port() -> int:
    """A port on this machine that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def serving(*options):
    """(host, port, process number) of the product while it is served; stopped afterwards."""
    port = free_port()
    process = subprocess.Popen([*CLI, "serve", "--port", str(port), *options], env=dict(os.environ))
    try:
        _wait(port, process)
        yield "127.0.0.1", port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(port, process):
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The product stopped by itself ({process.returncode})")
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/alive")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("The product does not answer")


def family(pid) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            found += family(int(child))
    return found


def memory(pid, what="VmHWM") -> float:
    """Megabytes of one process: at its highest (VmHWM) or now (VmRSS)."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) / 1024
    return 0.0


def own_memory(pid) -> float:
    """Megabytes that are one process's alone now: without what it shares, such as the database's buffers."""
    with contextlib.suppress(OSError):
        kilobytes = 0
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Clean:", "Private_Dirty:")):
                kilobytes += int(line.split()[1])
        return kilobytes / 1024
    return 0.0
