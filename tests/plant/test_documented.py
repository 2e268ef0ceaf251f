"""docs/plant.md names every switch with its range, and the parts' figures as they are."""

from pathlib import Path

import pytest

from host_sim.plant import battery, catheter, head, patient, tubing
from host_sim.plant.faults import SWITCHES, Switch

TEXT = (Path(__file__).parents[2] / "docs/plant.md").read_text()


def row_of(switch: str) -> str:
    rows = [row for row in TEXT.splitlines() if row.startswith("|") and f"`{switch}`" in row]
    assert len(rows) == 1, switch
    return rows[0]


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_each_switch_has_its_row(switch: Switch) -> None:
    row = row_of(switch.name)
    if switch.high in (1, 3199) or switch.name.startswith("stall_"):
        return
    assert f"({switch.on})" in row
    if switch.high < 1_000_000:
        assert f"{switch.low}..{switch.high}" in row


@pytest.mark.parametrize(
    "figure",
    [
        f"| volume a step | {head.NL_PER_STEP} nL |",
        f"| rollers | {head.ROLLERS} |",
        f"swings by ±{head.RIPPLE * 100:.0f} %",
        f"| compliance | {tubing.COMPLIANCE_NL_PER_KPA / 1000} uL/kPa |",
        f"| resistance | {tubing.RESISTANCE_KPA_H_PER_NL * 3.6e6:.1f} kPa at 1 uL/s |",
        f"| stall | {tubing.STALL_KPA:.0f} kPa |",
        f"| dead volume | {catheter.DEAD_NL / 1e6} mL |",
        f"| tanks | {catheter.TANKS} in a row |",
        f"| capacity | {battery.CAPACITY_UAH / 1e6} Ah |",
        f"| idle | {battery.IDLE_NA // 1000} uA |",
        f"| a pulse | {battery.PULSE_NC // 1000} uC |",
        f"| CSF volume | {patient.VOLUME_ML} mL |",
        f"| clearance | {patient.CLEARANCE_ML_PER_H:.1f} mL/h",
        f"| ke0 | {patient.KE0_PER_H}/h |",
    ],
)
def test_the_figures_are_those_of_the_code(figure: str) -> None:
    assert figure in TEXT
