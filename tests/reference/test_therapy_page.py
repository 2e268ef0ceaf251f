"""docs/therapy.md: its table of the phases is that of core/therapy/phases, cell by cell."""

from pathlib import Path

from pump.core.therapy import phases

PAGE = Path(__file__).resolve().parents[2] / "docs/therapy.md"
WORDS = ("NO", "ASK", "YES")


def test_the_table_is_that_of_the_pump() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.read_text().split("\n") if line[:1] == "|"]
    told = [[cell.strip() for cell in row] for row in rows]
    assert told[0][1 : 1 + len(phases.ACTIONS)] == list(phases.ACTIONS)
    found = {row[0]: row[1 : 1 + len(phases.ACTIONS)] for row in told[2:]}
    expected = {
        word: [WORDS[phases.allows(number, action)] for action in range(len(phases.ACTIONS))]
        for number, word in enumerate(phases.PHASES)
    }
    assert found == expected
