"""BATTery: what is measured of it. How long it lasts is not: the pump does not know its kind."""

from pump.core.profile import BATTERY_ABSENT_MV
from pump.core.units import decimal
from pump.wire.reply import NAN
from pump.wire.rights import OBSERVE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

BATTERY = Rows()
_MV_PLACES = 3


@BATTERY.row("BATTery:VOLTage?", OBSERVE)
def voltage(ctx: "Context") -> str:
    """The battery's voltage in V, measured now; 9.91E37 where none hangs at the divider."""
    battery_mv = ctx.hal.battery_mv()
    return decimal(battery_mv, _MV_PLACES) if battery_mv >= BATTERY_ABSENT_MV else NAN
