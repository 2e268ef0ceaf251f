"""What the board shows of itself while the pump runs: wall clock, battery, driver.

The pump decides what they mean (`ClockOrders.see_wall`, `EnergyWatch.read`); this is the one place
that asks the board for them.
"""

from pump.app.wall import read_wall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal


def check_board(hal: "Hal", pump: "Pump") -> None:
    """Every 16 minutes, and with the pump brought to this moment."""
    control = pump.control
    control.clock_orders.see_wall(read_wall(hal), pump.day, pump.ms)
    if control.energy_watch.due(pump.ms):
        check_supply(hal, pump)


def check_supply(hal: "Hal", pump: "Pump") -> None:
    """At power-on, then as often as the pump wants it: what battery and driver show now."""
    watch = pump.control.energy_watch
    watch.read(hal.battery_mv(), hal.driver_c(), pump.day, pump.ms)
