"""A source that runs away: the guard takes the driver away within the budget, and reports it."""

import pytest

from tests.board import pump


@pytest.mark.req("C-12")
@pytest.mark.parametrize(
    ("state", "reported"),
    [("delivering", "FAULT"), ("stopped", "STOP"), ("never started", "FAULT")],
)
def test_a_runaway_ends_within_the_budget(state: str, reported: str) -> None:
    made = pump.bench() if state == "never started" else pump.started()
    if state == "stopped":
        made.run_ms(5_000)
        made.order("DEL:STOP TEST")
    made.run_ms(10_000)
    position, authorised = made.plant.stepper.position, 128 if state == "delivering" else 0
    before = len(made.pins.pulses)
    pump.run_away(made)
    made.run_ms(500)
    driven = made.plant.stepper.position - position
    assert len(made.pins.pulses) > before
    assert driven <= authorised + 1
    assert not made.pico.pins.driven(pump.WIRING.ENABLE)
    assert made.pico.resets == []
    assert pump.alarms(made)["OVER_DELIVERY"][0] == "HIGH"
    assert made.ask("DEL:STAT?") == reported
    count = len(made.pins.pulses)
    made.run_ms(5_000)
    assert len(made.pins.pulses) == count


def test_without_a_lease_no_pulse_finds_the_driver() -> None:
    """The program dies after it has ordered: the order ends by itself, and the driver goes off."""
    made = pump.started()
    made.order("DEL:BOL 20 UG,1 MIN,CONFIRM")
    made.run_ms(5_000)
    assert made.pico.pins.driven(pump.WIRING.ENABLE)
    position = made.plant.stepper.position
    made.pico.flash.program_us = 10**9  # the processor does not come back from its next record
    made.run_ms(4_000)
    assert made.pico.resets == []
    assert not made.pico.pins.driven(pump.WIRING.ENABLE)
    assert 0 < made.plant.stepper.position - position <= 128
    position = made.plant.stepper.position
    pump.run_away(made)
    made.run_ms(500)
    assert made.plant.stepper.position == position
