"""Tells `pumpctl ports` where a simulated pump is served: a small file, locked while it serves.

<folder>/<pid>.json: {"pid": 4711, "ports": ["socket://127.0.0.1:5025", "/tmp/pump"]}. The lock
falls with the process, however that ends; a file without one is stale. tools/pumpctl reads it.
"""

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from host_sim.server.ports import PtyPort, TcpPort


def folder() -> Path:
    """$XDG_RUNTIME_DIR/cisterna; without, cisterna/served in the user's state folder."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        return Path(runtime) / "cisterna"
    state = os.environ.get("XDG_STATE_HOME")
    return Path(state or Path.home() / ".local/state") / "cisterna" / "served"


@contextmanager
def announced(ports: list[PtyPort | TcpPort]) -> Iterator[None]:
    """The file is there inside. One that cannot be written is told on stderr, no more."""
    path = folder() / ("%d.json" % os.getpid())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(path.parent)
        file = path.open("w")
    except OSError as error:
        print("pumpctl ports will not show this pump: %s" % error, file=sys.stderr, flush=True)
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps({"pid": os.getpid(), "ports": [_address(port) for port in ports]}))
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _address(port: PtyPort | TcpPort) -> str:
    if isinstance(port, TcpPort):
        return "socket://127.0.0.1:%d" % port.number()
    return str(port.path.absolute())


def _sweep(where: Path) -> None:
    """Files that a killed server has left."""
    for file in where.glob("*.json"):
        try:
            with file.open() as opened:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if opened.read():  # an empty one belongs to a server that is just starting
                    file.unlink()
        except OSError:
            continue
