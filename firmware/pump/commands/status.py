"""STATus: the two register groups of SCPI-1999, nine headers each."""

from pump.commands.conditions import refresh
from pump.wire.kinds import Whole
from pump.wire.rights import OBSERVE
from pump.wire.status import REGISTER_MAX
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context
    from pump.wire.status import RegisterGroup

STATUS = Rows()
# What `fixed` tells of a row: which group, and which of its masks.
_OPERATION = 0
_QUESTIONABLE = 4
_ENABLE, _RISES, _FALLS = range(3)
_FIELD = 3
_FIELDS = ("enable", "rises", "falls")
_MASK = Whole(0, REGISTER_MAX)


@STATUS.row("STATus:PRESet", OBSERVE)
def preset(ctx: "Context") -> None:
    """Nothing enabled, every rise an event, no fall; events and *ESE, *SRE stay."""
    ctx.status.operation.preset()
    ctx.status.questionable.preset()


@STATUS.row("STATus:OPERation[:EVENt]?", OBSERVE, fixed=_OPERATION)
@STATUS.row("STATus:QUEStionable[:EVENt]?", OBSERVE, fixed=_QUESTIONABLE)
def event(ctx: "Context", of: int) -> int:
    """What has happened since it was last read; reading clears it."""
    return _group(ctx, of).take_event()


@STATUS.row("STATus:OPERation:CONDition?", OBSERVE, fixed=_OPERATION)
@STATUS.row("STATus:QUEStionable:CONDition?", OBSERVE, fixed=_QUESTIONABLE)
def condition(ctx: "Context", of: int) -> int:
    """What is so now; reading changes nothing."""
    return _group(ctx, of).condition


@STATUS.row("STATus:OPERation:ENABle", OBSERVE, _MASK, fixed=_OPERATION + _ENABLE)
@STATUS.row("STATus:OPERation:PTRansition", OBSERVE, _MASK, fixed=_OPERATION + _RISES)
@STATUS.row("STATus:OPERation:NTRansition", OBSERVE, _MASK, fixed=_OPERATION + _FALLS)
@STATUS.row("STATus:QUEStionable:ENABle", OBSERVE, _MASK, fixed=_QUESTIONABLE + _ENABLE)
@STATUS.row("STATus:QUEStionable:PTRansition", OBSERVE, _MASK, fixed=_QUESTIONABLE + _RISES)
@STATUS.row("STATus:QUEStionable:NTRansition", OBSERVE, _MASK, fixed=_QUESTIONABLE + _FALLS)
def mask(ctx: "Context", of: int, bits: int) -> None:
    """Set the mask: ENABle to the status byte, PTR rises and NTR falls to the events."""
    setattr(_group(ctx, of), _FIELDS[of & _FIELD], bits)


@STATUS.row("STATus:OPERation:ENABle?", OBSERVE, fixed=_OPERATION + _ENABLE)
@STATUS.row("STATus:OPERation:PTRansition?", OBSERVE, fixed=_OPERATION + _RISES)
@STATUS.row("STATus:OPERation:NTRansition?", OBSERVE, fixed=_OPERATION + _FALLS)
@STATUS.row("STATus:QUEStionable:ENABle?", OBSERVE, fixed=_QUESTIONABLE + _ENABLE)
@STATUS.row("STATus:QUEStionable:PTRansition?", OBSERVE, fixed=_QUESTIONABLE + _RISES)
@STATUS.row("STATus:QUEStionable:NTRansition?", OBSERVE, fixed=_QUESTIONABLE + _FALLS)
def mask_is(ctx: "Context", of: int) -> int:
    """The mask as it was set."""
    return getattr(_group(ctx, of), _FIELDS[of & _FIELD])


def _group(ctx: "Context", of: int) -> "RegisterGroup":
    """The register group that a row's `fixed` names, brought up to now."""
    refresh(ctx)
    return ctx.status.questionable if of >= _QUESTIONABLE else ctx.status.operation
