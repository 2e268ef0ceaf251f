"""LOG: the event log and the fault log as they are stored, line for line, for whoever verifies.

Reads, but for what a person attests. A client downloads by asking for LOG:DATA? from LOG:FIRSt? on,
as many lines at a time as it likes, and going on after the last one that came, up to LOG:COUNt?.
"""

from pump.core import events, profile
from pump.core.control.attested import WORDS
from pump.core.reasons import DATA_OUT_OF_RANGE, STORAGE_FAULT, Refused
from pump.wire.kinds import Choice, Whole
from pump.wire.reply import byte_block, quoted, record
from pump.wire.rights import OBSERVE, OPERATE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import AuditLog, Context

LOG = Rows()
_MOST = 999_999_999
_FROM, _LINES = Whole(1, _MOST), Whole(1, _MOST)
_LIST, _ITEMS = Choice(WORDS), Whole(0, _MOST)


@LOG.row("LOG:COUNt?", OBSERVE)
def count(ctx: "Context") -> int:
    """Lines that the event log ever took: the number of its newest line."""
    return _there(ctx.log).count


@LOG.row("LOG:FIRSt?", OBSERVE)
def first(ctx: "Context") -> int:
    """Number of the oldest line that the event log still keeps."""
    return _there(ctx.log).first


@LOG.row("LOG:DATA?", OBSERVE, _FROM, _LINES)
def data(ctx: "Context", start: int, lines: int) -> bytes:
    """Stored lines from that number on, at most so many and at most 2048 bytes, as a block."""
    return _data(_there(ctx.log), start, lines)


@LOG.row("LOG:HASH?", OBSERVE)
def link(ctx: "Context") -> str:
    """The newest line's link, which vouches for all lines before it."""
    return _link(_there(ctx.log))


@LOG.row("LOG:FAULt:COUNt?", OBSERVE)
def fault_count(ctx: "Context") -> int:
    """Lines that the fault log ever took."""
    return _there(ctx.faults).count


@LOG.row("LOG:FAULt:FIRSt?", OBSERVE)
def fault_first(ctx: "Context") -> int:
    """Number of the oldest line that the fault log still keeps."""
    return _there(ctx.faults).first


@LOG.row("LOG:FAULt:DATA?", OBSERVE, _FROM, _LINES)
def fault_data(ctx: "Context", start: int, lines: int) -> bytes:
    """Stored lines of the fault log, as LOG:DATA? gives those of the event log."""
    return _data(_there(ctx.faults), start, lines)


@LOG.row("LOG:FAULt:HASH?", OBSERVE)
def fault_link(ctx: "Context") -> str:
    """The fault log's newest link; its chain is its own."""
    return _link(_there(ctx.faults))


@LOG.row("LOG:ATTest", OPERATE, _LIST, _ITEMS)
def attest(ctx: "Context", which: int, items: int) -> None:
    """A person attests items of a checklist: a bit for each, 0 for none; one line. Bars nothing."""
    log = ctx.pump.events
    log.attested.attest(which, items, ctx.pump.day, ctx.pump.ms, log)


@LOG.row("LOG:ATTest?", OBSERVE, _LIST)
def attested(ctx: "Context", which: int) -> str:
    """NONE, or what was attested last of that checklist: items as bits, how many items it has, when
    by the pump's own days."""
    said = ctx.pump.events.attested.said(which)
    if said is None:
        return "NONE"
    when = quoted(events.stamp(said[1], said[2]))
    return record(said[0], profile.CHECKLIST_ITEMS[which], when)


def _there(log: "AuditLog | None") -> "AuditLog":
    if log is None:
        raise Refused(STORAGE_FAULT, "this instrument keeps no log")
    return log


def _data(log: "AuditLog", start: int, lines: int) -> bytes:
    if not log.first <= start <= log.count:
        raise Refused(DATA_OUT_OF_RANGE, "lines %d to %d are kept" % (log.first, log.count))
    try:
        return byte_block(log.data(start, lines))
    except OSError:
        raise Refused(STORAGE_FAULT, "the log cannot be read")


def _link(log: "AuditLog") -> str:
    return "#H" + log.head.decode().upper()
