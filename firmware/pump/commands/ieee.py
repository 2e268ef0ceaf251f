"""The common commands of IEEE 488.2, and ABORt, which generic clients send with them."""

from pump.commands.authenticate import PUBLISHED
from pump.commands.conditions import refresh
from pump.core.prescription.prescription import Prescription, canonical
from pump.core.reasons import TRIGGER_IGNORED, Refused
from pump.wire.kinds import Whole
from pump.wire.reply import record
from pump.wire.rights import OBSERVE, ROLE_NAMES
from pump.wire.status import MASTER_SUMMARY, OPERATION_COMPLETE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

MAKER = "CISTERNA"
VERSION = "0.1.0"

COMMON = Rows()
_BYTE = Whole(0, 255)


@COMMON.row("*CLS", OBSERVE)
def clear(ctx: "Context") -> None:
    """Clear the events and the error queue; enables stay."""
    refresh(ctx)
    ctx.status.clear()
    ctx.asking().link_suspect = False


@COMMON.row("*ESE", OBSERVE, _BYTE)
def event_enable(ctx: "Context", mask: int) -> None:
    """Which event status bits reach bit 5 of the status byte."""
    ctx.status.event_enable = mask


@COMMON.row("*ESE?", OBSERVE)
def event_enable_is(ctx: "Context") -> int:
    """The event status enable mask."""
    return ctx.status.event_enable


@COMMON.row("*ESR?", OBSERVE)
def event_status(ctx: "Context") -> int:
    """The event status register; reading clears it."""
    return ctx.status.take_event_status()


@COMMON.row("*IDN?", OBSERVE)
def identity(ctx: "Context") -> str:
    """Maker, model, serial number, firmware version."""
    return record(MAKER, ctx.hal.model, ctx.hal.serial, VERSION)


@COMMON.row("*OPC", OBSERVE)
def complete(ctx: "Context") -> None:
    """Set bit 0 of the event status; orders take effect at once, so it is set at once."""
    ctx.status.event_status |= OPERATION_COMPLETE


@COMMON.row("*OPC?", OBSERVE)
def complete_is(_ctx: "Context") -> int:
    """1: every order before this one has taken effect."""
    return 1


@COMMON.row("*OPT?", OBSERVE)
def options(ctx: "Context") -> str:
    """SIM; TESTKEYS while published keys hold; PLAIN= and what a plain line may; 0 for none."""
    words: list[object] = [] if ctx.sim is None else ["SIM"]
    keys = ctx.keys
    if keys is not None and PUBLISHED in [keys.kind(role) for role in range(1, len(ROLE_NAMES))]:
        words.append("TESTKEYS")
    if ctx.asking().granted:
        words.append("PLAIN=" + ROLE_NAMES[ctx.asking().granted])
    return record(*words) or "0"


@COMMON.row("*RST", OBSERVE)
def reset(ctx: "Context") -> None:
    """Clear session and staging; therapy, registers and queue stay as they are."""
    ctx.pump.stage(Prescription())
    ctx.pump.restaged()
    ctx.held_date = None
    if ctx.session is not None:
        ctx.session.reset()


@COMMON.row("*SRE", OBSERVE, _BYTE)
def service_enable(ctx: "Context", mask: int) -> None:
    """Which bits of the status byte reach its bit 6; bit 6 itself is not looked at."""
    ctx.status.service_enable = mask & ~MASTER_SUMMARY


@COMMON.row("*SRE?", OBSERVE)
def service_enable_is(ctx: "Context") -> int:
    """The service request enable mask."""
    return ctx.status.service_enable


@COMMON.row("*STB?", OBSERVE)
def status_byte(ctx: "Context") -> int:
    """The status byte; reading changes nothing. Bit 3 is the alarm line."""
    refresh(ctx)
    return ctx.status.byte()


@COMMON.row("*TRG", OBSERVE)
def trigger(_ctx: "Context") -> None:
    """Accepted and ignored: -211."""
    raise Refused(TRIGGER_IGNORED)


@COMMON.row("ABORt", OBSERVE)
def abort(_ctx: "Context") -> None:
    """Taken as clients send it when they connect: no trigger waits, and therapy is not touched.
    What ends flow is DEL:STOP, what ends a bolus DEL:BOL:ABOR."""


@COMMON.row("*TST?", OBSERVE)
def self_test(ctx: "Context") -> int:
    """0 passed. Else a sum: 1 the active prescription is not what was committed, and 2, 4, 8 ...
    for the tests of SYST:TEST? in their order.

    Moves nothing and may be asked while therapy runs.
    """
    pump = ctx.pump
    failed = 0 if ctx.self_test is None else ctx.self_test.failed << 1
    if pump.active is None:
        return failed
    return failed + (canonical(pump.active, pump.model.capacity_nl) != pump.active_text)


@COMMON.row("*WAI", OBSERVE)
def wait(_ctx: "Context") -> None:
    """Nothing to wait for: orders take effect at once."""
