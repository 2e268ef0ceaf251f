"""Opens what a server is asked for; what cannot be is refused with the option and what to do."""

from pathlib import Path

from host_sim.server.ports import PtyPort, TcpPort

BUILD = Path(__file__).resolve().parents[2] / "build"


def listen(tcp: str) -> TcpPort:
    """HOST:PORT. ValueError for another host or no port, OSError for a busy one."""
    try:
        return TcpPort(tcp)
    except OSError as error:
        words = error.strerror or str(error)
        raise OSError("cannot listen on %s: %s; give another --tcp" % (tcp, words)) from None


def publish(pty: Path) -> PtyPort:
    """OSError where no link can be made there, FileExistsError where something is."""
    try:
        return PtyPort(pty)
    except FileExistsError:
        raise
    except OSError as error:
        words = error.strerror or str(error)
        raise OSError("cannot make the link %s: %s; give another --pty" % (pty, words)) from None


def outside_build(state: Path) -> None:
    """ValueError where `make clean` would delete a pump that is to be kept."""
    if state.resolve().is_relative_to(BUILD):
        words = "--state %s: `make clean` empties build/; name a file elsewhere, such as %s"
        move = ", and move this one there first" if state.exists() else ""
        raise ValueError(words % (state, Path.home() / state.name) + move)
