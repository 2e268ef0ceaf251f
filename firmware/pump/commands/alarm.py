"""ALARm: what is wrong now, what was, and the operator's answer to it."""

from pump.core import profile
from pump.core.alarms.table import PRIORITIES, STATES, TABLE
from pump.core.events import stamp
from pump.core.units import MS_PER_S
from pump.wire.kinds import Amount, Choice
from pump.wire.reply import quoted, record
from pump.wire.rights import OBSERVE, OPERATE
from pump.wire.suffixes import TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

ALARM = Rows()
_PAUSE = Amount((TIME, MS_PER_S, profile.AUDIO_PAUSE_MAX_MS), bare=MS_PER_S)
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


@ALARM.row("ALARm:AUDio:PAUSe", OPERATE, _PAUSE)
def audio_pause(ctx: "Context", for_ms: int) -> None:
    """No tones for 1 to 600 s; lamps go on. A new or a higher alarm ends it."""
    ctx.pump.pause_audio(for_ms)


@ALARM.row("ALARm:AUDio:PAUSe?", OBSERVE)
def audio_pause_is(ctx: "Context") -> int:
    """Seconds for which tones still pause."""
    return -(-ctx.pump.attention.paused_ms(ctx.pump.day, ctx.pump.ms) // MS_PER_S)


@ALARM.row("ALARm:TEST", OPERATE)
def test(ctx: "Context") -> None:
    """Show each priority's lamp and tone for 3 s, HIGH first; while nothing sounds."""
    ctx.pump.test_signals()


@ALARM.row("ALARm:HISTory?", OBSERVE)
def history(ctx: "Context") -> str:
    """How many changes are kept, then time since first boot, name, priority, state of each."""
    changes = ctx.pump.alarms.history
    fields: list[object] = [len(changes)]
    for day, ms, alarm, priority, state in changes:
        fields += [quoted(stamp(day, ms)), TABLE[alarm][0], PRIORITIES[priority], STATES[state]]
    return record(*fields)
