"""`trumpet`: start-up graphs and trumpet curves at five rates, their records and their picture."""

from pathlib import Path

from host_sim.commands.job import write_record
from host_sim.recording.metered import metered
from host_sim.recording.recorder import Recording
from host_sim.report import colours
from host_sim.report.smoothness import SAMPLE_MS, Smoothness, smoothness
from host_sim.report.trumpet_picture import STYLE, curves
from host_sim.scenario.parser import parse
from host_sim.scenario.play import play
from host_sim.units import MS_PER_HOUR

PICTURE = Path(__file__).resolve().parents[2] / "docs/trumpet.svg"
# Rate in pL/d, dose and concentration that give it, hours: two of start-up, a window of a day and
# a day of moments at which it may begin. 24 mL/d empties the largest reservoir before that.
PLAYED = (
    (48_000_000, "24 ug/d at 500 ug/mL", 50),
    (600_000_000, "300 ug/d at 500 ug/mL", 50),
    (2_400_000_000, "120 ug/d at 50 ug/mL", 50),
    (24_000_000_000, "1200 ug/d at 50 ug/mL confirmed", 27),
)
BELOW = (20_000_000, 50)  # below the least flow of a pump, which refuses it (205)
_SCENARIO = """\
# Even flow
pump 40 mL
sample every 30 s
prime with %(strength)s
fill 36 mL of %(strength)s
prescribe constant %(dose)s
start
wait %(hours)d h
expect steps exact
"""


def recordings() -> dict[int, Recording]:
    """Each rate's, pL/d, lowest first: by the whole pump, the lowest by its metering and motor."""
    rate, hours = BELOW
    found = {rate: metered(rate, hours * MS_PER_HOUR, SAMPLE_MS)}
    for rate, dose, hours in PLAYED:
        strength = dose.split(" at ")[1].removesuffix(" confirmed")
        text = _SCENARIO % {"dose": dose, "strength": strength, "hours": hours}
        summary = play(parse(text, "trumpet"))
        if summary.failure:
            raise RuntimeError(summary.failure)
        found[rate] = summary.recording
    return found


def judged(records: dict[int, Recording]) -> list[Smoothness]:
    """The curves of each."""
    found = [smoothness(record) for record in records.values()]
    return [each for each in found if each is not None]


def picture(found: list[Smoothness]) -> str:
    """Their picture as a file; colours follow the reader's light or dark scheme."""
    schemes = [
        "svg { --back: %s; %s }"
        % (back, " ".join(["--%s: %s;" % (name, two[at]) for name, two in colours.ROLES.items()]))
        for at, back in enumerate(colours.BACKS)
    ]
    style = "%s @media (prefers-color-scheme: dark) { %s } rect { fill: var(--back); }%s"
    said = "<style>%s</style>" % (style % (*schemes, STYLE))
    head, body = curves(found).split("\n", 1)
    return head + "\n" + said + '\n<rect width="100%" height="100%" rx="8"/>\n' + body + "\n"


def stale(drawn: str) -> bool:
    """Whether docs/trumpet.svg is another picture."""
    return not PICTURE.is_file() or PICTURE.read_text(encoding="utf-8") != drawn


def write_records(records: dict[int, Recording], folder: Path) -> list[Path]:
    """Each record as a file that pumpctl trumpet reads."""
    paths = [folder / ("%g_mL_d.csv" % (rate / 1e9)) for rate in records]
    for path, record in zip(paths, records.values(), strict=True):
        write_record(record, None, path)
    return paths
