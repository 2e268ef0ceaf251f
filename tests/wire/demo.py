"""A small instrument without a pump: what a session needs, and no more. Plain."""

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.kinds import Amount, Whole
from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE
from pump.wire.status import Status
from pump.wire.suffixes import VOLUME
from pump.wire.table import Rows, Table

ROWS = Rows()


class Bench:
    """Handlers write down what they did."""

    def __init__(self):
        self.status = Status()
        self.session = None
        self.done = []
        self.value = 0
        self.authority = None
        self.keeping = None
        self.last = ("", 0)
        self.now = (0, 0)
        self.halts = 0
        self.urgent = (b"HALT",)

    def moment(self):
        return self.now

    def halt(self):
        self.halts += 1


@ROWS.row("VALue", OBSERVE, Whole(0, 99))
def value(ctx, number):
    ctx.value = number
    ctx.done.append(number)


@ROWS.row("VALue?", OBSERVE)
def value_is(ctx):
    return ctx.value


@ROWS.row("SYSTem:ERRor?", OBSERVE)
def error(ctx):
    return ctx.status.errors.take()


@ROWS.row("GIVE", OPERATE, Amount((VOLUME, 1, 5000)))
def give(ctx, volume_nl):
    ctx.done.append(volume_nl)


@ROWS.row("COMMit", PRESCRIBE)
def commit(ctx):
    ctx.done.append("commit")


@ROWS.row("REFuse", OBSERVE)
def refuse(ctx):
    ctx.session.add_note("never heard")
    raise Refused(reasons.TOO_SOON, "wait 5 s")


@ROWS.row("TELL", OBSERVE)
def tell(ctx):
    ctx.session.add_note("taken as 3")


@ROWS.row("BREAK?", OBSERVE)
def broken(ctx):
    return ctx.done[-1].missing


@ROWS.row("FULL?", OBSERVE)
def full(_ctx):
    raise MemoryError


@ROWS.row("LONG?", OBSERVE, Whole(1, 9000))
def long(_ctx, length):
    return "x" * length


@ROWS.row("BYTes?", OBSERVE)
def octets(_ctx):
    return b"#14\x00\n\xff\x80"


@ROWS.row("ANSWer", OBSERVE)
def answer(_ctx):
    return "done"


@ROWS.row("HALT", OBSERVE, free=True)
def halt(ctx, why):
    ctx.done.append("halt " + why)


TABLE = Table(ROWS)
