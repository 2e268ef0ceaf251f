"""The board's wall clock, handed to the pump: it chooses rates and moves no volume.

`Pump.see_wall` decides what to believe; this is the one place that reads the clock while the
pump runs.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal


def check_wall(hal: "Hal", pump: "Pump") -> None:
    """Compare the clocks: every 16 minutes, and with the pump brought to this moment."""
    pump.see_wall(read_wall(hal))


def read_wall(hal: "Hal") -> tuple[int, int] | None:
    """(days since 2000-01-01, ms of day) as the board says; None when it is not set.

    A clock that cannot be read is as good as lost: no error of it reaches therapy.
    """
    try:
        return hal.wall()
    except OSError:
        return None
