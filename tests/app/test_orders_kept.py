"""A reply of 0 means kept: every order of the command table, whatever medium fails or is cut."""

import pytest

from host_sim.board.nor import PowerCut
from pump.commands.tree import make_tree
from pump.wire.rights import OPERATE
from tests.app import ordered_phases
from tests.app.ordered import FORGOTTEN
from tests.app.ordered import ORDERS as OTHERS
from tests.core.fields import GIVEN, fields, under
from tests.core.snapshot import snapshot

ORDERS = {**OTHERS, **ordered_phases.ORDERS}

CASES = [
    pytest.param(each, id=f"{pattern}-{number}")
    for pattern in ORDERS
    for number, each in enumerate(ORDERS[pattern])
]
SWITCHES = {
    "sound": (),
    "files": ("files_fail",),
    "log": ("events_fail",),
    "ring": ("journal_fails",),
    "files and ring": ("files_fail", "journal_fails"),
    "everything": ("files_fail", "journal_fails", "events_fail"),
}
MEDIA = [*SWITCHES, "images"]
KEPT_ANYWAY = ("sound", "log", "ring")  # images are written
DONE, UNCHANGED = "done, not kept", "unchanged: ALAR:LIST?"


def fail(port, medium):
    for switch in SWITCHES.get(medium, ()):
        port.bench.inject(switch, 1)
    if medium == "images":

        def refuses(kind, name, _data):
            if kind == "write" and name.startswith("state"):
                raise OSError(5)

        port.bench.hal.files.before = refuses


def in_two_lines(port, line):
    """(number, detail) of what the pump says of it."""
    port.ask(line)
    number, _, detail = port.ask("SYST:ERR?").partition(",")
    return int(number), detail


def in_one_line(port, line):
    """The rest of a line goes with its first error: no answer is as good as that error."""
    answer = port.ask(line + ";:SYST:ERR?")
    number, _, detail = answer.rpartition(";")[2].partition(",")
    if answer.endswith('0,"No error"'):
        return int(number), detail
    assert not answer
    number, _, detail = port.ask("SYST:ERR?").partition(",")
    return int(number), detail


def in_an_envelope(port, line):
    answer = port.ask("@kept " + line)
    mark, number = answer.split(" ")[:2]
    assert mark == "@kept"
    said = port.ask("SYST:ERR?")
    assert said.partition(",")[0] == number
    return int(number), said.partition(",")[2]


def everything(port):
    """All that the pump holds, its wall clock, and what waits for the log."""
    held = {path: snapshot(value) for path, value in fields(port.pump) if not under(path, GIVEN)}
    del held["events.changes"]  # of an alarm that was told, by how many who watches is told
    del held["battery._asked"]  # what a line costs it does whatever becomes of it
    context, keys = port.context, port.context.keys
    held["wall"], held["held date"] = port.bench.hal.wall(), context.held_date
    held["keys"] = [keys.key(role) for role in (1, 2, 3)], keys.plain
    held["lines"] = snapshot(port.bench.instrument.log.event_lines)
    held["logs"] = [port.bench.hal.files.read(name) for name in logs(port)]
    return held


def logs(port):
    return [name for name in port.bench.hal.files.names() if name.startswith(("log", "fault"))]


def without(each, medium, alarmed):
    """The same pump, which was not given the order. `alarmed`: an image has failed all the same."""
    port = each.prepare()
    each.text(port)
    fail(port, medium)
    if alarmed:
        port.pump.saved(False)
    port.ask("*WAI")
    port.ask("SYST:ERR?")
    return port


def differing(port, other):
    one, two = everything(port), everything(other)
    return {path: (one[path], two[path]) for path in one if one[path] != two[path]}


def test_every_command_is_kept_or_says_why_not():
    """By the table itself: a new order without its effect here fails."""
    rows = [row for row in make_tree().rows if not row.pattern.endswith("?")]
    named = {row.pattern for row in rows}
    assert named == set(ORDERS) | set(FORGOTTEN)
    assert not set(ORDERS) & set(FORGOTTEN)
    anyone_s = {row.pattern for row in rows if row.role < OPERATE and row.pattern in ORDERS}
    anyone_s.remove("AUTHenticate:ENRoll")  # it is durable by its own file
    assert {row.pattern for row in rows if row.free or row.kept} == anyone_s
    forgotten = {row.pattern for row in rows if row.role >= OPERATE} - set(ORDERS)
    assert forgotten == {"ALARm:AUDio:PAUSe", "ALARm:TEST", "AUTHenticate:OPEN", "SYSTem:REPL"}
    assert all(FORGOTTEN.values())


@pytest.mark.parametrize(
    "medium, say",
    [(medium, in_two_lines) for medium in MEDIA]
    + [("images", in_one_line), ("images", in_an_envelope), ("sound", in_one_line)],
)
@pytest.mark.parametrize("each", CASES)
def test_an_answer_of_0_outlives_the_power(each, medium, say):
    """And an order that is not kept has not happened, or says that it has."""
    port = each.prepare()
    assert not each.done(port)
    line = each.text(port)
    fail(port, medium)
    number, detail = say(port, line)
    assert number in ((0,) if medium in KEPT_ANYWAY else (0, -320))
    happened = not number or DONE in detail
    assert happened is each.done(port)
    assert happened or not each.happens
    if not happened:
        alarmed = UNCHANGED in detail
        other = without(each, medium, alarmed)
        assert differing(port, other) == {}
        other.cut()
    port.cut()
    if not number:
        assert each.done(port)
    elif not happened:
        assert not each.done(port)
        assert differing(port, other) == {}


@pytest.mark.parametrize("each", CASES)
def test_a_cut_at_any_write_leaves_nothing_that_was_answered_behind(each):
    """Ahead of every program, erase and write of a file that the order leads to."""
    for writes in range(1_000):
        port = each.prepare()
        line = each.text(port)
        cut_at(port, writes)
        try:
            answer = port.ask("@cut " + line)
        except PowerCut:
            answer = port.bench.hal.link.take().decode()
            port.cut()
            assert port.ask("@again *WAI") == "@again 0"
            assert answer[:6] in ("", "@cut 0")
            assert not answer or each.done(port)
        else:
            assert answer[:6] == "@cut 0"
            assert writes > 0
            assert each.done(port)
            return
    raise AssertionError("it writes without end")


def cut_at(port, writes):
    """The power goes ahead of the write after so many."""
    left = [writes]

    def before(*_):
        if not left[0]:
            raise PowerCut
        left[0] -= 1

    port.bench.hal.flash.before = port.bench.hal.files.before = before
