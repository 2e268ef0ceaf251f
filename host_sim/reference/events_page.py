"""docs/events.md: every line of the event log and the fault log, with an example from a pump."""

from host_sim.reference.event_play import lines
from host_sim.reference.event_words import TOLD, figure
from pump.core import events
from pump.core.alarms.table import PRIORITIES, STATES

ALARM, FIRMWARE_FAULT = "ALARM", "FIRMWARE_FAULT"  # the lines that are not in events.TABLE

_HEAD = """# Lines of the logs

Made from `firmware/pump/core/events.py` and `host_sim/reference/event_words.py` by `make events`;
`make events_check` and a test tell when it is stale. The examples are what a simulated pump wrote
in the play of `host_sim/reference/event_play.py`, at the first time that it did.

    %s

Day and time since the first power-on, which no clock setting moves; a word; two figures, whole
numbers; the line's number; the first 16 digits of a hash over this line and the link before it.
`pumpctl log download pump.raw` takes them over the line, `pumpctl verify-log pump.raw` judges
chain, numbers and volume.

The **fault log** holds the lines marked *fault* once more, with numbers and a chain of its own, and
ALARM lines of MEDIUM and HIGH: a flood of events drives none of them out
(`pumpctl log download fault.raw --fault`). Of a fault log verify-log judges chain and numbers only.

| line | log | written when |
|---|---|---|
"""
_OWN = """## ALARM

Written when an alarm changes: raised, higher, acknowledged, over, reset ([alarms.md](alarms.md)).

| form | values |
|---|---|
| condition | a name of [alarms.md](alarms.md) |
| priority | %s |
| state | %s |

    %s

Log: events; *fault* above LOW. verify-log: no volume; LOG_WRITE that ends or latches where no
MISSING stands before it: incomplete, as of a firmware that does not count.

## FIRMWARE_FAULT

Written after the restart that an exception has caused: its type, its place in the source, its text.
At most 150 characters of printable ASCII, no `=`.

    %s

Log: events, *fault*. verify-log: no volume: chain, number and form only.
"""


def files() -> dict[str, str]:
    """The page below docs/."""
    return {"events.md": page()}


def page() -> str:
    """The whole page. KeyError for a line that nothing is told of, or that the play has not."""
    examples = lines()
    index, sections = [], []
    for code, (word, *_) in sorted(events.TABLE.items(), key=lambda item: item[1][0]):
        index.append(_row(word, code in events.FAULTS, TOLD[code][0]))
        sections.append(_section(code, examples[word]))
    index.append(_row(ALARM, False, "an alarm changed; *fault* above LOW"))
    index.append(_row(FIRMWARE_FAULT, True, "an exception ended the program"))
    values = (" ".join(PRIORITIES), " ".join(STATES), examples[ALARM], examples[FIRMWARE_FAULT])
    return (
        _HEAD % examples["BOLUS_END"]
        + "\n".join(index)
        + "\n\n"
        + "\n".join(sections)
        + "\n"
        + _OWN % values
    )


def _row(word: str, fault: bool, when: str) -> str:
    return f"| [{word}](#{word.lower()}) | {'*fault*' if fault else 'events'} | {when} |"


def _section(code: int, example: str) -> str:
    word, *figures = events.TABLE[code]
    when, verify = TOLD[code]
    rows = [f"| `{name}` | {figure(word, name)} |" for name in figures]
    log = "events, *fault*" if code in events.FAULTS else "events"
    return "\n".join(
        (
            *(f"## {word}", "", f"Written when: {when}.", "", "| figure | is |", "|---|---|"),
            *(*rows, "", f"    {example}", ""),
            *(f"Log: {log}. verify-log: {verify}.", ""),
        )
    )
