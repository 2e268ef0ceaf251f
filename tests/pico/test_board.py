"""The board as a whole: it boots, sleeps for nothing, resets, and does the same twice."""

from typing import TYPE_CHECKING

import pytest

from tests.pico.boards import MakePico, run, traced

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

TRACED = """
pin = Pin(2, Pin.OUT)
for i in range(50):
    pin.toggle()
    time.sleep_us(997 * (i % 7))
"""


def test_it_boots_and_answers(pico: "Pico") -> None:
    assert run(pico, "import sys; print(sys.platform, 6 * 7)") == "rp2 42"
    assert pico.repl("1 / 0")[1].endswith("ZeroDivisionError: divide by zero\r\n")


def test_a_minute_of_sleep_costs_next_to_nothing(pico: "Pico") -> None:
    """Stock rp2040py: 6 million packets, each an interrupt."""
    before = pico.ns, pico.instructions, pico.events
    run(pico, "time.sleep(60)", 61_000)
    assert pico.ns - before[0] > 60_000_000_000
    assert pico.instructions - before[1] < 1_000_000
    assert pico.events - before[2] < 200


def test_two_runs_are_the_same_to_the_nanosecond(make_pico: MakePico) -> None:
    traces = []
    for _ in range(2):
        pico = make_pico()
        trace = traced(pico, 2)
        run(pico, TRACED)
        traces.append((trace, pico.ns, pico.instructions))
    assert traces[0] == traces[1]
    assert len(traces[0][0]) >= 50


def test_it_does_not_matter_in_how_many_runs_time_is_taken(make_pico: MakePico) -> None:
    traces = []
    for slice_ns in (1_000_000_000, 77_777):
        pico = make_pico()
        trace = traced(pico, 2)
        pico.usb.write(b"\x05" + TRACED.encode() + b"\x04")
        end_ns = 1_000_000_000
        while pico.ns < end_ns:
            pico.run_until(min(end_ns, pico.ns + slice_ns))
        traces.append(trace)
    assert traces[0] == traces[1]
    assert len(traces[0]) >= 50


def test_stop_and_at(pico: "Pico") -> None:
    moments: list[int] = []
    begin = pico.ns

    def now() -> None:
        moments.append(pico.ns)
        pico.stop()

    pico.at(begin + 1_500_003, now)
    pico.at(begin + 1_000_000, now).cancel()
    assert pico.run_for(10) == begin + 1_500_003
    assert moments == [begin + 1_500_003]
    assert pico.run_until(begin + 2_000_000) == begin + 2_000_000


def test_the_watchdog_bites_and_says_so(pico: "Pico") -> None:
    run(pico, "pin = Pin(2, Pin.OUT, value=1); machine.mem32[0x4005800c] = 0x1234")
    assert pico.pins.level(2) == 1
    pico.usb.write(b"w = machine.WDT(timeout=1000)\rtime.sleep(9)\r")
    begin = pico.ns
    pico.run_for(1100)
    [(ns, cause)] = pico.resets
    assert cause == "watchdog"
    assert 1_000_000_000 <= ns - begin < 1_010_000_000
    assert (pico.pins.level(2), pico.pins.driven(2)) == (0, False)
    assert run(pico, "import machine; print(machine.reset_cause() == machine.WDT_RESET)") == "True"
    assert run(pico, "print(hex(machine.mem32[0x4005800c]))") == "0x1234"
    pico.run_for(5000)
    assert len(pico.resets) == 1


def test_a_fed_watchdog_does_not_bite(pico: "Pico") -> None:
    run(pico, "w = machine.WDT(timeout=100)\nfor _ in range(50): time.sleep_ms(90); w.feed()")
    assert pico.resets == []


def test_reset_by_software_by_pin_and_by_power(pico: "Pico") -> None:
    cause = "import machine; print(machine.reset_cause() == machine.PWRON_RESET)"
    run(pico, "with open('kept', 'w') as f: f.write('x')")
    pico.usb.write(b"machine.reset()\r")
    pico.run_for(100)
    assert run(pico, cause) == "False"
    pico.reset_pin()
    assert run(pico, cause) == "True"
    assert [cause for _, cause in pico.resets] == ["software", "pin"]
    again = pico.power_cycle()
    assert again.ns == 0
    assert run(again, cause + "; print(open('kept').read())") == "True\nx"


def test_pads(pico: "Pico") -> None:
    seen: list[tuple[int, bool]] = []
    end = pico.pins.watch(3, lambda _, level: seen.append((level, pico.pins.driven(3))))
    run(pico, "p = Pin(3, Pin.IN, Pin.PULL_UP)")
    assert run(pico, "print(p.value())") == "1"
    pico.pins.drive(3, 0)
    assert run(pico, "print(p.value())") == "0"
    pico.pins.release(3)
    assert run(pico, "print(p.value())") == "1"
    run(pico, "p.init(Pin.OUT, value=0)")
    assert run(pico, "print(p.value()); p.value(1); print(p.value())") == "0\n1"
    end()
    run(pico, "p.value(0)")
    assert seen == [(1, False), (0, False), (1, False), (0, True), (1, True)]
    pico.pins.drive(3, 1)
    assert (pico.pins.level(3), pico.pins.fights) == (0, 1)


def test_an_edge_from_outside_interrupts(pico: "Pico") -> None:
    run(pico, "n = 0\ndef seen(p):\n global n\n n += 1\nPin(4, Pin.IN).irq(seen, Pin.IRQ_RISING)")
    for level in (1, 0, 1, 1):
        pico.pins.drive(4, level)
        pico.run_for(1)
    assert run(pico, "print(n)") == "2"


@pytest.mark.parametrize("millivolts", [0, 1000, 1650, 3300])
def test_a_voltage(pico: "Pico", millivolts: int) -> None:
    pico.adc(0, millivolts)
    read = int(run(pico, "print(machine.ADC(0).read_u16())"))
    assert abs(read * 3300 / 65535 - millivolts) < 1


def test_nothing_that_matters_is_missing(pico: "Pico") -> None:
    """The PLLs, the watch crystal's divider and the USB trim have no effect here."""
    known = ("PLL_", "RTC_", "SSI", "PPB", "USB")
    assert [text for text in pico.complaints if not text.startswith(known)] == []
