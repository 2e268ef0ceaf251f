"""The logs of the shipped scenarios, downloaded over the line as a tester does it, are sound."""

import pytest

from host_sim.board.bench import Bench
from host_sim.commands.inputs import SCENARIOS
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import load
from host_sim.scenario.player import perform
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify

FILES = sorted(SCENARIOS.glob("*.txt"))


def download(bench):
    """The contents of all blocks, one after the other."""
    number, count = (int(bench.exchange(f"LOG:{word}?")) for word in ("FIRS", "COUN"))
    log = b""
    while number <= count:
        block = bench.exchange(f"LOG:DATA? {number},1000").encode()
        part = block[2 + int(block[1:2]) :] + b"\n"  # exchange drops the ends of the last line
        log += part
        number += part.count(b"\n")
    return log


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_log_of(path):
    loaded = load(str(path))
    bench = Bench(loaded.setup, long_quanta=loaded.longest_ms > 365 * 86_400_000)
    perform(
        loaded, ScenarioContext(bench, loaded.setup.sample_ms)
    )  # whether it holds is tests/scenarios'
    log = download(bench)
    head = bench.exchange("LOG:HASH?").removeprefix("#H").lower()
    least, most = bench.exchange("DEL:VOL:TOT?").split(",")
    report = verify(read(log), Expected(1, head, (int(least), int(most))))
    assert report.sound, report.differs
    assert report.bounds is not None
    cuts = sum(b"RESTART" in line for line in log.split(b"\n"))
    assert report.bounds[1] - report.bounds[0] <= (128 + 6 if cuts else 8)
