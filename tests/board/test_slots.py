"""Firmware sets on the emulated Pico, the pump in mid therapy: dose and limits outlive a switch and
a way back, and a cut at any write of a start on trial leaves a firmware that runs.

The flash is one that an earlier release has left (flash/README.md), with sets beside its files.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash, PowerCut
from host_sim.pico.bench import PicoBench
from host_sim.pico.uf2 import flash_of
from tests.board import pump
from tests.board.apart import apart
from tests.board.cuts.scenario import powered, quicken
from tests.board.cuts.simulated import FILES_AT, RING_AT
from tests.board.image import BUILT as FROZEN
from tests.board.kept_flash import facts, kept_flash
from tests.board.repl import open_repl
from tests.board.test_memory import SOURCE
from tools.board.built import as_set

NAME = "bb38913"
PLAIN = Path(os.environ.get("CISTERNA_UF2", "build/rp2040_pico/plain.uf2"))
STEPS_PER_H = 800  # 150 ug/d at 500 ug/mL and 64,000 steps/mL
SETTLED_MS = 6_000
LEAST_FREE = 110_000  # bytes; of the frozen image 190,000 (docs/update.md tells the difference)
CUT_SHARE = 53  # one in so many flash changes of a start on trial, copying included, is cut


def with_files(flash: bytes, files: dict[str, bytes]) -> bytes:
    nor = NorFlash((RING_AT - FILES_AT) // 4096)
    nor.image[:] = flash[FILES_AT:RING_AT]
    little = LittleFiles(nor)
    for name, data in files.items():
        little.write(name, data)
    return flash[:FILES_AT] + bytes(nor.image) + flash[RING_AT:]


def file_of(flash: bytes, name: str) -> bytes:
    nor = NorFlash((RING_AT - FILES_AT) // 4096)
    nor.image[:] = flash[FILES_AT:RING_AT]
    return LittleFiles(nor).read(name)


def flashed(flash: bytes, uf2: Path) -> bytes:
    """As the boot ROM leaves it: sectors of which the UF2 has a page are erased and written."""
    new, now = flash_of(uf2), bytearray(flash)
    for at in range(0, len(new), 4096):
        if new[at:][:4096] != b"\xff" * 4096:
            now[at : at + 4096] = new[at : at + 4096]
    return bytes(now)


@cache
def before(slot: bytes) -> bytes:
    """Therapy under way, both slots full, that in /slot."""
    whole = as_set().data
    files = {"set_a": whole, "set_b": whole, "slot": slot}
    return with_files(kept_flash(NAME, flash_of(PLAIN)[:FILES_AT]), files)


def on(flash: bytes) -> PicoBench:
    board = powered(flash, facts(NAME)["position"])
    board.pico.boot()
    board.run_ms(SETTLED_MS)
    return board


@pytest.mark.parametrize("slot", [b"b a -", b"b a t"], ids=["proven", "on trial"])
def test_a_set_in_mid_therapy_answers_what_the_release_before_it_answered(slot: bytes) -> None:
    """State, rate, dose of 24 h, and the prescription's digest, limits included."""
    board = on(before(slot))
    expected = facts(NAME)["answers"]
    for question in ("DEL:STAT?", "DEL:RATE?", "DEL:DOSE:DAY?", "DEL:BOL:STAT?", "PRES:ACT:DIG?"):
        assert board.ask(question) == expected[question], question


def test_the_same_dose_flows_and_the_first_quantum_is_the_proof() -> None:
    board = on(before(b"b a t"))
    assert board.ask("SYST:FIRM?") == "TRIAL,B,A"
    stepper = board.plant.stepper
    start = stepper.position
    board.run_ms(30 * 60_000)
    board.pins.settle()
    assert abs(stepper.position - start - STEPS_PER_H // 2) <= 1
    assert pump.holds_the_truth(board)
    assert board.ask("SYST:FIRM?") == "PROVEN,B,A"


def test_a_trial_that_came_to_nothing_is_the_old_sets_alarm_while_therapy_goes_on() -> None:
    board = on(before(b"b a 0"))
    assert board.ask("SYST:FIRM?") == "RETURNED,A,B"
    assert pump.alarms(board)["FIRMWARE_FAULT"][0] == "HIGH"
    assert file_of(board.pico.flash_image(), "slot") == b"a b !"
    start = board.plant.stepper.position
    board.run_ms(30 * 60_000)
    assert abs(board.plant.stepper.position - start - STEPS_PER_H // 2) <= 1
    assert pump.holds_the_truth(board)
    assert board.ask("DEL:STAT?") == "RUN"


def test_the_line_is_not_given_away_in_mid_therapy() -> None:
    """So there is no update and no way back while drug flows."""
    board = on(before(b"b a -"))
    board.exchange(b"SYST:REPL\n")
    assert "therapy runs on this board; DEL:STOP first" in board.ask("SYST:ERR?")
    assert board.ask("DEL:STAT?") == "RUN"


def test_by_bootsel_to_the_frozen_image_and_back_in_mid_therapy() -> None:
    """Two power cuts. The frozen image lies where a set runs from: the set is copied there anew."""
    board = on(before(b"b a -"))
    for uf2, says in ((FROZEN, "IMAGE"), (PLAIN, "PROVEN,B,A")):
        position = board.plant.stepper.position
        board = powered(flashed(board.pico.flash_image(), uf2), position)
        board.pico.boot()
        board.run_ms(SETTLED_MS)
        assert board.ask("SYST:FIRM?") == says
        board.run_ms(30 * 60_000)
        board.pins.settle()
        assert abs(board.plant.stepper.position - position - STEPS_PER_H // 2) <= 1
        assert board.ask("DEL:STAT?") == "RUN"
        assert pump.holds_the_truth(board)


def test_a_sets_heap_has_room_in_mid_therapy() -> None:
    board = on(before(b"b a -"))
    board.power_cycle(1_000)
    quicken(board)
    open_repl(board.pico)
    printed, error = board.pico.repl(SOURCE, 30_000)
    found = {name: int(count) for name, count in re.findall(r"(\w+) (-?\d+)", printed)}
    print(found)
    assert not error
    assert found["free"] >= LEAST_FREE
    assert (found["taken"], found["polled"]) == (0, 0)


def test_a_cut_at_the_writes_of_a_start_on_trial_leaves_a_firmware_that_runs() -> None:
    flash = before(b"b a t")
    for at in range(0, changes(flash), CUT_SHARE):
        state = apart(lambda at=at: after_a_cut(flash, at))
        assert state == "RUN", at


def changes(flash: bytes) -> int:
    """Flash changes from power-on to the pump's first answers."""
    board = powered(flash, facts(NAME)["position"])
    count = [0]

    def counted(*_: object) -> None:
        count[0] += 1

    board.pico.flash.before = counted
    board.pico.boot()
    board.run_ms(SETTLED_MS)
    return count[0]


def after_a_cut(flash: bytes, at: int) -> str:
    board = powered(flash, facts(NAME)["position"])
    left = [at]

    def cut(*_: object) -> None:
        if left[0] == 0:
            raise PowerCut
        left[0] -= 1

    board.pico.flash.before = cut
    with pytest.raises(PowerCut):
        board.pico.boot()
        board.run_ms(SETTLED_MS)
    board.pico.flash.before = None
    board.power_cycle(1_000)
    quicken(board)
    board.pico.boot()
    board.run_ms(SETTLED_MS)
    return board.ask("DEL:STAT?")
