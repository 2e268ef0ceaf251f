"""Which ports there are: this computer's serial ports, and those of simulators that serve on it.

A simulator that serves writes `<pid>.json` into `folder()` and holds a lock on it while it lives:
{"pid": 4711, "ports": ["socket://127.0.0.1:5025", "/tmp/pump"]}. The other side of this is
host_sim/server/announce.py. For the command: a client needs no fcntl.
"""

import fcntl
import json
import os
from pathlib import Path

from serial.tools import list_ports


def found_ports() -> list[tuple[str, str]]:
    """(path, what it says of itself): this computer's serial ports, then simulated pumps' ports."""
    serial = [(port.device, port.description) for port in sorted(list_ports.comports())]
    return serial + served_ports()


def folder() -> Path:
    """Where simulators announce themselves: only this user's."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        return Path(runtime) / "cisterna"
    state = os.environ.get("XDG_STATE_HOME")
    return Path(state or Path.home() / ".local/state") / "cisterna" / "served"


def served_ports() -> list[tuple[str, str]]:
    """Those of simulators that live: a file that nobody holds a lock on is stale, and not shown."""
    found: list[tuple[str, str]] = []
    for file in sorted(folder().glob("*.json")):
        try:
            with file.open("rb") as opened:
                if _held(opened.fileno()):
                    said = json.load(opened)
                    found += [
                        (str(port), f"simulator, pid {said['pid']}") for port in said["ports"]
                    ]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # gone meanwhile, or none of ours
    return found


def _held(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
