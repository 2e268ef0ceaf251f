"""Lamps and tone for the alarms as they are now. The board goes on with them by itself."""

from pump.core.alarms import annunciation
from pump.core.therapy.states import RUN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal


def show(hal: "Hal", pump: "Pump") -> None:
    """Have the board play what the alarms ask for, or the test of the signals."""
    if pump.attention.testing:
        lamp, light = annunciation.LIGHTS[pump.attention.testing]
        hal.show(lamp, light, annunciation.TONES[pump.attention.testing])
        return
    lamp, light = annunciation.light(pump.alarms)
    paused = pump.attention.paused_ms(pump.day, pump.ms) > 0
    hal.show(lamp, light, annunciation.tone(pump.alarms, pump.state == RUN, paused))
