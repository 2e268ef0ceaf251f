"""ALARm: what is wrong now, what was, and the operator's answer to it."""

from pump.core.alarms import PRIORITIES, STATES, TABLE
from pump.core.events import stamp
from pump.wire.kinds import Choice
from pump.wire.reply import quoted, record
from pump.wire.rights import OBSERVE, OPERATE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

ALARM = Rows()
_ALARM = Choice("|".join([row[0] for row in TABLE]), numbered=True)


@ALARM.row("ALARm:LIST?", OBSERVE)
def listed(ctx: "Context") -> str:
    """How many, then id, name, priority and state of each, the highest priority first."""
    alarms = ctx.pump.alarms
    fields: list[object] = [alarms.active]
    for alarm in alarms.listed():
        priority, state = PRIORITIES[alarms.priority[alarm]], STATES[alarms.state[alarm]]
        fields += [alarm, TABLE[alarm][0], priority, state]
    return record(*fields)


@ALARM.row("ALARm:COUNt?", OBSERVE)
def count(ctx: "Context") -> int:
    """How many alarms are not inactive."""
    return ctx.pump.alarms.active


@ALARM.row("ALARm:ACKNowledge", OPERATE, _ALARM)
def acknowledge(ctx: "Context", alarm: int) -> None:
    """Silence this instance of an alarm, named by id or name."""
    ctx.pump.acknowledge(alarm)


@ALARM.row("ALARm:RESet", OPERATE, _ALARM)
def reset(ctx: "Context", alarm: int) -> None:
    """Clear a latched alarm whose condition is over."""
    ctx.pump.reset_alarm(alarm)


@ALARM.row("ALARm:HISTory?", OBSERVE)
def history(ctx: "Context") -> str:
    """How many changes are kept, then time since first boot, name, priority, state of each."""
    changes = ctx.pump.alarms.history
    fields: list[object] = [len(changes)]
    for day, ms, alarm, priority, state in changes:
        fields += [quoted(stamp(day, ms)), TABLE[alarm][0], PRIORITIES[priority], STATES[state]]
    return record(*fields)
