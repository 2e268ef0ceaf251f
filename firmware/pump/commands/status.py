"""STATus: the two register groups of SCPI-1999. Nine headers each, from one list."""

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
_MASK = Whole(0, REGISTER_MAX)


@STATUS.row("STATus:PRESet", OBSERVE)
def preset(ctx: "Context") -> None:
    """Nothing enabled, every rise an event, no fall; events and *ESE, *SRE stay."""
    ctx.status.operation.preset()
    ctx.status.questionable.preset()


def _declare(name: str, group: str) -> None:
    """The rows of one group; `group` is its attribute in Status."""

    def of(ctx: "Context") -> "RegisterGroup":
        refresh(ctx)
        return getattr(ctx.status, group)

    @STATUS.row(name + "[:EVENt]?", OBSERVE)
    def event(ctx: "Context") -> int:
        """What has happened since it was last read; reading clears it."""
        return of(ctx).take_event()

    @STATUS.row(name + ":CONDition?", OBSERVE)
    def condition(ctx: "Context") -> int:
        """What is so now; reading changes nothing."""
        return of(ctx).condition

    def mask(pattern: str, field: str) -> None:
        @STATUS.row(name + pattern, OBSERVE, _MASK)
        def setter(ctx: "Context", bits: int) -> None:
            """Set the mask: ENABle to the status byte, PTR rises and NTR falls to the events."""
            setattr(of(ctx), field, bits)

        @STATUS.row(name + pattern + "?", OBSERVE)
        def getter(ctx: "Context") -> int:
            """The mask as it was set."""
            return getattr(of(ctx), field)

        del setter, getter

    mask(":ENABle", "enable")
    mask(":PTRansition", "rises")
    mask(":NTRansition", "falls")
    del event, condition


_declare("STATus:OPERation", "operation")
_declare("STATus:QUEStionable", "questionable")
