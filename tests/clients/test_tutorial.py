"""docs/tutorial.md does what it says, from its first command to its last."""

import os
import signal
from pathlib import Path

from tests.clients.tutorial import DOCUMENT, README, Reader, fits, steps

STEPS = steps(DOCUMENT.read_text())


def test_each_command_prints_what_is_shown(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    served = None
    try:
        for step in STEPS:
            if step.file:
                (reader.tree / step.file).write_text(step.text)
            elif step.text.startswith("make serve"):
                served = reader.left_running(step.text)
                assert served.stdout is not None
                greeting = "".join(iter(served.stdout.readline, "ready\n")) + "ready\n"
                assert fits(reader.here(step.shown), greeting), greeting
            else:
                printed = reader.typed(step.text)
                assert fits(reader.here(step.shown), printed), printed
    finally:
        if served is not None:
            os.killpg(served.pid, signal.SIGINT)  # Ctrl-C reaches make and the pump
            served.wait()
            assert served.stdout is not None
            served.stdout.close()
    assert served is not None


def test_it_shows_what_its_commands_print() -> None:
    """But for those that only prepare: a `...` alone would fit anything."""
    shown = [step.shown.replace("...\n", "") for step in STEPS if not step.file]
    assert all(shown)
    assert len(shown) >= 8


def test_the_commands_of_the_readme_lead_to_a_pump_that_runs(tmp_path: Path) -> None:
    """A person answers their questions with y; what only looks on is left out."""
    served, typed = (step.text for step in steps(README.read_text())[1:3])
    assert served.startswith("make serve ")
    reader = Reader(tmp_path)
    pump = reader.left_running(served.split("#")[0])
    try:
        assert pump.stdout is not None
        assert "ready\n" in iter(pump.stdout.readline, "")
        orders = [line for line in typed.splitlines() if "--watch" not in line]
        printed = [reader.typed(order, answers="y\n" * 20) for order in orders]
        assert '"state": "RUN"' in reader.typed("pumpctl status --json"), printed
        assert "refused" not in "".join(printed)
    finally:
        os.killpg(pump.pid, signal.SIGINT)
        pump.wait()
        if pump.stdout is not None:
            pump.stdout.close()


def test_lines_left_out_are_lines() -> None:
    assert fits("a\n...\nd\n", "a\nb\nc\nd\n")
    assert fits("...\nd\n", "d\n")
    assert not fits("a\n...\nd\n", "a\nb\nd and more\n")
    assert not fits("a\n", "a\nb\n")
