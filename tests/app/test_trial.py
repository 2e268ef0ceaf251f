"""A firmware set on trial: what proves it, what a start at rest is worth, who signs the next."""

import pytest

from host_sim.board.files import MemoryFiles
from host_sim.board.hal import SimHal
from pump.app.update import signed
from tests.app.failing import HOUR, MIN, Pumped
from tools.board.set_file import made
from tools.pumpctl.client.keys import Keys
from tools.pumpctl.firmware.slots import signature_of

SET = made({"program.mpy": b"main"}, "rp2040_pico micropython 1.25.0 mpy 6.3", "1")
SERIAL = "BENCH1234"


def started(slot: bytes, running: bool = True) -> Pumped:
    """A pump in therapy, or at rest, that starts with that in /slot."""
    pumped = Pumped()
    if not running:
        pumped.bench.exchange("DEL:STOP OTHER")
    pumped.bench.hal.files.write("slot", slot)
    pumped.bench.power_cycle(MIN)
    return pumped


@pytest.fixture(autouse=True)
def in_set(monkeypatch) -> None:
    """The firmware is one of two sets."""
    monkeypatch.setattr(SimHal, "in_set", True)


def slot(pumped: Pumped) -> bytes:
    return pumped.bench.hal.files.read("slot")


def test_a_set_has_proved_itself_once_a_quantum_was_delivered() -> None:
    pumped = started(b"b a 1")
    assert pumped.ask("SYST:FIRM?") == "TRIAL,B,A"
    assert slot(pumped) == b"b a 1"
    pumped.run(HOUR)
    assert slot(pumped) == b"b a -"
    assert pumped.ask("SYST:FIRM?") == "PROVEN,B,A"


def test_at_rest_a_start_with_a_passed_self_test_is_no_failed_one_and_no_proof() -> None:
    pumped = started(b"b a 1", running=False)
    pumped.run(HOUR)
    assert slot(pumped) == b"b a t"
    assert pumped.ask("SYST:FIRM?") == "TRIAL,B,A"


def test_shortly_before_an_order_ends_the_proof_is_put_off_not_given_up() -> None:
    pumped = started(b"b a 1")
    trial = pumped.bench.turn.trial
    pumped.run(MIN)
    pumped.bench.hal.files.write("slot", b"b a 1")
    assert trial.look(999)
    assert slot(pumped) == b"b a 1"


@pytest.mark.parametrize("running", [True, False])
def test_a_set_whose_self_test_fails_proves_nothing(running: bool) -> None:
    pumped = Pumped()
    if not running:
        pumped.bench.exchange("DEL:STOP OTHER")
    pumped.bench.hal.files.write("slot", b"b a 1")
    pumped.bench.inject("lamp_short", 1)
    pumped.bench.power_cycle(MIN)
    pumped.run(HOUR)
    assert slot(pumped) == b"b a 1"


@pytest.mark.parametrize(
    "stored, said",
    [(b"a b -", "PROVEN,A,B"), (b"a - -", "PROVEN,A,NONE"), (b"a b !", "RETURNED,A,B")],
)
def test_without_a_trial_nothing_is_written(stored: bytes, said: str) -> None:
    pumped = started(stored)
    pumped.run(HOUR)
    assert slot(pumped) == stored
    assert pumped.ask("SYST:FIRM?") == said


def test_a_firmware_that_is_part_of_the_image_says_so_whatever_set_was_there_before(
    monkeypatch,
) -> None:
    monkeypatch.setattr(SimHal, "in_set", False)
    assert Pumped().ask("SYST:FIRM?") == "IMAGE"
    pumped = Pumped()
    pumped.bench.hal.files.write("slot", b"b a 1")
    pumped.bench.power_cycle(MIN)
    assert pumped.ask("SYST:FIRM?") == "IMAGE"
    pumped.run(HOUR)
    assert slot(pumped) == b"b a 1"


def test_that_the_old_set_runs_again_is_told_in_the_log_and_as_an_alarm() -> None:
    pumped = Pumped()
    pumped.bench.hal.files.write("slot", b"a b !")
    pumped.bench.hal.files.write("firmware_fault", b"FirmwareReturned b:a ImportError program x")
    pumped.bench.power_cycle(MIN)
    assert pumped.alarms()["FIRMWARE_FAULT"][0] == "HIGH"
    told = b"FirmwareReturned b:a ImportError program x"
    assert told in pumped.bench.hal.files.read("log.a")
    assert pumped.ask("DEL:STAT?") == "RUN"


def test_the_service_key_signs_a_set_for_one_pump_alone(tmp_path) -> None:
    files = MemoryFiles()
    mac = signature_of(SET, SERIAL, Keys(tmp_path / "keys.toml"))
    assert signed(files, SERIAL, SET.digest, mac)
    other = made({"program.mpy": b"Main"}, SET.board, "1")
    assert not signed(files, SERIAL, other.digest, mac)
    assert not signed(files, SERIAL + "5", SET.digest, mac)
    assert not signed(files, SERIAL, SET.digest, "")
    assert not signed(files, "C20-1", SET.digest, mac), "a provisioned pump without a key"
