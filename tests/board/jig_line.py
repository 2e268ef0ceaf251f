"""An emulated board as the port of a client in this process: it waits in the board's own time."""

from host_sim.pico.bench import PicoBench

_TIMEOUT_MS = 3_000
_LOOK_MS = 1.0


class BoardLine:
    """A `Link` of pumpctl."""

    def __init__(self, bench: PicoBench) -> None:
        self._bench = bench
        self._arrived = b""

    def send(self, data: bytes) -> None:
        self._bench.pico.usb.write(data)

    def receive(self, wanted: int) -> bytes:
        left_ms = _TIMEOUT_MS
        self._arrived += self._bench.pico.usb.read()
        while not self._arrived and left_ms > 0:
            self._bench.run_ms(_LOOK_MS)
            left_ms -= _LOOK_MS
            self._arrived += self._bench.pico.usb.read()
        piece, self._arrived = self._arrived[:wanted], self._arrived[wanted:]
        return piece

    def forget(self) -> None:
        self._arrived = b""
        self._bench.pico.usb.read()

    def reopen(self) -> None:
        self.forget()

    def close(self) -> None:
        pass

    def pass_s(self, seconds: float) -> None:
        """So much of the board's time."""
        self._bench.run_ms(seconds * 1_000)
