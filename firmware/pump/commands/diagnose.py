"""DIAGnostic: what a production test reads and provokes on a board that gives no therapy."""

from pump.core.reasons import WRONG_STATE, Refused
from pump.core.therapy.states import CALIBRATE
from pump.wire.reply import record
from pump.wire.rights import OBSERVE, SERVICE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

DIAGNOSTIC = Rows()


@DIAGNOSTIC.row("DIAGnostic:ENCoder?", OBSERVE)
def encoder(ctx: "Context") -> int:
    """Where the rotor's encoder stands: steps since power-on, forward up, 4 a count, in a ring of
    2^30. Only while no therapy runs."""
    ctx.pump.therapy.need(CALIBRATE)
    return ctx.hal.motor.moved()


@DIAGNOSTIC.row("DIAGnostic:BUTTon?", OBSERVE)
def button(ctx: "Context") -> int:
    """1 while the service button is down. Only while no therapy runs."""
    ctx.pump.therapy.need(CALIBRATE)
    return int(ctx.hal.button())


@DIAGNOSTIC.row("DIAGnostic:GUARd?", SERVICE)
def guard(ctx: "Context") -> str:
    """Three answers, 1 or 0: the driver has current when it is lent; one pulse too many takes it
    away; so does the end of its time. Turns nothing. Only while nothing runs."""
    ctx.pump.therapy.need(CALIBRATE)
    ctx.pump.dispense.need_none()
    if ctx.pump.order.in_progress:
        raise Refused(WRONG_STATE, "the motor is not at rest yet; ask again")
    return record(*[int(cut) for cut in ctx.hal.motor.try_guard()])
