"""The logs of the shipped scenarios, downloaded over the line as a tester does it, are sound."""

import pytest

from host_sim.cli import SCENARIOS
from host_sim.player import ScenarioContext, perform
from host_sim.runner import Runner
from host_sim.scenario import load
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify

FILES = sorted(SCENARIOS.glob("*.txt"))


def download(runner):
    """The contents of all blocks, one after the other."""
    number, count = (int(runner.exchange(f"LOG:{word}?")) for word in ("FIRS", "COUN"))
    log = b""
    while number <= count:
        block = runner.exchange(f"LOG:DATA? {number},1000").encode()
        part = block[2 + int(block[1:2]) :] + b"\n"  # exchange drops the ends of the last line
        log += part
        number += part.count(b"\n")
    return log


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_log_of(path):
    loaded = load(str(path))
    runner = Runner(loaded.setup, long_quanta=loaded.longest_ms > 365 * 86_400_000)
    perform(
        loaded, ScenarioContext(runner, loaded.setup.sample_ms)
    )  # whether it holds is tests/scenarios'
    log = download(runner)
    head = runner.exchange("LOG:HASH?").removeprefix("#H").lower()
    least, most = runner.exchange("DEL:VOL:TOT?").split(",")
    report = verify(read(log), Expected(1, head, (int(least), int(most))))
    assert report.sound, report.differs
    assert report.bounds is not None
    cuts = sum(b"RESTART" in line for line in log.split(b"\n"))
    assert report.bounds[1] - report.bounds[0] <= (128 + 6 if cuts else 8)
