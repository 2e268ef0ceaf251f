"""A heap that is full when a quantum is planned and recorded, and what comes of it over the line.

In the REPL the program that main.py runs is run by hand, with a heap that fills up and stays full:
the handler has its reserve and nothing else. The restart that comes of it boots the image as it is.
"""

from host_sim.pico.bench import PicoBench
from tests.board import pump
from tests.board.day import event_log
from tests.board.image import WIRING
from tests.board.repl import open_repl

_CONSOLE, _END = b"\r\x03\x03\r\x01", b"\x04"
_NS_PER_MS = 1_000_000
MINUTE_MS = 60_000
TURNS = 30  # the first order is under way by then
_GUARDED = "import board\nfrom pump.app.firmware_fault import guarded\n"
FULL_HEAP = f"""{_GUARDED}
from pump.app.compose import Instrument
held = kept = None

def boot(hal):
    global held, kept
    kept = turn = Instrument(hal).turn
    for _ in range({TURNS}):
        turn.turn()
        hal.idle(100)
    for size in (4096, 256, 16, 1):
        try:
            while True:
                held = (held, bytearray(size))
        except MemoryError:
            pass
    return turn

guarded(board.make_hal(), boot)
"""
HANGS = f"""{_GUARDED}
import time
guarded(board.make_hal(), lambda hal: time.sleep_ms(60_000))
"""
FAILS = f"""{_GUARDED}
def boot(hal):
    hal.files.write("firmware_fault", b"MemoryError pump/x.py:1 before")
    hal.motor.start(1_000, 0, 10_000, 8)
    raise MemoryError

guarded(board.make_hal(), boot)
"""


def run_by_hand(made: PicoBench, source: str) -> None:
    """Power on into the REPL, which takes the source."""
    made.power_cycle()
    open_repl(made.pico)
    made.pico.usb.write(_CONSOLE)
    made.run_ms(50)
    made.pico.usb.write(source.encode() + _END)
    made.run_ms(1_000)


def restarted(made: PicoBench, within_ms: int) -> tuple[int, str]:
    """The first reset: its moment and its cause."""
    made.pico.wait(lambda: bool(made.pico.resets), within_ms, "a restart", 10)
    return made.pico.resets[0]


def test_no_memory_for_a_quantum_restarts_and_is_told_and_therapy_flows_within_a_minute() -> None:
    made = pump.started()
    made.run_ms(45_000)
    run_by_hand(made, FULL_HEAP)
    before, cause = restarted(made, 10 * MINUTE_MS)
    assert cause == "software"
    assert not made.pico.pins.driven(WIRING.ENABLE)
    given = made.plant.stepper.position
    made.pico.wait(
        lambda: made.plant.stepper.position > given, MINUTE_MS, "a step after the restart", 10
    )
    print("first step", (made.pico.ns - before) // _NS_PER_MS, "ms after the restart")
    made.pico.boot()
    made.run_ms(3_000)
    assert made.ask("DEL:STAT?") == "RUN"
    alarms = pump.alarms(made)
    assert alarms["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")
    assert alarms["RESET"] == ("MEDIUM", "LATCHED")  # the third start in ten minutes
    lines = [line for line in event_log(made) if " FIRMWARE_FAULT MemoryError " in line]
    print(lines)
    assert len(lines) == 1
    assert " pump/core/" in lines[0] or " pump/store/" in lines[0]
    assert any("CAUSE reset=2" in line for line in event_log(made))
    assert pump.holds_the_truth(made)


def test_a_program_that_hangs_before_its_first_turn_is_bitten() -> None:
    made = pump.started()
    run_by_hand(made, HANGS)
    begin = made.pico.ns
    bitten, cause = restarted(made, 10_000)
    assert cause == "watchdog"
    assert bitten - begin < 8_400 * _NS_PER_MS
    made.pico.boot()
    made.run_ms(3_000)
    assert made.ask("DEL:STAT?") == "RUN"
    assert "FIRMWARE_FAULT" not in pump.alarms(made)


def test_a_board_that_fails_again_shows_it_for_half_a_minute_without_current() -> None:
    made = pump.started()
    reds: list[int] = []
    run_by_hand(made, FAILS)
    made.pico.pins.watch(WIRING.LED_RED, lambda _, level: reds.append(level))
    sounds: list[int] = []
    made.pico.pins.watch(WIRING.BUZZER, lambda _, level: sounds.append(level))
    made.run_ms(25_000)
    assert not made.pico.resets
    assert not made.pico.pins.driven(WIRING.ENABLE)
    assert reds.count(1) in range(48, 52)  # 2 Hz
    assert sounds.count(1) in range(20, 41)  # ten pulses every 7.5 s
    _, cause = restarted(made, 10_000)
    assert cause == "software"
    made.pico.boot()
    made.run_ms(3_000)
    assert pump.alarms(made)["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")
    assert any("MemoryError pump/x.py:1 before" in line for line in event_log(made))
