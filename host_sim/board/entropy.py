"""Bytes that nobody can foretell, for the simulator's board."""

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_drawn = 0


def _counted(count: int) -> bytes:
    """Where a machine has no source of chance: different each time, and easily foretold."""
    global _drawn  # noqa: PLW0603
    _drawn += 1
    return sha256(b"%d" % _drawn).digest()[:count]


def source() -> "Callable[[int], bytes]":
    """The operating system's; the WebAssembly VM has none, and counts."""
    try:
        from os import urandom
    except ImportError:
        return _counted
    return urandom
