"""The serial lines, at the rate that the firmware chose."""

from typing import TYPE_CHECKING

import pytest

from tests.pico.boards import gaps, run

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

UART = "u = machine.UART(%d, %d, tx=Pin(%d), rx=Pin(%d), timeout=50)"


@pytest.mark.parametrize(("number", "tx", "baud"), [(0, 0, 115_200), (1, 4, 9_600)])
def test_an_echo(pico: "Pico", number: int, tx: int, baud: int) -> None:
    run(pico, UART % (number, baud, tx, tx + 1))
    text = b"The quick brown fox jumps over the lazy dog, and it goes on for more than a FIFO."
    pico.uart(number).write(text)
    run(pico, "time.sleep_ms(200); u.write(u.read())")
    pico.run_for(200)
    assert pico.uart(number).read() == text


def test_a_byte_takes_ten_bits(pico: "Pico") -> None:
    run(pico, UART % (0, 9_600, 0, 1))
    ends: list[tuple[int, int]] = []
    pico.uart(0).on_data = lambda byte: ends.append((pico.ns, byte))
    run(pico, "u.write(bytes(100)); u.flush()")
    assert len(ends) == 100
    assert all(1_041_000 < gap < 1_042_500 for gap in gaps(ends))


def test_what_waits_too_long_is_lost(pico: "Pico") -> None:
    """MicroPython keeps 256 bytes behind the chip's 32."""
    run(pico, UART % (0, 115_200, 0, 1))
    pico.uart(0).write(bytes(range(200)) * 3)
    pico.run_for(100)
    kept = int(run(pico, "print(len(u.read()))"))
    assert 256 <= kept <= 256 + 32
