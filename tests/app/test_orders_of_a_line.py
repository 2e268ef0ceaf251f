"""Several orders in one line, and a heap that ends: what stays is what was answered for."""

import pytest

from pump.app import keeping
from pump.core.control.assessment import Assessment
from pump.core.control.therapy_orders import TherapyOrders
from pump.core.pump import Pump
from pump.core.therapy.states import RUN, STOPPED, SUSPENDED
from pump.wire.rights import SERVICE
from tests.app.ordered import KEY, running
from tests.app.test_orders_kept import DONE, UNCHANGED, everything, fail

FILL = "RES:FILL 10 ML,500 UG/ML"
FULL_NL, FILLED_NL = 18_000_000, 10_000_000


def left_nl(port):
    return port.pump.reservoir.volume_nl()


def stood(port):
    """Whether the motor gives nothing more."""
    before = port.bench.plant.truth("rotor_steps")
    port.ask("SIM:TIME:ADV 20 MIN")
    return port.bench.plant.truth("rotor_steps") == before


def test_orders_before_a_refused_one_are_kept():
    port = running()
    port.ask(FILL + ";:DEL:RES;:DEL:STOP OTHER")
    assert port.ask("SYST:ERR?").startswith("213")
    assert port.error() == 0
    assert left_nl(port) == FILLED_NL
    port.cut()
    assert left_nl(port) <= FILLED_NL


def test_they_are_taken_back_together_and_the_first_is_named():
    port = running()
    fail(port, "images")
    before = port.bench.hal.wall()
    port.ask(FILL + ";:SYST:DATE 2031,2,3;:SYST:TIME 12,0,0;:DEL:RES")
    assert port.ask("SYST:ERR?").startswith("213")
    said = port.ask("SYST:ERR?")
    assert said.startswith('-320,"Storage fault;RES:FILL: ')
    assert UNCHANGED in said
    assert port.error() == 0
    assert left_nl(port) == FULL_NL
    assert port.bench.hal.wall() == before
    assert port.ask("SYST:TIME?").startswith("0,0,")


def test_what_a_line_asks_before_its_orders_is_answered_and_what_comes_after_is_not():
    port = running()
    fail(port, "images")
    assert port.ask(f"DEL:STAT?;:{FILL};:RES:VOL?") == "RUN"
    assert port.error() == -320
    assert port.ask(f"DEL:STAT?;:{FILL}") == "RUN"
    assert port.error() == -320


def test_what_it_asks_behind_them_is_of_orders_that_are_kept():
    """The image is written ahead of the query, which no power cut makes a lie."""
    port = running()
    written = []
    port.bench.hal.files.before = lambda *change: written.append(change[1][:5])
    asked = port.pump.reservoir.volume_nl

    def volume_nl():
        written.append("asked")
        return asked()

    port.pump.reservoir.volume_nl = volume_nl
    assert port.ask(FILL + ";:RES:VOL?") == str(FILLED_NL)
    assert written.index("state") < written.index("asked")


def test_the_answer_of_an_order_that_is_not_kept_is_dropped():
    port = running()
    assert port.ask("RES:RECO 17 ML") == "18000000,17000000,OVER"
    fail(port, "images")
    assert port.ask("RES:RECO 16 ML") == ""
    assert port.error() == -320
    assert left_nl(port) == 17_000_000


@pytest.mark.parametrize("order, state", [("STOP OVERDOSE", STOPPED), ("SUSP 30 MIN", SUSPENDED)])
@pytest.mark.parametrize("medium", ["images", "everything"])
def test_what_ends_flow_behind_orders_halts_at_once_and_nothing_is_taken_back(medium, order, state):
    port = running()
    port.ask("SIM:TIME:ADV 1 MIN")
    fail(port, medium)
    assert port.ask(f"@end {FILL};:DEL:{order}") == "@end -320"
    assert DONE in port.ask("SYST:ERR?")
    assert port.pump.state == state
    assert not port.pump.order.in_progress
    assert FILLED_NL - 1_000 < left_nl(port) <= FILLED_NL  # what the halted quantum had given
    assert stood(port)


@pytest.mark.parametrize("line", [f'AUTH:ROT SERV,"{KEY}"', "AUTH:PLA PRES"])
def test_what_stands_in_a_file_of_its_own_is_not_told_as_unchanged(line):
    port = running()
    fail(port, "images")
    port.ask(f"{FILL};:{line}")
    assert DONE in port.ask("SYST:ERR?")
    assert left_nl(port) <= FILLED_NL
    keys = port.context.keys
    held = keys.key(SERVICE), keys.plain
    port.cut()
    keys = port.context.keys
    assert (keys.key(SERVICE), keys.plain) == held


def test_a_stop_ahead_of_orders_is_kept_by_its_record_when_they_are_taken_back():
    port = running()
    fail(port, "images")
    port.ask("DEL:STOP")
    assert port.ask("@both " + FILL) == "@both -320"
    assert left_nl(port) == FULL_NL
    assert port.pump.state == STOPPED
    port.cut()
    assert port.pump.state == STOPPED


def test_a_heap_too_short_for_a_way_back_leaves_nothing_changed(monkeypatch):
    port = running()

    def full(_pump):
        raise MemoryError

    before = everything(port)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "Undo", full)
        assert port.ask("@fill " + FILL + ";:RES:VOL?").startswith("@fill -321")
        assert everything(port) == before
        assert "unchanged; send it again" in port.ask("SYST:ERR?")
        assert port.ask("@stop DEL:STOP OVERDOSE") == "@stop 0"
        assert port.pump.state == STOPPED
        assert stood(port)
    port.ask(FILL)
    assert port.error() == 0
    port.cut()
    assert port.pump.state == STOPPED
    assert left_nl(port) == FILLED_NL


def test_a_heap_too_short_for_an_image_leaves_nothing_changed(monkeypatch):
    port = running()
    before = everything(port)
    asked = []

    def full(_pump):
        asked.append("an image")
        monkeypatch.undo()
        raise MemoryError

    monkeypatch.setattr(Pump, "image", full)
    port.ask(FILL)
    assert asked
    assert everything(port) == before
    assert port.error() == -321
    port.cut()
    assert left_nl(port) == FULL_NL - 1_500
    assert port.pump.state == RUN


def test_a_heap_too_short_for_an_image_is_told_of_a_commit_that_stands(monkeypatch):
    """Its text is durable: the answer that nothing has changed would be wrong."""
    port = running()
    port.ask("PRES:COPY;:PRES:SEGM1:RATE 110 UG/D")
    digest = port.ask("PRES:DIG?")

    def full(_pump):
        monkeypatch.undo()
        raise MemoryError

    monkeypatch.setattr(Pump, "image", full)
    with pytest.raises(MemoryError):  # the turn's own: the program ends, and starts again
        port.ask("@once PRES:COMM " + digest + ",CONFIRM")
    assert port.bench.hal.link.take() == b"@once -320\n"
    port.cut()
    assert port.ask("PRES:ACT:DIG?") == digest


def test_a_defect_within_an_order_leaves_nothing_of_its_line(monkeypatch):
    port = running()
    before = everything(port)

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(Assessment, "judge_age", broken)
    port.ask("ALAR:TEST;:" + FILL)
    assert everything(port) == before
    assert port.error() < 0
    monkeypatch.undo()
    port.ask(FILL)
    assert port.error() == 0


def test_a_defect_within_a_stop_takes_nothing_of_it_back(monkeypatch):
    port = running()

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(TherapyOrders, "_plan_pause", broken)
    port.ask(FILL + ";:DEL:STOP OVERDOSE")
    assert port.error() < 0
    assert port.pump.state == STOPPED
    assert stood(port)
    port.cut()
    assert port.pump.state == STOPPED
