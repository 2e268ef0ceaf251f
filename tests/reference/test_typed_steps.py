"""What the references tell people to type is something that a pump, or pumpctl, understands."""

import re

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.reference.alarm_steps import TOLD
from host_sim.reference.error_steps import STEPS
from tools.schemas.shapes import SHAPES

HEADER = re.compile(r"`(?:@7 )?(\*?[A-Z]{3,4}(?::[A-Z0-9]+)*(?::[A-Z0-9]+|\?)[^`]*)`")
PUMPCTL = re.compile(r"`pumpctl ([a-z-]+(?: [a-z]+)?)")
NO_HEADER = ("-113", "-102", "-112", "-114")
TEXTS = {f"error {name}": step for name, (_, step) in STEPS.items()}
TEXTS |= {f"alarm {name}": told.do for name, told in TOLD.items()}


def refusals(text: str) -> list[str]:
    """What a new pump says to each line in the text, if it knows no such header."""
    bench, found = Bench(Setup()), []
    for line in HEADER.findall(text):
        bench.exchange(line)
        error = bench.exchange("SYST:ERR?")
        if error.startswith(NO_HEADER):
            found.append(f"{line}: {error}")
    return found


def unknown(text: str) -> list[str]:
    """Commands of pumpctl in the text that it does not have."""
    known = {*SHAPES, "shell"}
    return [each for each in PUMPCTL.findall(text) if not {each, each.split()[0]} & known]


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_understood(name: str) -> None:
    assert refusals(TEXTS[name]) == []
    assert unknown(TEXTS[name]) == []


def test_there_is_something_to_type_for_every_alarm_and_most_errors() -> None:
    with_some = [name for name, text in TEXTS.items() if HEADER.search(text) or "`" in text]
    assert len(with_some) > len(TEXTS) * 3 // 4
    assert all("`" in told.do for told in TOLD.values())


def test_another_header_or_command_is_found() -> None:
    assert refusals("Look at `CAL:DOG?`.") == ['CAL:DOG?: -113,"Undefined header;CAL:DOG?"']
    assert unknown("Try `pumpctl bark loudly`.") == ["bark loudly"]
