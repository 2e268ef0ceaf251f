"""The USB host: what it does not read, what it does not say, and its line state."""

from typing import TYPE_CHECKING

from tests.pico.boards import run

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

MARK = b"Pin(2, Pin.OUT, value=1)\r"


def test_a_long_program_arrives_whole(pico: "Pico") -> None:
    lines = "\n".join(f"x = {number}  # {'y' * 50}" for number in range(300))
    assert run(pico, lines + "\nprint(x)") == "299"
    assert pico.usb.unsent == 0


def test_what_is_not_read_fills_the_device(pico: "Pico") -> None:
    pico.usb.read()
    pico.usb.reading = False
    pico.usb.write(b"print('<' + 'z' * 5000 + '>'); " + MARK)
    pico.run_for(500)
    assert pico.pins.level(2) == 0
    pico.run_for(60_000)
    assert pico.pins.level(2) == 1
    assert pico.usb.read() == b""
    pico.usb.reading = True
    pico.run_for(10)
    assert 0 < pico.usb.read().count(b"z") < 1000
    assert run(pico, "print(2)") == "2"


def test_the_line_state_arrives(pico: "Pico") -> None:
    """With DTR off MicroPython throws away what it prints, without waiting for anybody."""
    for on in (False, True, False, False, True):
        pico.usb.dtr(on)
    pico.usb.dtr(False)
    pico.run_for(10)
    pico.usb.reading = False
    pico.usb.write(b"print('z' * 5000); " + MARK)
    pico.run_for(50)
    assert pico.pins.level(2) == 1
    pico.usb.reading = True
    pico.usb.dtr(True)
    pico.run_for(5)
    assert run(pico, "print(3)") == "3"


def test_bytes_come_with_their_moment(pico: "Pico") -> None:
    pico.usb.read()
    packets: list[tuple[int, bytes]] = []
    pico.usb.on_data = lambda data: packets.append((pico.ns, data))
    pico.usb.write(b"print(1)\r")
    pico.run_for(10)
    assert b"".join(data for _, data in packets) == b"print(1)\r\n1\r\n>>> "
    assert [ns for ns, _ in packets] == sorted(ns for ns, _ in packets)
    assert pico.usb.read().endswith(b"1\r\n>>> ")
