"""PIO at its exact moments: while the CPU sleeps, through long waits, on its divider's own grid."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pico.boards import gaps, run, traced
from tools.board.pio import assembled, is_program

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

# 31 words end at the top of the 32: `after` is the last one, whatever else is loaded.
WAITER = """
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def waiter():
    pull()
    mov(x, osr)
    set(pins, 1)
    label('here')
    jmp(x_dec, 'here')
    set(pins, 0)
sm = rp2.StateMachine(0, waiter, freq=1_000_000, set_base=Pin(2))
after = 31
sm.active(1)
"""
# One store each: the pad's edge tells when the CPU did it. (SIO's GPIO_OUT_XOR, then a register.)
STORES = """
mark = Pin(3, Pin.OUT, value=0)
@micropython.viper
def store(register: uint, value: uint):
    sio, there = ptr32(0xd000001c), ptr32(register)
    sio[0] = 8
    there[0] = value
TXF0, SM0_INSTR, CTRL, SM0_CLKDIV = 0x50200010, 0x502000d8, 0x50200000, 0x502000c8
"""
TICK_NS = 1000


@pytest.fixture
def waiter(pico: "Pico") -> "Pico":
    """A machine at 1 MHz that raises pin 2 for the microseconds that it is given, plus 2."""
    run(pico, WAITER + STORES)
    assert pico.pins.driven(2)
    return pico


@pytest.mark.parametrize("busy", [False, True])
def test_a_square_wave_has_no_jitter(pico: "Pico", busy: bool) -> None:
    run(pico, """
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    set(pins, 1)
    set(pins, 0)
sm = rp2.StateMachine(4, square, freq=100_000, set_base=Pin(2))
""")  # fmt: skip
    trace = traced(pico, 2)
    work = "[str(i) for i in range(500)]" if busy else "time.sleep_ms(100)"
    run(pico, f"sm.active(1); {work}; sm.active(0)")
    assert set(gaps(trace)) == {10_000}
    assert len(trace) > 1_000


def test_a_fraction_of_a_clock_is_kept(pico: "Pico") -> None:
    """125 MHz / 3.5: whole clocks of 8 ns, and no drift."""
    run(pico, """
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    set(pins, 1)
    set(pins, 0)
sm = rp2.StateMachine(0, square, set_base=Pin(2))
machine.mem32[0x502000c8] = 3 << 16 | 128 << 8
""")  # fmt: skip
    trace = traced(pico, 2)
    run(pico, "sm.active(1); time.sleep_ms(1); sm.active(0)")
    assert set(gaps(trace)) == {24, 32}
    assert trace[2000][0] - trace[0][0] == 2000 * 28


@pytest.mark.parametrize("us", [0, 1, 2, 1_000, 300_000_000, 4_000_000_000])
def test_a_wait_is_exact_however_long(waiter: "Pico", us: int) -> None:
    trace = traced(waiter, 2)
    before = waiter.events
    run(waiter, f"sm.put({us}); time.sleep({us // 1_000_000 + 1})", us // 1000 + 2000)
    assert [level for _, level in trace] == [1, 0]
    assert trace[1][0] - trace[0][0] == (us + 2) * TICK_NS
    assert waiter.events - before < 1_000


def test_a_stalled_machine_goes_on_with_its_own_tick(waiter: "Pico") -> None:
    starts, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "for i in range(20): store(TXF0, 5); time.sleep_us(100 + i * 7)")
    ups = [ns for ns, level in starts if level]
    assert len(ups) == len(marks) == 20
    assert len({ns % TICK_NS for ns in ups}) == 1
    assert len({ns % TICK_NS for ns, _ in marks}) > 3
    for (mark, _), up in zip(marks, ups, strict=True):  # pull at the next tick, mov, set
        assert 2 * TICK_NS < up - mark <= 3 * TICK_NS + 64


def test_the_divider_runs_on_while_the_machine_is_off(waiter: "Pico") -> None:
    trace = traced(waiter, 2)
    run(waiter, "sm.put(9); time.sleep_us(50)")
    run(waiter, "sm.active(0); time.sleep_us(333); sm.active(1); sm.put(9); time.sleep_us(50)")
    assert trace[0][0] % TICK_NS == trace[2][0] % TICK_NS


def test_its_restart_begins_a_new_grid(waiter: "Pico") -> None:
    starts, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "sm.put(9); time.sleep_us(50)")
    for _ in range(3):
        run(waiter, "store(CTRL, 0x101); sm.put(9); time.sleep_us(50)")
    ups = [ns for ns, level in starts if level]
    assert len({ns % TICK_NS for ns in ups}) > 1
    for (mark, _), up in zip(marks, ups[1:], strict=True):
        assert 0 < (up - mark) % TICK_NS <= 64


def test_a_forced_jump_ends_a_wait_at_once(waiter: "Pico") -> None:
    trace, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "sm.put(300_000_000); time.sleep_us(777_777); store(SM0_INSTR, after)")
    (up, _), (down, _) = trace
    assert 0 < down - marks[0][0] <= TICK_NS + 64
    assert (down - up) % TICK_NS == 0
    run(waiter, "sm.put(5); time.sleep_us(50)")
    assert trace[3][0] - trace[2][0] == 7 * TICK_NS


def test_a_forced_jump_leaves_a_stall_behind(waiter: "Pico") -> None:
    """From `pull` to the last word, and from there around to `pull`: no word is taken by it."""
    run(waiter, "store(SM0_INSTR, 0xe001)  # set(pins, 1)")
    trace = traced(waiter, 2)
    run(waiter, "store(SM0_INSTR, after); time.sleep_us(20); sm.put(3); time.sleep_us(50)")
    assert [level for _, level in trace] == [0, 1, 0]
    assert trace[2][0] - trace[1][0] == 5 * TICK_NS


def test_anything_else_forced_does_not_disturb_a_wait(waiter: "Pico") -> None:
    """`mov isr, x` and `push`: X is what is left at that moment."""
    trace, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "sm.put(2_000_000); time.sleep_us(700_123); store(SM0_INSTR, 0xa0c1)")
    left = int(run(waiter, "sm.exec('push(noblock)'); print(sm.get()); time.sleep(2)"))
    (up, _), (down, _) = trace
    assert down - up == 2_000_002 * TICK_NS
    assert left == (down - marks[0][0]) // TICK_NS - 1  # the last tick is the jump that falls out


def test_a_forced_pin_is_seen_at_once(waiter: "Pico") -> None:
    trace, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "store(SM0_INSTR, 0xe001); time.sleep_us(9); store(SM0_INSTR, 0xe000)")
    for (at, level), (mark, expected) in zip(trace, marks, strict=True):
        assert level == expected
        assert 0 <= at - mark <= 64


def test_switched_off_in_the_midst_of_a_wait_it_keeps_what_is_left(waiter: "Pico") -> None:
    trace, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "sm.put(2_000_000); time.sleep_us(700_123)")
    run(waiter, "store(CTRL, 0); time.sleep(5); store(CTRL, 1); time.sleep(2)")
    (up, _), (down, _) = trace
    off_ns = marks[1][0] - marks[0][0]
    assert (down - up) % TICK_NS == 0
    assert abs(down - up - 2_000_002 * TICK_NS - off_ns) <= TICK_NS


def test_another_divider_counts_for_what_is_left(waiter: "Pico") -> None:
    trace, marks = traced(waiter, 2), traced(waiter, 3)
    run(waiter, "sm.put(2_000_000); time.sleep(1); store(SM0_CLKDIV, 250 << 16); time.sleep(3)")
    (up, _), (down, _) = trace
    slow_ns = down - marks[0][0]
    fast_ns = marks[0][0] - up
    assert abs(fast_ns + slow_ns // 2 - 2_000_002 * TICK_NS) <= 2 * TICK_NS


COUNTER = """
@rp2.asm_pio()
def counter():
    wait(1, pin, 0)
    in_(null, 32)
    push(noblock)
    wait(0, pin, 0)
b = rp2.StateMachine(4, counter, in_base=Pin(2))
"""


def test_two_machines_count_one_the_others_edges(pico: "Pico") -> None:
    """Its own output is seen by the input of the chip: the second one waits for the pad."""
    run(pico, COUNTER + """
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def source():
    pull()
    mov(x, osr)
    label('again')
    set(pins, 1) [9]
    set(pins, 0) [8]
    jmp(x_dec, 'again')
a = rp2.StateMachine(0, source, freq=1_000_000, set_base=Pin(2))
b.active(1); a.active(1)
a.put(3); time.sleep_ms(1)
""")  # fmt: skip
    assert run(pico, "print(b.rx_fifo())") == "4"


def test_what_came_while_a_machine_was_off_is_seen_when_it_is_on(pico: "Pico") -> None:
    run(pico, COUNTER + "b.active(1); time.sleep_us(9); b.active(0)")
    pico.pins.drive(2, 1)
    assert run(pico, "time.sleep_ms(1); print(b.rx_fifo())") == "0"
    assert run(pico, "b.active(1); time.sleep_us(9); print(b.rx_fifo())") == "1"


DRIVERS = Path(__file__).parents[2] / "firmware/pump/drivers"
PROGRAMS = [
    pytest.param(path, function, id=function.name)
    for path in sorted(DRIVERS.glob("rp2_*.py"))
    for function in ast.parse(path.read_text()).body
    if isinstance(function, ast.FunctionDef) and is_program(function)
]


def test_there_are_programs_to_compare() -> None:
    assert [param.values[1].name for param in PROGRAMS] == [
        "_channel", "_count", "_lend", "_follow", "_train",
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "function"), PROGRAMS)
def test_the_build_assembles_what_rp2_does(
    pico: "Pico", path: Path, function: ast.FunctionDef
) -> None:
    lines = path.read_text().split("\n")
    source = "\n".join(lines[function.decorator_list[0].lineno - 1 : function.end_lineno])
    told = run(pico, f"{source}\nprint([list({function.name}[0])] + {function.name}[1:])")
    program = assembled(function)
    data, *rest = eval(program.fields(), {"bytearray": bytes})
    words = [data[at] | data[at + 1] << 8 for at in range(0, len(data), 2)]
    assert [words, *rest] == eval(told)


@pytest.mark.parametrize(
    "body",
    ["out(x, 3)", "wait(1, irq, 0)", "set(pins, 1)[32]", "label('a')\n    label('a')"],
)
def test_what_the_build_does_not_know_it_refuses(body: str) -> None:
    [function] = ast.parse(f"@rp2.asm_pio()\ndef program():\n    {body}\n").body
    assert isinstance(function, ast.FunctionDef)
    with pytest.raises((ValueError, NameError, TypeError)):
        assembled(function)
