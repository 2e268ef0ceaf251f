"""BATTery: voltage, charge and life; the replacement, and the calendar that may end therapy."""

from pump.commands.writing import wall_text
from pump.core.motion.battery import NC_PER_UAH
from pump.core.profile import BATTERY_ABSENT_MV
from pump.core.units import MS_PER_DAY, decimal
from pump.wire.kinds import Flag
from pump.wire.reply import NAN, record
from pump.wire.rights import OBSERVE, SERVICE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

BATTERY = Rows()
_MV_PLACES = 3
_PERCENT_PLACES = 1  # of permille


@BATTERY.row("BATTery:VOLTage?", OBSERVE)
def voltage(ctx: "Context") -> str:
    """The battery's voltage in V, measured now; 9.91E37 where none hangs at the divider."""
    battery_mv = ctx.hal.battery_mv()
    return decimal(battery_mv, _MV_PLACES) if battery_mv >= BATTERY_ABSENT_MV else NAN


@BATTERY.row("BATTery:CHARge?", OBSERVE)
def charge(ctx: "Context") -> str:
    """Charge left in percent; 0 while the voltage is low. 9.91E37: no battery, or nothing tells."""
    pump = ctx.pump
    permille = pump.control.energy_watch.charge_permille(pump.day, pump.ms)
    return decimal(permille, _PERCENT_PLACES) if _known(ctx) and permille >= 0 else NAN


@BATTERY.row("BATTery:LIFE?", OBSERVE)
def life(ctx: "Context") -> str:
    """Days that it lasts by the prescription in force; 0 and 9.91E37 as CHARge?."""
    pump = ctx.pump
    left_ms = pump.control.energy_watch.left_ms(pump.day, pump.ms)
    known = _known(ctx) and (pump.battery.known or pump.control.energy_watch.low())
    return "%d" % (left_ms // MS_PER_DAY) if known else NAN


@BATTERY.row("BATTery:PREDicted:ERI?", OBSERVE, fixed=0)
@BATTERY.row("BATTery:PREDicted:EOS?", OBSERVE, fixed=1)
def predicted(ctx: "Context", which: int) -> str:
    """ISO time: ERI, at which BATTERY_ERI comes or came; EOS, at which the battery ends."""
    pump = ctx.pump
    if not _known(ctx) or not pump.battery.known:
        return NAN
    return wall_text(ctx, pump.control.energy_watch.dates(pump.day, pump.ms)[which])


@BATTERY.row("BATTery:LEDGer?", OBSERVE)
def ledger(ctx: "Context") -> str:
    """What it has given, in uAh: standing, orders, steps, images, and turns that lines asked for.
    Counted on a bench, too; 9.91E37 where nothing tells."""
    pump = ctx.pump
    if not pump.battery.known:
        return NAN
    ctx.book_asked()
    steps, quanta = pump.ledger.most, pump.ledger.sequence
    parts = pump.battery.parts_nc(pump.day, pump.ms, steps, quanta)
    return record(*[part // NC_PER_UAH for part in parts])


@BATTERY.row("BATTery:FIT", SERVICE)
def fit(ctx: "Context") -> None:
    """The battery was replaced by a full one: charge, age and readings begin anew."""
    ctx.pump.control.energy_watch.fit(ctx.pump.day, ctx.pump.ms)


@BATTERY.row("BATTery:CALendar", SERVICE, Flag())
def calendar(ctx: "Context", on: bool) -> None:
    """ON: the end of its seven years ends therapy (BATTERY_EOS). OFF, as delivered: it does not."""
    ctx.pump.control.energy_watch.end_by_calendar(on, ctx.pump.day, ctx.pump.ms)


@BATTERY.row("BATTery:CALendar?", OBSERVE)
def calendar_is(ctx: "Context") -> int:
    """1 where it does."""
    return int(ctx.pump.battery.calendar)


def _known(ctx: "Context") -> bool:
    """Whether a battery hangs at the divider now, or did since power-on."""
    return ctx.pump.control.energy_watch.there
