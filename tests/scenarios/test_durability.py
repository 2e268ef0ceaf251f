"""The example of docs/durability.md is what the simulator says."""

from host_sim.board.bench import Bench
from pump.core.motion.ledger import Ledger
from pump.core.motion.quantum import Quantum
from tests.house.files import ROOT
from tests.scenarios.played import running

PAGE = (ROOT / "docs/durability.md").read_text()


def blocks() -> list[list[str]]:
    """What stands between the page's fences, as lines."""
    return [block.strip().split("\n") for block in PAGE.split("```")[1::2]]


def conversation(lines: list[str]) -> list[tuple[str, str]]:
    """Lines sent, with their replies."""
    said: list[tuple[str, str]] = []
    for line in lines:
        said.append((line[2:], "")) if line.startswith("> ") else said.append((said.pop()[0], line))
    return said


def played() -> Bench:
    bench = running().bench
    for line, reply in conversation(blocks()[0]):
        assert (line, bench.exchange(line)) == (line, reply)
    return bench


def test_the_conversation_is_the_simulators() -> None:
    assert len(conversation(blocks()[0])) == 4
    played()


def test_the_log_is_the_simulators() -> None:
    log = played().hal.files.read("log.a").decode().split("\n")
    lines = [line.split(" #")[0] for line in log]
    assert len(blocks()[1]) == 4
    assert [line for line in blocks()[1] if line not in lines] == []


def test_the_table_of_cuts_is_the_ledgers() -> None:
    for strength, ng_per_ml in (("0.05", 50_000), ("0.5", 500_000), ("2", 2_000_000)):
        most = Quantum().max_steps(ng_per_ml, 64_000)
        ledger = Ledger()
        adds: list[int] = []
        while ledger.uncertainty() + ledger.room(most) <= most:
            adds.append(ledger.room(most))
            ledger.intend(adds[-1])
            ledger.power_on()
            ledger.settle(0, adds[-1], 0)
        row = next(line for line in PAGE.split("\n") if line.startswith(f"| {strength} mg/mL"))
        assert f"{most} steps | {', '.join(map(str, adds))} | {len(adds)} |" in row
