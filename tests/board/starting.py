"""Brings an emulated board to each row of starts.py, and says what a person sees of it there.

A fault is put into the program by hand: the REPL changes one name of it and runs main.py's start().
"""

from host_sim.pico.bench import PicoBench
from host_sim.pico.uf2 import flash_of
from tests.board import starts
from tests.board.image import ROOT, WIRING, image
from tests.board.powered import BUTTON, first_boot, new_board, running, settled
from tests.board.repl import open_repl

PLAIN = ROOT / "build/rp2040_pico/plain.uf2"
STORAGE = 640 * 1024
SUPERBLOCKS = 2 * 4096
LOAD = 0x04  # the watchdog's register that holds what is left
WATCH_MS = 9_000  # longer than a MEDIUM tone with its pause, shorter than a second fault's wait
SILENT_WATCH_MS = 1_000  # where nothing goes on by itself
LOW_WATCH_MS = 31_000  # and a LOW one
_BAD = "def bad(*a, **k): raise ValueError('put in by hand')\n"
_TWICE = "open('/firmware_fault', 'w').write('ValueError x.py:1 before')\n"


def at_rest(held: bool = False) -> PicoBench:
    return _powered(first_boot().pico.flash_image(), held)


def with_therapy(held: bool = False) -> PicoBench:
    return _powered(running().pico.flash_image(), held)


def _powered(flash: bytes, held: bool) -> PicoBench:
    board = new_board(flash)
    board.pico.pins.drive(BUTTON, int(not held))
    return board


def _for(board: PicoBench, ms: int) -> PicoBench:
    board.run_ms(ms)
    return board


def _by_hand(source: str, held: bool = False) -> PicoBench:
    """With therapy in the store, the program is started by hand after that."""
    board = with_therapy(held)
    open_repl(board.pico)
    board.pico.usb.write(b"\r\x03\x03\r\x01")
    board.run_ms(50)
    board.pico.usb.write((_BAD + source + "start()\n").encode() + b"\x04")
    return _for(board, 1_000)


def _bitten(board: PicoBench) -> PicoBench:
    board.pico.pins.drive(BUTTON, 0)
    board.pico._mcu.watchdog.write_uint32(LOAD, 1)
    return board


def new() -> PicoBench:
    return new_board(image())


def rest() -> PicoBench:
    return at_rest()


def short() -> PicoBench:
    board = _for(at_rest(held=True), 1_900)
    board.pico.pins.drive(BUTTON, 1)
    return board


def long() -> PicoBench:
    return _for(at_rest(held=True), 5_000)


def runs() -> PicoBench:
    return with_therapy()


def runs_held() -> PicoBench:
    return with_therapy(held=True)


def bitten() -> PicoBench:
    return _bitten(first_boot())


def bitten_runs() -> PicoBench:
    return _bitten(running())


def asked() -> PicoBench:
    board = first_boot()
    board.pico.usb.write(b"SYST:REPL\n")
    return _for(board, 1_500)


def left() -> PicoBench:
    board = asked()
    board.pico.pins.drive(BUTTON, 0)
    board.pico.usb.dtr(False)
    _for(board, 60_000 + 8_388 + 500)
    board.pico.usb.dtr(True)
    return board


def damaged() -> PicoBench:
    flash = bytearray(running().pico.flash_image())
    flash[STORAGE : STORAGE + SUPERBLOCKS] = bytes(SUPERBLOCKS)
    return new_board(bytes(flash))


def mount_hangs() -> PicoBench:
    """The chip never ends an erase: whoever waits for it waits for ever. One bite is brought near:
    a processor that waits for its flash is slow to emulate."""
    board = new_board(image())
    board.pico.flash.erase_us = 3_600_000_000
    board.run_ms(100)
    board.pico._mcu.watchdog.write_uint32(LOAD, 2_000)
    return _for(board, 100)


def i2c() -> PicoBench:
    return _by_hand("import board\nboard.I2C = bad\n")


def hal() -> PicoBench:
    return _by_hand("import board\nboard.Battery = bad\n")


def replay() -> PicoBench:
    return _by_hand("import pump.app.compose as c\nc.restore = bad\n")


def turn() -> PicoBench:
    return _by_hand("from pump.app.turn import Turn\nTurn.turn = bad\n")


def between() -> PicoBench:
    return _by_hand("from pump.app.turn import Turn\nTurn.idle_ms = bad\n")


def hangs() -> PicoBench:
    source = "import time\nimport pump.app.compose as c\nc.restore = lambda *a: time.sleep(60)\n"
    return _for(_by_hand(source), 8_000)


def again(held: bool = False) -> PicoBench:
    return _by_hand(_TWICE + "import pump.app.compose as c\nc.restore = bad\n", held)


def again_down() -> PicoBench:
    return again(held=True)


def again_pressed() -> PicoBench:
    board = again_down()
    board.pico.pins.drive(BUTTON, 1)
    _for(board, 500)
    board.pico.pins.drive(BUTTON, 0)
    return _for(board, 3_000)


def imports() -> PicoBench:
    """Files on the plain image, of which one is missing."""
    board = new_board(flash_of(PLAIN))
    board.pico.boot()
    board.pico.repl("open('/main.py', 'w').write('from board import make_hal')")
    board.power_cycle()
    board.pico.boot()
    return _for(board, 1_000)


# What is seen ------------------------------------------------------------------------------------


def seen(board: PicoBench, watch_ms: int) -> tuple[str, str]:
    """The lamp and the tone of that time."""
    pins = (WIRING.LED_RED, WIRING.LED_YELLOW, WIRING.LED_CYAN, WIRING.BUZZER)
    rises = dict.fromkeys(pins, 0)

    def edge(pin: int):
        def rise(_: int, level: int) -> None:
            rises[pin] += level

        return rise

    ends = [board.pico.pins.watch(pin, edge(pin)) for pin in pins]
    board.run_ms(watch_ms)
    for end in ends:
        end()
    lit = [board.pico.pins.level(pin) for pin in pins]
    blinks = [rises[pin] * 1_000 / watch_ms for pin in pins]
    return _lamp(blinks, lit), _tone(blinks[3])


def _lamp(hz: list[float], lit: list[int]) -> str:
    red, yellow, cyan, _ = hz
    if yellow > 0.9 and cyan > 0.9:
        return starts.IN_TURN
    for name, blinks in ((starts.RED, red > 1.8), (starts.YELLOW, 0.4 < yellow < 0.6)):
        if blinks:
            return name
    return starts.RED_ON if lit[0] else starts.CYAN if lit[2] else starts.DARK


def _tone(pulses_a_second: float) -> str:
    """10 pulses in 7.4 s, 3 in 8.3 s, 2 in 30 s: what lies between is nearer to one of them."""
    for name, least in ((starts.HIGH, 0.8), (starts.MEDIUM, 0.2), (starts.LOW, 0.03)):
        if pulses_a_second > least:
            return name
    return starts.NO_TONE


def line(board: PicoBench) -> str:
    """Who answers on it."""
    if not board.pico.usb.connected:
        return starts.SILENT
    if settled(board, b"\r", 500).endswith(b"\r\n>>> "):
        return starts.REPL
    return starts.PUMP if settled(board, b"*IDN?\n", 500).startswith(b"CIST") else starts.SILENT
