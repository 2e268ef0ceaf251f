"""The console's two streams and select.poll on them, as MicroPython has them.

poll asks each stream and, while none is ready, lets time pass until something happens. A stream of
the program's own is asked by its ioctl.
"""

from collections.abc import Iterator

from tests.drivers.esp32_model.world import World

POLLIN, POLLOUT = 1, 4
MP_STREAM_POLL = 3


class Stdin:
    def __init__(self, world: World) -> None:
        self._world = world

    def readinto(self, into: bytearray) -> int:
        received = self._world.received
        count = min(len(into), len(received))
        into[:count] = received[:count]
        del received[:count]
        return count

    def ioctl(self, _request: int, flags: int) -> int:
        return flags & POLLIN if self._world.received else 0


class Stdout:
    """Takes bytes while the host reads."""

    def __init__(self, world: World) -> None:
        self._world = world

    def write(self, data: bytes) -> int:
        self._world.received += bytes(data)
        return len(data)

    def ioctl(self, _request: int, flags: int) -> int:
        return flags & POLLOUT if self._world.host_reads else 0


class Poll:
    world: World

    def __init__(self) -> None:
        self._streams: list[tuple[object, int]] = []

    def register(self, stream, flags: int) -> None:
        self._streams.append((stream, flags))

    def ipoll(self, timeout_ms: int) -> Iterator[tuple[object, int]]:
        world = self.world
        until_us = world.us + timeout_ms * 1_000
        while True:
            ready = [(s, f) for s, flags in self._streams if (f := s.ioctl(MP_STREAM_POLL, flags))]
            if ready:
                yield from ready
                return
            next_us = world.next_us()
            if next_us is None or next_us > until_us:
                world.to(until_us)
                return
            world.step()
