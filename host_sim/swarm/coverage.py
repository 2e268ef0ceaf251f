"""What a swarm has reached, and what it has never: the sets are taken from the firmware's tables.

Counts lives. CPython only.
"""

from collections import Counter

from host_sim.swarm.kinds import KINDS
from host_sim.swarm.life import Life
from pump.core import events, reasons
from pump.core.alarms.table import PRIORITIES, TABLE
from pump.core.therapy import phases, states

Coverage = Counter[str]
# Alarms of C.4 that judges.due has no rule for, and why; a test holds it against the rules
NO_RULE = {
    "DAY_DOSE": "the judge of the windows measures the flow itself",
    "OVER_TREND": "a dead guard and a source that runs away at once, which few lives have;"
    " host_sim/scenarios/dead_guard.txt is one",
}


def sets() -> dict[str, list[str]]:
    """Everything that there is to reach, by group."""
    text = reasons.TEXT
    numbers = [number for number in text[::2] if isinstance(number, int) and number]
    return {
        "alarms": [row[0] for row in TABLE],
        "priorities": list(PRIORITIES[1:]),
        "states": list(states.STATES),
        "transitions": _transitions(),
        "phases": list(phases.PHASES),
        "refusals": [str(number) for number in numbers],
        "events": [row[0] for row in events.TABLE.values()],
        "happenings": [name for name, _, often, _ in KINDS if often],
    }


def _transitions() -> list[str]:
    """Every way from one state to another that the table has."""
    found = set()
    for state, name in enumerate(states.STATES):
        for order in range(len(states.ORDERS)):
            if states.possible(state, order):
                after = states.STATES[states.after(state, order)]
                if after != name:
                    found.add(f"{name} to {after}")
    return sorted(found)


def of(life: Life) -> Coverage:
    """One life's."""
    reached = set(life.witness.reached)
    for name, data in life.files():
        if name.startswith(("log.", "fault.")):
            for line in data.decode(errors="replace").split("\n"):
                words = line.split(" ")
                if len(words) > 3:
                    reached.add("events " + words[2])
    return Counter(reached)


def table(reached: Coverage) -> list[str]:
    """A line a group: how many of how many; below it the rarest, and what was never reached. At
    the end the alarms of which no judge says when they are due."""
    lines = []
    for group, names in sets().items():
        never = [name for name in names if not reached[f"{group} {name}"]]
        lines.append(f"{group:12} {len(names) - len(never):3} of {len(names):3}")
        seldom = sorted((reached[f"{group} {name}"], name) for name in names)
        rare = [f"{name} ({lives})" for lives, name in seldom if lives][:4]
        lines.append(f"{'':12} rarest, in so many lives: {', '.join(rare)}")
        if never:
            lines.append(f"{'':12} never: {', '.join(never)}")
    lines += [f"no rule for {alarm}: {why}" for alarm, why in NO_RULE.items()]
    return lines
