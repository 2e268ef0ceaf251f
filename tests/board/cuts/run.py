"""Cuts, judged one after the other, and counted.

Knows how many. Does not know what must hold, nor what a cut is made of.
"""

from collections import Counter

from tests.board.cuts.judge import judge
from tests.board.cuts.scenario import taped_scenario
from tests.board.cuts.tape import Cut
from tests.cuts.table import Table

_NAME = "emulated Pico"


class Failed(AssertionError):
    """After which cut what did not hold."""


class Done:
    """What was cut, and what it cost.

    boots     cuts that leave the same are judged once
    boot_s    CPU seconds of one, with all checks
    scenario_s   CPU seconds until the first
    """

    def __init__(self, table: Table, boots: int, scenario_s: float) -> None:
        self.table = table
        self.boots = boots
        self.scenario_s = scenario_s
        self.boot_s = (table.cpu_s() - scenario_s) / max(boots, 1)

    def text(self) -> str:
        """A table by operation and place."""
        total, rows = self.table.total(), self.table.text().split("\n", 1)[1]
        return (
            f"{_NAME}: {total:,} power cuts of the firmware's image, emulated\n{rows}\n"
            f"after each, everything held; {self.boots:,} boots of {self.boot_s:.2f} CPU seconds, "
            f"{self.scenario_s:.0f} for the scenario before them"
        )


def run(share: int = 1, tears: int = 2, show: bool = False) -> Done:
    """One cut in `share` of each operation and point, the first of each among them.

    Failed at the first after which something does not hold.
    """
    table = Table(_NAME, show)
    tape = taped_scenario()
    scenario_s = table.cpu_s()
    met: Counter[tuple[str, str]] = Counter()
    boots, held, place = 0, None, -1
    for cut in tape.cuts(tears):
        if cut.number != place:
            place = cut.number
            table.places[cut.operation] += 1
        kind = cut.operation, cut.point
        met[kind] += 1
        if (met[kind] - 1) % share:
            continue
        key = cut.key()
        if key != held:
            _held(cut)
            boots, held = boots + 1, key
        table.add(cut.operation, "once", cut.point)
        table.progress(cut.number, len(tape))
    table.end()
    return Done(table, boots, scenario_s)


def _held(cut: Cut) -> None:
    try:
        judge(cut)
    except (AssertionError, TimeoutError) as error:
        raise Failed(f"after a power cut, {cut}: {error}") from error
