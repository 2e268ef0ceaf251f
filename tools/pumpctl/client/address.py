"""What a port may be called. Opens nothing."""

import re
from pathlib import Path

from .trouble import Mistake

_HOST_PORT = re.compile(r"(?:\w[\w.-]*|\[[0-9A-Fa-f:]+\]):([0-9]+)", re.ASCII)


def url_of(port: str) -> str:
    """What pyserial opens: HOST:PORT becomes socket://HOST:PORT, all else stays.

    No tty is called so: a device has a `/` or is COM3. A file of that name in the working folder
    wins all the same. Mistake for a port number beyond 65535.
    """
    scheme, _, where = port.rpartition("://")
    form = _HOST_PORT.fullmatch(where)
    if form is not None and scheme in ("", "socket") and not 1 <= int(form[1]) <= 65_535:
        raise Mistake(f"{port}: {form[1]} is no TCP port", "1 to 65535: socket://127.0.0.1:5025")
    if scheme == "socket" and form is None:
        raise Mistake(f"{port} names no TCP port", "socket://HOST:PORT: socket://127.0.0.1:5025")
    if form is None or scheme or Path(port).exists():
        return port
    return "socket://" + port
