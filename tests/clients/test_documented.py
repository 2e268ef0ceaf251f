"""Every example in docs/clients.md does what the document says, against a pump of its own."""

import shutil
from pathlib import Path

import pytest

from tests.clients.documented import ADDRESSES, DOCUMENT, SCENARIO, Example, examples, outcome
from tests.clients.pump import running_pump

EXAMPLES = examples(DOCUMENT.read_text())
_LONGEST = 7  # lines with something in them


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_it_prints_what_the_document_says(example: Example, tmp_path: Path) -> None:
    if "nc " in example.code and shutil.which("nc") is None:
        pytest.skip("no nc on this machine")
    with running_pump(tmp_path) as served:
        assert outcome(example, served, tmp_path) == (example.prints, "")


def test_each_client_is_there_and_short() -> None:
    assert {example.title for example in EXAMPLES} == {
        "PyVISA, serial line",
        "PyVISA, TCP",
        "The alarm line",
        "pyserial",
        "easy-scpi",
        "RsInstrument",
        "Robot Framework, SerialLibrary",
        "nc, and bash alone",
    }
    for example in EXAMPLES:
        lines = [line for line in example.code.splitlines() if line.strip()]
        assert len(lines) <= _LONGEST, example.name
        assert any(address in example.code for address in ADDRESSES), example.name


def test_no_block_of_code_is_left_out() -> None:
    fences = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("```")]
    assert len(fences) == 4 * len(EXAMPLES)


def test_the_document_serves_the_pump_that_the_test_does() -> None:
    assert f"make serve SPEED=0 PLAIN=SERVICE START={SCENARIO}\n" in DOCUMENT.read_text()
