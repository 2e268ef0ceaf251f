"""The board's wall clock, told to the pump: it chooses rates and moves no volume.

`Pump.see_wall` decides what to believe; this is the one place that reads the clock while the
pump runs.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal


def look(hal: "Hal", pump: "Pump") -> None:
    """Compare the clocks: every 16 minutes, and with the pump brought to this moment."""
    pump.see_wall(seen_wall(hal))


def seen_wall(hal: "Hal") -> tuple[int, int] | None:
    """(days since 2000-01-01, ms of day) as the board says; None when it says nothing.

    A clock that cannot be read is as good as lost: no error of it reaches therapy.
    """
    try:
        return hal.wall()
    except OSError:
        return None
