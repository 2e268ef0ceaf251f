"""How one scenario ended, as plain data: for the page over several, JUnit and `--json`.

Travels between processes and holds no recording.
"""

from dataclasses import dataclass, field
from typing import Any

HELD, FAILED, CRASHED = "held", "failed", "crashed"


@dataclass
class Check:
    """An expectation that was played: its line, its words, when (ms), whether it held, what was."""

    line: int
    words: str
    ms: int
    held: bool
    found: str


@dataclass
class Outcome:
    """`kind` is HELD, FAILED or CRASHED; `failure` the scenario's own words, `crash` a traceback.

    elapsed_ms  simulated; cpu_seconds: of the processor that played it
    report      its page, None where none was written; csv: its samples, the same
    figures     Summary.as_dict(); None after a crash
    """

    name: str
    path: str
    title: str = ""
    kind: str = HELD
    failure: str = ""
    crash: str = ""
    elapsed_ms: int = 0
    cpu_seconds: float = 0.0
    report: str | None = None
    csv: str | None = None
    alarms: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    figures: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: the summary's figures, and what only the call knows."""
        own = {"name": self.name, "path": self.path, "outcome": self.kind, "report": self.report}
        own |= {"csv": self.csv, "crash": self.crash}
        return (self.figures or {"title": self.title, "passed": False}) | own


def worst(outcomes: list[Outcome]) -> str:
    """CRASHED where one crashed, else FAILED where one failed, else HELD."""
    kinds = {outcome.kind for outcome in outcomes}
    return CRASHED if CRASHED in kinds else FAILED if FAILED in kinds else HELD
