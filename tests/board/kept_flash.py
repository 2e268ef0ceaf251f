"""Flash that an earlier release has left: what it says under its own firmware and under today's.

flash/NAME.xz holds files and ring, from FILES_AT to the end, as they stood when the power went;
flash/NAME.json what that release's own firmware answered when the power came back. How to keep one
more: tests/board/flash/README.md.
"""

import json
import lzma
from pathlib import Path

from host_sim.pico.bench import ANSWER_MS, PicoBench
from host_sim.pico.uf2 import FLASH_BYTES
from tests.board.cuts.simulated import FILES_AT

FOLDER = Path(__file__).parent / "flash"
# Asked one after the other when the pump has booted. Those with PRES:CHEC and DEL:BOL:CHEC say in
# their refusals what lock, reference dose and sums of 24 h are.
QUESTIONS = (
    "DEL:STAT?",
    "DEL:RATE?",
    "DEL:DOSE:DAY?",
    "DEL:VOL:TOT?",
    "DEL:BOL:STAT?",
    "PRES:ACT:DIG?",
    "PRES:ACT:TIME?",
    "RES:VOL?",
    "RES:DAYS?",
    "RES:REF:DUE?",
    "CATH:VOL?",
    "CATH:CONT?",
    "FOR:EFF?",
    "ALAR:LIST?",
    "LOG:COUN?",
    "PRES:SEGM1:RATE 155 UG/D;:PRES:CHEC:ALL?",
    "PRES:SEGM1:RATE 200 UG/D;:PRES:CHEC:ALL?",
    "PRES:SEGM1:RATE 140 UG/D;:PRES:CHEC:ALL?",
    "DEL:BOL:CHEC? 50 UG",
    "DEL:BOL:CHEC? 10 UG",
)


def kept_flash(name: str, image: bytes) -> bytes:
    """The whole 2 MB: that image, and behind it what was left."""
    storage = lzma.decompress((FOLDER / f"{name}.xz").read_bytes())
    flash = image[:FILES_AT] + storage
    assert len(flash) == FLASH_BYTES
    return flash


def facts(name: str) -> dict:
    """What was kept beside it: `position` of the rotor in steps, and `answers` by question."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def answers(bench: PicoBench) -> dict[str, str]:
    """What a pump that has booted answers to every question, and what it refuses and why."""
    bench.order(
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:STAR "00:00";RATE 150 UG/D'
        ";:PRES:LIM:BOL 50 UG;:PRES:LIM:DAY 250 UG"
    )
    said = {}
    for question in QUESTIONS:
        *reply, error = _until_done(bench, question)
        said[question] = " ".join(reply if error.startswith("0,") else [*reply, error])
    return said


def refusal(bench: PicoBench, line: str) -> str:
    """Why that order is refused; `0,...` when it is not."""
    return _until_done(bench, line)[-1]


def _until_done(bench: PicoBench, line: str) -> list[str]:
    """Its reply, if it has one, and the error that it left: one text each."""
    usb = bench.pico.usb
    usb.read()
    usb.write(f"{line}\nSYST:ERR?;*OPC?\n".encode())
    answered = bytearray()

    def there() -> bool:
        answered.extend(usb.read())
        return answered.endswith(b";1\n")

    bench.pico.wait(there, ANSWER_MS, "an end of " + line)
    return answered.decode().removesuffix(";1\n").split("\n")
