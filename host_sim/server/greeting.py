"""What a person reads before `ready`: where the pump listens, and what to type next.

It goes to stderr, so that `ready` stays the only line on stdout.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from host_sim.server.ports import PtyPort, TcpPort

EXPOSED = (
    "The state file could be read by others of this computer until now, and with it the pump's "
    "keys: give it others, pumpctl keys rotate ROLE."
)


def lines(ports: Iterable[PtyPort | TcpPort], pace: str, kept: str, page: str = "") -> list[str]:
    """`pace`: how its time goes. `kept`: what is left of it when it ends. `page`: its address."""
    ends = [_address(port) for port in ports]
    said = ["A pump listens on " + " and on ".join(ends or ["its page"]), "  time   " + pace]
    said.append("  state  " + kept)
    if page:
        said.append("  page   " + page)
        said.append("         (whoever has this address may do what the page may: keep it here)")
    if ends:
        said.append("Next, in another terminal in this folder:")
    said += ["  %s --port %s identify" % (_pumpctl(), shlex.quote(end)) for end in ends]
    return [*said, "Ctrl-C ends it."]


def say(said: Iterable[str]) -> None:
    """On stderr, at once."""
    print("\n".join(said), file=sys.stderr, flush=True)


def pace(speed: int) -> str:
    """In words. `speed`: simulated seconds a second."""
    if speed == 0:
        return "stands still: SIM:TIME:ADV 60 S moves it (speed 1: as the clock goes)"
    if speed == 1:
        return "as the clock goes (speed 3600: an hour a second)"
    return "%d simulated seconds a second" % speed


def kept(state: Path | None) -> str:
    """In words."""
    if state is None:
        return "gone when this ends (a state file keeps the pump, as over a power cut)"
    return "kept in %s" % _short(state)


def _address(port: PtyPort | TcpPort) -> str:
    if isinstance(port, TcpPort):
        return "127.0.0.1:%d" % port.number()
    near = _short(port.path)
    return near if "/" in near else "./" + near  # pumpctl takes a path by its /


def _pumpctl() -> str:
    """As it may be typed here: installed beside this Python, or on the PATH, or the module."""
    beside = Path(sys.executable).with_name("pumpctl")
    if not beside.exists():
        return shlex.join([_short(Path(sys.executable)), "-m", "tools.pumpctl"])
    if shutil.which("pumpctl") == str(beside):
        return "pumpctl"
    return shlex.quote(_short(beside))


def _short(path: Path) -> str:
    """From the working folder where it lies below, else whole."""
    whole, here = Path(os.path.abspath(path)), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)
