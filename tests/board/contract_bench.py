"""The emulated Pico as a bench of the contract suite: every call goes to the real drivers on it.

Calls are lines on UART0 (server.py). `wait` sets a moment, and what is asked first after it is
evaluated on the board at exactly that microsecond; the plant hangs on the pins.
"""

from pathlib import Path

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.image import WIRING, image
from tests.board.repl import open_repl

RING = 1 << 30
HERE = Path(__file__).parent
_RAW, _END = b"\r\x03\x03\r\x01", b"\x04"
_NS_PER_MS = 1_000_000
_LEAD_MS = 30  # a timed call is sent so long before its moment
_LIMIT_MS = 30_000
_PIECE = 256  # bytes of data in one line
_VALUES = ("sectors", "sector_bytes", "dropped", "log_bytes", "serial", "model", "reset_cause")
_SEEN = ("motor.counted", "motor.moved", "motor.state")
_BUTTON = 12


class Remote:
    """A name on the board; called, it is called there."""

    def __init__(self, bench: "ContractBench", path: str = "") -> None:
        self._bench = bench
        self._path = path

    def __getattr__(self, name: str):
        path = f"{self._path}.{name}" if self._path else name
        if name in _VALUES:
            return self._bench.call("h." + path)
        return Remote(self._bench, path)

    def __call__(self, *arguments):
        return self._bench.called(self._path, arguments)


class ContractBench:
    """Same names as tests/contract/benches.py."""

    name = "emulated Pico"
    slack_ms = 80  # a call takes some 10 ms, its way there and back included
    files_bytes = 8 * 4096
    link_bytes = 8_448

    def __init__(self, first_ticks_ms: int = 0, rotor: int = 0) -> None:
        self.bench = PicoBench(image(), WIRING, first_ms=max(0, first_ticks_ms - 5_000))
        self.hal = Remote(self)
        self._boot()
        if rotor:
            self.call(f"set_rotor({(rotor - RING) // 4})")
        if first_ticks_ms:
            self._ms = first_ticks_ms
            self._fresh = True

    def _boot(self) -> None:
        self._fresh = False
        self._seen = None
        self._later = []
        pico = self.bench.pico
        pico.flash.program_us, pico.flash.erase_us = 50, 500  # real busy times: test_edges.py
        open_repl(pico)
        pico.usb.write(_RAW)
        pico.run_for(50)
        sources = (HERE / "server.py").read_text() + (HERE / "served.py").read_text()
        pico.usb.write((sources + "\nserve(globals())\n").encode() + _END)
        self._uart = pico.uart(0)
        self._got = b""
        assert self._line() == b"ready", pico.usb.read()
        pico.usb.read()
        self._ms = self.call("h.ticks_ms()")

    # Calls -----------------------------------------------------------------------------------

    def called(self, path: str, arguments: tuple):
        """One method of the Hal, at the bench's moment where one was set."""
        if path in _SEEN:
            return self._look(path)
        if path == "flash.read":
            return self._read_flash(*arguments)
        result = self._act("h.{}({})".format(path, ",".join(map(self._shown, arguments))), path)
        if path == "idle":
            self._ms = self.call("h.ticks_ms()")
        return result

    def _look(self, path: str):
        if self._fresh or self._seen is None:
            self._act("None")
        if path == "motor.state":
            self.call("h.motor.state()")  # tells a halt
        return self._seen[_SEEN.index(path)]

    def _act(self, expression: str, path: str = ""):
        """At the moment that wait() has set, else now; and a look right after it.

        What counts from a moment gets a new one; a mere look leaves the bench's time alone.
        """
        at, fresh = "", self._fresh
        if fresh:
            self._run_to(self._ms - _LEAD_MS)
            at = f"@{self._ms * 1_000 % RING} "
        self._fresh = False
        self._seen = None
        tells = fresh or path in ("motor.start", "set_wall", "ticks_ms")
        moment = "h.ticks_ms()" if tells else "0"
        moment, result, self._seen = self.call(f"{at}act(({moment}, {expression}))")
        if tells and not fresh:
            self._ms = moment
        return result

    def call(self, expression: str):
        """What the expression gives on the board; its OSError or ValueError."""
        self._uart.write(expression.encode() + b"\n")
        kind, _, text = self._line().partition(b" ")
        if kind == b"=":
            return eval(text)
        if kind == b"x":
            return bytes.fromhex(text.decode())
        name, _, detail = text.decode().partition(" ")
        raise OSError(int(detail)) if name == "OSError" else ValueError(detail)

    def _line(self) -> bytes:
        pico = self.bench.pico
        self._uart.on_data = lambda byte: pico.stop() if byte == 10 else None
        end_ns = pico.ns + _LIMIT_MS * _NS_PER_MS
        while b"\n" not in self._got:
            assert pico.ns < end_ns, pico.usb.read()
            pico.run_until(end_ns)
            self._got += self._uart.read()
        line, _, self._got = self._got.partition(b"\n")
        return line

    def _shown(self, value: object) -> str:
        """The argument as text; long data goes piece by piece into a buffer of the board's."""
        if not isinstance(value, (bytes, bytearray, memoryview)):
            return repr(value)
        data = bytes(value)
        kind = type(value).__name__
        if len(data) <= _PIECE:
            return f"{kind}({data!r})"
        self.call("globals().update(buf=bytearray())")
        for at in range(0, len(data), _PIECE):
            self.call(f"buf.extend({data[at : at + _PIECE]!r})")
        return f"{kind}(buf)"

    def _read_flash(self, at: int, into) -> None:
        self._act(f"read({at},{len(into)})")
        for start in range(0, len(into), 2_048):
            end = min(start + 2_048, len(into))
            into[start:end] = self.call(f"bytes(big[{start}:{end}])")

    # The bench ---------------------------------------------------------------------------------

    def wait(self, ms: int) -> None:
        self._ms += ms
        self._fresh = True
        self._seen = None

    def _run_to(self, ms: int) -> None:
        left_ms = ms - self._now_ms()
        if left_ms > 0:
            self.bench.pico.run_for(left_ms)

    def _now_ms(self) -> int:
        return self.bench.first_ms + self.bench.pico.ns // _NS_PER_MS

    def hold_rotor(self, on: bool) -> None:
        self._settle()
        self.bench.plant.faults.set("stall", int(on))

    def _settle(self) -> None:
        """What the bench does happens at its moment too."""
        if self._fresh:
            self._run_to(self._ms)

    def offer(self, data: bytes) -> None:
        self._settle()
        self.bench.pico.usb.write(data)
        self.bench.pico.run_for(3)

    def offer_later(self, ms: int, data: bytes) -> None:
        self._at_ms(ms, lambda: self.bench.pico.usb.write(data))

    def drop_later(self, ms: int) -> None:
        self._at_ms(ms, lambda: self.bench.pico.usb.dtr(False))

    def _at_ms(self, ms: int, act) -> None:
        at_ms = self._ms + ms - self.bench.first_ms
        self._later.append(self.bench.pico.at(at_ms * _NS_PER_MS, act))

    def listen(self, on: bool) -> None:
        self.bench.pico.usb.reading = on

    def received(self) -> bytes:
        received = b""
        while True:
            self.call("h.link.wait(0)")
            self.bench.pico.run_for(5)
            more = self.bench.pico.usb.read()
            received += more
            if not more:
                return received

    def lit(self) -> tuple[int, int, int, int]:
        self._settle()
        level = self.bench.pico.pins.level
        lamps = (WIRING.LED_RED, WIRING.LED_YELLOW, WIRING.LED_CYAN, WIRING.BUZZER)
        red, yellow, cyan, buzzer = [level(pin) for pin in lamps]
        return red, yellow, cyan, buzzer

    def press(self, on: bool) -> None:
        self._settle()
        self.bench.pico.pins.drive(_BUTTON, int(not on))

    def press_patients(self, on: bool) -> None:
        self._settle()
        self.bench.pico.pins.drive(WIRING.PATIENT, int(not on))

    def drop_line(self) -> None:
        self._settle()
        self.bench.pico.usb.dtr(False)
        self.bench.pico.run_for(2)
        self.bench.pico.usb.dtr(True)
        self.bench.pico.run_for(2)

    def power_cycle(self) -> None:
        self.bench.power_cycle()
        self._boot()

    def restart(self, after_ms: int) -> None:
        self._settle()
        pico = self.bench.pico
        resets = len(pico.resets)
        self._uart.write(b"h.restart(%d)\n" % after_ms)
        pico.wait(lambda: len(pico.resets) > resets, after_ms + 100, "a restart")
        self._boot()

    def traced(self) -> str:
        return self.call("traced()")

    def _never(self, on: bool) -> None:
        pytest.skip("this board's own flash and timer never refuse")

    break_journal = break_events = break_files = break_wall = _never
