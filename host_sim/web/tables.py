"""What the page shows that is no answer of the pump: fault switches, alarms' next steps, figures.

Each from the table that owns it. The page is not told what a pump of a real board would not know.
"""

import json

from host_sim.plant.faults import Switch, SwitchTable
from host_sim.plant.head import STEPS_PER_REV
from host_sim.reference.alarm_steps import TOLD
from pump.core import profile


def tables(faults: SwitchTable, line: str) -> bytes:
    """JSON. `line`: how the page reaches its pump, "served" or "worker"."""
    return json.dumps(
        {
            "line": line,
            "faults": [_switch(switch) for switch in faults.switches],
            "alarms": {
                name: {"condition": _plain(told.when), "next": _plain(told.do)}
                for name, told in TOLD.items()
            },
            "figures": {
                "residual_nl": profile.RESIDUAL_NL,
                "steps_per_ml": profile.STEPS_PER_ML,
                "steps_a_turn": STEPS_PER_REV,
                "advisory_percent": profile.WITHDRAWAL_ADVISORY_PERCENT,
                "alarm_percent": profile.WITHDRAWAL_ALARM_PERCENT,
            },
        }
    ).encode()


def _switch(switch: Switch) -> dict[str, object]:
    found = {name: getattr(switch, name) for name in ("off", "on", "low", "high", "about")}
    return {"name": str(switch.name).upper(), **found}


def _plain(text: str) -> str:
    """Without the marks of a page's code spans."""
    return text.replace("`", "")
