"""`picture`: docs/report.svg, what a report looks like, from a shipped scenario."""

from pathlib import Path

from host_sim.commands.inputs import SCENARIOS
from host_sim.report.picture import picture
from host_sim.scenario.parser import parse
from host_sim.scenario.play import play

SCENARIO = "refill_missed"
PICTURE = Path(__file__).resolve().parents[2] / "docs/report.svg"


def stale() -> str:
    """Play the scenario; the picture as it must be where the file differs, else empty."""
    text = (SCENARIOS / (SCENARIO + ".txt")).read_text(encoding="utf-8")
    drawn = picture(play(parse(text, SCENARIO)))
    is_same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn
    return "" if is_same else drawn
