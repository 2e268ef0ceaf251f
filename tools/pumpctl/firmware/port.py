"""Which serial ports there are, and why one does not open. Sends nothing to anybody."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import serial
from serial.tools import list_ports

from ..client.trouble import LinkLost, Mistake

RASPBERRY_PI = 0x2E8A  # USB vendor


def candidates() -> list[str]:
    """One line a port, Raspberry Pi's first."""
    ports = sorted(list_ports.comports(), key=lambda port: (port.vid != RASPBERRY_PI, port.device))
    return [f"{port.device}  {port.description or ''}".rstrip() for port in ports]


def no_port() -> Mistake:
    """When PORT was not given."""
    return Mistake("Which port? " + _listed(), "make deploy PORT=<one of them>")


def there(port: str) -> bool:
    """Whether the machine knows such a port; an address of another kind is not looked for."""
    return "://" in port or Path(port).exists()


def check(port: str) -> None:
    """Raise what is the matter with a port that does not open; nothing when it does."""
    if not there(port):
        raise LinkLost(
            f"There is no port {port}. " + _listed(),
            "Is the cable one that carries data? After a reset a board may come back under"
            " another name.",
        )
    try:
        serial.serial_for_url(port, exclusive=True, timeout=1).close()
    except OSError as error:
        raise _closed(port, error) from None


def _closed(port: str, error: OSError) -> LinkLost:
    if error.errno in (errno.EACCES, errno.EPERM):
        return LinkLost(
            f"This user may not open {port}.",
            "Join the group that owns it (`ls -l` tells; on Debian: dialout), and log in anew.",
        )
    if error.errno in (errno.EBUSY, errno.EAGAIN):
        who = ", ".join(holders(port)) or "another program"
        return LinkLost(f"{port} is held by {who}.", "End that program, then try again.")
    return LinkLost(f"{port} does not open: {error}", "Unplug it, plug it in, and try again.")


def _listed() -> str:
    found = candidates()
    if not found:
        return "No serial port is there at all."
    return "There are:\n  " + "\n  ".join(found)


def holders(port: str) -> Iterator[str]:
    """Who has the port open, as far as this user may see: `name (process 123)`."""
    real = os.path.realpath(port)
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        process = link.parts[2]
        try:
            if os.readlink(link) == real and int(process) != os.getpid():
                name = Path(f"/proc/{process}/comm").read_text().strip()
                yield f"{name} (process {process})"
        except OSError:
            pass  # it has ended, or is somebody else's
