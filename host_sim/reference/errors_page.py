"""docs/errors.md: every error number with its cause, its next step and who gives it."""

import re

from host_sim.reference.error_steps import ALARMS, STEPS
from host_sim.reference.raised import places
from pump.commands.tree import SUBSYSTEMS
from pump.core import reasons
from pump.wire.table import Table

_HEAD = """# Errors

Made from `firmware/pump/core/reasons.py`, `host_sim/reference/error_steps.py` and the firmware's
source by `make errors`; `make errors_check` and a test tell when it is stale.

A refused order has changed nothing, except where the text below says so. `SYST:ERR?` answers
`<number>,"<text>;<header>: <detail>"`: the detail names the cause and the next step of that very
refusal, what stands here is what the number means in general. pumpctl ends with 1 for them.

"""
_CLASSES = (
    ("Command errors", "the line could not be understood; event status bit 5", -199, -100),
    ("Execution errors", "understood, but not possible here and now; bit 4", -299, -200),
    ("Device errors", "something in the instrument itself; bit 3", -399, -300),
    ("Query errors", "replies that could not be kept; bit 2", -499, -400),
    ("This pump's own", "2xx for what the order asks, 3xx for what was found; bit 3", 1, 999),
)
_HEADER = re.compile(r"`\*?([A-Z]{3,4}):[A-Z0-9:]+\??")


def names() -> dict[str, int]:
    """Name of each reason: its number, in the table's order."""
    by_number = {
        value: name
        for name, value in vars(reasons).items()
        if name.isupper() and isinstance(value, int)
    }
    return {by_number[number]: number for number in map(int, reasons.TEXT[::2]) if number}


def page() -> str:
    """The whole page. KeyError where a number has no cause, or nothing gives it."""
    raised = places()
    index, sections = [], []
    for title, about, least, most in _CLASSES:
        of_class = {name: each for name, each in names().items() if least <= each <= most}
        index += ["", f"**{title}**: {about}", "", "| number | text |", "|---|---|"]
        index += [_row(number) for number in of_class.values()]
        sections += [_section(name, each, raised[name]) for name, each in of_class.items()]
    return _HEAD + "\n".join(index[1:]) + "\n\n" + "\n".join(sections)


def _title(number: int) -> str:
    return f"{number} {reasons.text_of(number)}"


def _row(number: int) -> str:
    return f"| [{number}](#{anchor(_title(number))}) | {reasons.text_of(number)} |"


def anchor(title: str) -> str:
    """What a heading is linked by, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _section(name: str, number: int, raised: list[str]) -> str:
    cause, step = STEPS[name]
    see = [f"[{title}](commands.md#{anchor(title)})" for title in _commands_in(step)]
    if name in ALARMS:
        see.append(f"[alarm {ALARMS[name]}](alarms.md#{anchor(ALARMS[name])})")
    lines = [f"## {_title(number)}", "", cause, "", f"**Next:** {step}", ""]
    if see:
        lines += ["See " + ", ".join(see) + ".", ""]
    lines += ["Given in:", "", *[f"- `{place}`" for place in raised], ""]
    return "\n".join(lines)


def _commands_in(step: str) -> list[str]:
    """Headings of commands.md for the headers that a next step names."""
    found: dict[str, None] = {}
    for root in _HEADER.findall(step):
        for title, roots in _HEADINGS.items():
            if root in roots:
                found[title] = None
    return list(found)


def _headings() -> dict[str, set[str]]:
    """Heading of commands.md: the short and long roots of its headers."""
    found: dict[str, set[str]] = {}
    for rows in SUBSYSTEMS:
        patterns = [row.pattern.split(":")[0] for row in Table(rows).rows]
        roots = dict.fromkeys("Common commands" if each[0] == "*" else each for each in patterns)
        short = {re.sub("[a-z]", "", each) for each in roots}
        found[", ".join(roots)] = short
    return found


_HEADINGS = _headings()


def files() -> dict[str, str]:
    """The page below docs/."""
    return {"errors.md": page()}
