"""The board's wall clock: it chooses rates, moves no volume, and no error of it stops anything."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import Hal


def read_wall(hal: "Hal") -> tuple[int, int] | None:
    """(days since 2000-01-01, ms of day) as the board says; None when it is not set.

    A clock that cannot be read is as good as lost: no error of it reaches therapy.
    """
    try:
        return hal.wall()
    except OSError:
        return None
