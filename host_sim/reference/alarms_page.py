"""docs/alarms.md: every condition with its priorities, the pump's action and what to do."""

from host_sim.reference.alarm_steps import TOLD, Told
from pump.core.alarms import annunciation
from pump.core.alarms.table import HIGH, LOW, MEDIUM, PRIORITIES, TABLE

_HEAD = """# Alarms

Made from the tables in `firmware/pump/core/alarms/` and
`host_sim/reference/alarm_steps.py` by `make alarms`; `make alarms_check` and a test tell when it is
stale.

`ALAR:LIST?` or `pumpctl alarms list` shows those that are not inactive, `ALAR:ACKN <id>` silences
one, `ALAR:RES <id>` clears a latched one whose condition is over; `<id>` is the number or the name.
Each change is an ALARM line of the log ([events.md](events.md)). A dose has two hazards: delivery
stops only where flow is unknown-high or impossible.

"""
_LAMPS = {
    annunciation.RED: "red",
    annunciation.YELLOW: "yellow",
    annunciation.CYAN: "cyan",
}
_FOOT = """
Tones fall silent with `ALAR:ACKN`, and all of them for up to 10 min with `ALAR:AUD:PAUS`; lamps
stay. A HIGH alarm that is acknowledged sounds again every 10 min while therapy does not run. The
highest priority present has the lamp, the highest one that nobody has acknowledged the tone.

"""


def files() -> dict[str, str]:
    """The page below docs/."""
    return {"alarms.md": page()}


def page() -> str:
    """The whole page. KeyError where the table has a condition that nothing is told of."""
    lines = ["| id | condition | priority | latched |", "|---|---|---|---|"]
    for number, (name, latches, _) in enumerate(TABLE):
        latched = "yes" if latches else "no"
        row = f"| {number} | [{name}](#{name.lower()}) | {_span(TOLD[name])} | {latched} |"
        lines.append(row)
    sections = [_section(number) for number in range(len(TABLE))]
    return _HEAD + "\n".join(lines) + "\n\n" + _signals() + _FOOT + "\n".join(sections)


def _span(told: Told) -> str:
    return " → ".join(PRIORITIES[each] for each in told.priorities)


def _signals() -> str:
    lines = ["## Lamp and tone", "", "| priority | lamp | tone |", "|---|---|---|"]
    for priority in (HIGH, MEDIUM, LOW):
        colour, pattern = annunciation.LIGHTS[priority]
        tone = annunciation.TONES[priority]
        cells = (PRIORITIES[priority], f"{_LAMPS[colour]}, {_blink(pattern)}", _rhythm(tone))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _blink(pattern: tuple[int, ...]) -> str:
    if len(pattern) == 1:
        return "constant"
    return "%g Hz" % (1000 / sum(pattern))


def _rhythm(tone: tuple[int, ...]) -> str:
    """Pulses, and how long until the burst begins again."""
    pulses = tone[::2]
    return "%d pulses of %d ms, every %g s" % (len(pulses), pulses[0], round(sum(tone) / 1000, 1))


def _section(number: int) -> str:
    name, latches, action = TABLE[number]
    told = TOLD[name]
    kept = f"until `ALAR:RES {name}`" if latches else "no: ends with its condition"
    failures = ", ".join(f"FI-{each}" for each in told.fi)
    source = f'C.4 "{told.row}"' + (f"; {failures}" if failures else "")
    return "\n".join(
        (
            f"## {name}",
            "",
            told.when,
            "",
            f"- **Priority:** {_span(told)}",
            f"- **The pump:** {action}",
            f"- **Latched:** {kept}",
            f"- **Do:** {told.do}",
            f"- **Source:** {source}",
            "",
        )
    )
