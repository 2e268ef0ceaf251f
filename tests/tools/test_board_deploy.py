"""What `make deploy` decides before it sends anything: what ships, and what is unfit."""

import os
import pty

import pytest

from tools.board import shipped
from tools.board.probe import FILES_BYTES, STORAGE_BYTES, Probe, unfit
from tools.board.trouble import Trouble
from tools.pumpctl.client.trouble import LinkLost
from tools.pumpctl.firmware import port

ARMV6M_6_3 = 6 | 3 << 8 | 4 << 10
FIT = Probe(
    (1, 25, 0),
    ARMV6M_6_3,
    "Cisterna on Raspberry Pi Pico with RP2040",
    STORAGE_BYTES,
    FILES_BYTES,
    frozen=False,
    usb_line=True,
)


def test_types_the_simulators_commands_and_other_chips_drivers_stay_behind() -> None:
    names = shipped.shipped().keys()
    assert "pump/commands/simulate.py" not in names
    assert {"boot.py", "main.py", "board.py", "wiring.py", "pump/core/units.py"} <= names
    assert not [name for name in names if name.endswith("hal.py") or "esp32" in name]


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("main.py", "start"),
        ("wiring.py", "board"),
        ("pump/__init__.py", "pump"),
        ("pump/core/units.py", "core"),
    ],
)
def test_each_file_has_a_room(name: str, room: str) -> None:
    assert shipped.room(name) == room


def changed(**other) -> Probe:
    return Probe(**(vars(FIT) | other))


def test_our_board_is_fit() -> None:
    assert unfit(FIT) is None


@pytest.mark.parametrize(
    ("probe", "what", "next_step"),
    [
        (changed(mpy=6 | 3 << 8 | 10 << 10, machine="ESP32"), "ESP32 is no armv6m", "RP2040"),
        (changed(release=(1, 24, 1)), "has MicroPython 1.24.1", "plain.uf2"),
        (changed(mpy=6 | 1 << 8 | 4 << 10), r"with .mpy 6\.1", "plain.uf2"),
        (changed(storage_bytes=1), "does not have our flash map", "plain.uf2"),
        (changed(machine="Raspberry Pi Pico with RP2040"), "another image", "plain.uf2"),
        (changed(frozen=True), "frozen into this board's image", "plain.uf2"),
        (changed(usb_line=False), "older than the firmware", "plain.uf2"),
        (changed(files_bytes=0), "could not be mounted", "docs/board.md"),
    ],
)
def test_another_board_is_unfit(probe: Probe, what: str, next_step: str) -> None:
    trouble = unfit(probe)
    assert trouble is not None
    with pytest.raises(Trouble, match=what):
        raise trouble
    assert next_step in trouble.next_step


def test_a_probe_is_read_as_the_board_prints_it() -> None:
    said = (
        "((1, 25, 0), 4870, 'Cisterna on Raspberry Pi Pico with RP2040', 1441792, 1310720, False,"
        " True)"
    )
    assert Probe.read(said + "\r\n") == FIT


def test_a_port_that_is_not_there_lists_those_that_are(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(port, "candidates", lambda: ["one  Board in FS mode", "two"])
    with pytest.raises(LinkLost, match="one  Board in FS mode\n  two"):
        port.check(str(tmp_path / "gone"))
    assert "one" in port.no_port().text


def test_a_busy_port_names_who_holds_it(monkeypatch) -> None:
    ours, theirs = pty.openpty()
    name = os.ttyname(theirs)
    monkeypatch.setattr(port.os, "getpid", lambda: 0)  # this test is the other program
    try:
        port.check(name)
        holder = port.serial.serial_for_url(name, exclusive=True)
        with holder, pytest.raises(LinkLost, match=r"is held by .*process \d+"):
            port.check(name)
    finally:
        os.close(ours)
        os.close(theirs)
