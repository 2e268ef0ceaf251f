"""An update in mid therapy, a rollback, and images of releases to come: on the emulated Pico.

The flash is one that an earlier release's own firmware has left (flash/README.md). A rollback needs
that firmware too: its UF2 in CISTERNA_OLD_UF2, or the tests of it are skipped.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from host_sim.pico.bench import PicoBench
from host_sim.pico.uf2 import flash_of
from pump.core import image as images
from pump.core import sections
from pump.core.alarms import table
from pump.core.codec import Reader, Writer
from pump.store.mirrored_file import MirroredFile
from tests.board import pump
from tests.board.apart import apart
from tests.board.cuts.scenario import powered
from tests.board.cuts.simulated import FILES_AT, RING_AT
from tests.board.image import image
from tests.board.kept_flash import FOLDER, answers, facts, kept_flash, refusal
from tests.core.altered import sealed
from tests.core.bench import sha256

OLD_UF2 = os.environ.get("CISTERNA_OLD_UF2", "")
KEPT = sorted(path.stem for path in FOLDER.glob("*.xz"))
FIRST = "bb38913"
SETTLED_MS = 2_000
STEPS_PER_H = 800  # 150 ug/d at 500 ug/mL and 64,000 steps/mL
_SECTOR_BYTES = 4096
_NUMBER_BYTES = 4  # of the ring's record, in front of an image

Found = dict[int, tuple[int, bytes]]


def on(flash: bytes, name: str = FIRST) -> PicoBench:
    """Power for that flash, with the rotor where the release of that name left it; it answers."""
    board = powered(flash, facts(name)["position"])
    board.boot()
    board.run_ms(SETTLED_MS)
    return board


@cache
def updated(name: str = FIRST) -> PicoBench:
    """Today's firmware on that release's flash; not to be changed but in a copy."""
    return on(kept_flash(name, image()), name)


def steps_in(board: PicoBench, minutes: int) -> int:
    """Steps that the rotor makes from now on."""
    before = board.plant.stepper.position
    board.run_ms(minutes * 60_000)
    board.pins.settle()
    return board.plant.stepper.position - before


def state_file(flash: bytes) -> tuple[NorFlash, MirroredFile]:
    """The part of that flash that holds files, and the pump's image among them."""
    nor = NorFlash((RING_AT - FILES_AT) // _SECTOR_BYTES)
    nor.image[:] = flash[FILES_AT:RING_AT]
    return nor, MirroredFile(LittleFiles(nor), "state")


def kept_image(flash: bytes) -> tuple[bytes, bytes]:
    """The number of the record up to which the image on that flash speaks; the image."""
    data = state_file(flash)[1].load()
    assert data is not None
    return data[:_NUMBER_BYTES], data[_NUMBER_BYTES:]


def with_sections(flash: bytes, change: Callable[[Found], None]) -> bytes:
    """That flash, its image of the pump changed section by section and sealed anew."""
    number, before = kept_image(flash)
    found = sections.split(before, sha256)
    change(found)
    nor, state = state_file(flash)
    assert state.save(number + sealed(found.items()), True) == 2
    return flash[:FILES_AT] + bytes(nor.image) + flash[RING_AT:]


def alarms_with(row: tuple[int, ...]) -> Callable[[Found], None]:
    """One alarm more than the table has, in the state of that row."""

    def change(found: Found) -> None:
        version, content = found[images.ALARMS]
        reader, codec = Reader(content), Writer()
        codec.rows([*reader.rows([], 4), row], 4)
        codec.rows(reader.rows([], 5), 5)
        found[images.ALARMS] = (version, bytes(codec.data))

    return change


def stands_and_says_so(board: PicoBench) -> None:
    """It answers, STORED_DATA is HIGH, and nothing flows."""
    assert board.ask("*IDN?").startswith("CISTERNA,CISTERNA-20,")
    assert board.ask("DEL:STAT?") == "STOP"
    assert pump.alarms(board)["STORED_DATA"] == ("HIGH", "ACTIVE")
    assert steps_in(board, 5) == 0


# Yesterday's flash, today's firmware ---------------------------------------------------------


@pytest.mark.parametrize("name", KEPT)
def test_after_an_update_it_answers_what_its_own_release_answered(name: str) -> None:
    """State, rate, dose of 24 h, ledger, bolus, ages, alarms; lock, sums and reference by what is
    refused: to the digit."""
    said = apart(lambda: answers(updated(name)))
    assert said == facts(name)["answers"]


def test_after_an_update_the_same_dose_flows() -> None:
    def dose() -> tuple[int, bool]:
        board = updated()
        return steps_in(board, 30), pump.holds_the_truth(board)

    steps, true = apart(dose)
    assert abs(steps - STEPS_PER_H // 2) <= 1
    assert true


def test_the_updated_pump_writes_sections_and_goes_on_by_them() -> None:
    """The next power cut is one of today's firmware: the image is rewritten by then."""

    assert not sections.is_sectioned(kept_image(kept_flash(FIRST, image()))[1])
    assert sections.is_sectioned(kept_image(updated().pico.flash_image())[1])

    def again() -> tuple[str, dict[str, tuple[str, str]], bool]:
        board = updated()
        board.run_ms(60_000)
        board.power_cycle(1_000)
        board.boot()
        return board.ask("DEL:STAT?;RATE?"), pump.alarms(board), pump.holds_the_truth(board)

    state, alarms, true = apart(again)
    assert state == "RUN;12.5"
    assert alarms["BOLUS_CUT"] == ("LOW", "LATCHED")
    assert "STORED_DATA" not in alarms
    assert true


# Tomorrow's image, today's firmware ----------------------------------------------------------


def test_an_image_of_a_later_version_is_refused_and_told() -> None:
    """What a rollback from tomorrow's firmware finds: today's boots, and forgets no limit."""

    def later(found: Found) -> None:
        version, content = found[images.TITRATION]
        found[images.TITRATION] = (version + 1, content + b"\x02\x04")

    board = on(with_sections(updated().pico.flash_image(), later))
    stands_and_says_so(board)
    board.order("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    assert refusal(board, "DEL:STAR").startswith('204,"Confirmation needed')
    board.order("DEL:STAR CONFIRM")
    board.run_ms(70_000)
    said = answers(board)
    assert said["PRES:ACT:DIG?"] == facts(FIRST)["answers"]["PRES:ACT:DIG?"]
    assert "23 h 59 min left" in said["PRES:SEGM1:RATE 155 UG/D;:PRES:CHEC:ALL?"]
    assert "at most 195 ug/d" in said["PRES:SEGM1:RATE 200 UG/D;:PRES:CHEC:ALL?"]
    assert "what was given in 24 h is unknown" in said["DEL:BOL:CHEC? 10 UG"]


def test_a_later_section_that_must_not_be_forgotten_is_refused_and_told() -> None:
    def more(found: Found) -> None:
        found[sections.REQUIRED | 0x70] = (1, b"a limit of tomorrow's")

    stands_and_says_so(on(with_sections(updated().pico.flash_image(), more)))


def test_a_later_section_that_may_be_forgotten_is_skipped_and_told() -> None:
    def more(found: Found) -> None:
        found[0x70] = (1, b"a comfort of tomorrow's")

    board = on(with_sections(updated().pico.flash_image(), more))
    assert board.ask("DEL:STAT?;RATE?") == "RUN;12.5"
    assert pump.alarms(board)["STORED_DATA"] == ("LOW", "LATCHED")


@pytest.mark.parametrize(
    "state, told",
    [(table.INACTIVE, None), (table.ACTIVE, ("HIGH", "LATCHED"))],
    ids=["absent", "present"],
)
def test_an_image_with_one_alarm_more_boots_and_runs(
    state: int, told: tuple[str, str] | None
) -> None:
    priority = table.HIGH if told else table.NONE
    changed = with_sections(
        updated().pico.flash_image(), alarms_with((state, priority, 22, 3_600_000))
    )
    board = on(changed)
    assert board.ask("*IDN?").startswith("CISTERNA,CISTERNA-20,")
    assert board.ask("DEL:STAT?;RATE?") == "RUN;12.5"
    assert pump.alarms(board).get("STORED_DATA") == told
    assert pump.holds_the_truth(board)


# Today's flash, yesterday's firmware ---------------------------------------------------------


@pytest.mark.skipif(not OLD_UF2, reason="CISTERNA_OLD_UF2 names no firmware of before")
def test_a_rollback_boots_and_tells() -> None:
    flash = flash_of(Path(OLD_UF2))[:FILES_AT] + updated().pico.flash_image()[FILES_AT:]
    stands_and_says_so(on(flash))


@pytest.mark.skipif(not OLD_UF2, reason="CISTERNA_OLD_UF2 names no firmware of before")
def test_an_update_after_a_rollback_boots_and_tells() -> None:
    """Yesterday's firmware has written over what it could not read: that is lost, and told."""
    flash = flash_of(Path(OLD_UF2))[:FILES_AT] + updated().pico.flash_image()[FILES_AT:]
    old = on(flash)
    stands_and_says_so(old)
    again = on(image().ljust(FILES_AT, b"\xff") + old.pico.flash_image()[FILES_AT:])
    stands_and_says_so(again)
    again.order("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    assert refusal(again, "DEL:STAR").startswith('204,"Confirmation needed')
