"""The fluid's path as a whole: nothing is made or lost, and time may be cut anywhere."""

import math

import pytest

from host_sim.plant.patient import CLEARANCE_ML_PER_H, VOLUME_ML
from host_sim.plant.plant import Plant
from host_sim.plant.tubing import Tubing
from tests.plant.dice import Dice
from tests.plant.near import near

HOUR_US = 3_600_000_000
ALL = (
    "pumped_nl",
    "stored_nl",
    "delivered_nl",
    "delivered_ng",
    "reservoir_nl",
    "line_ng",
    "taken_ng",
    "csf_ng",
    "effect_ng_per_ml",
)


def filled(nl: float = 18e6, primed: bool = True, rotor: int = 0) -> Plant:
    plant = Plant(rotor=rotor)
    plant.fill(nl, 500_000)
    if primed:
        plant.prime_catheter(500_000)
    return plant


def balanced(plant: Plant, filled_nl: float, filled_ng: float) -> None:
    """The three balances of Fluid, and those of reservoir and patient."""
    truth = plant.truth
    assert near(truth("reservoir_nl") + truth("pumped_nl"), filled_nl, 1e-9)
    assert near(
        truth("pumped_nl"),
        truth("stored_nl") + truth("leaked_nl") + truth("delivered_nl"),
        1e-9,
        1e-6,
    )
    in_reservoir = truth("reservoir_nl") * truth("reservoir_ng_per_ml") / 1e6
    elsewhere = truth("stored_ng") + truth("leaked_ng") + truth("line_ng") + truth("delivered_ng")
    assert near(in_reservoir + elsewhere, filled_ng, 1e-9)
    assert near(truth("delivered_ng"), truth("taken_ng") + truth("lost_ng"), 1e-9, 1e-9)
    assert near(
        truth("taken_ng"), truth("csf_ng") + truth("eliminated_ng") + truth("tapped_ng"), 1e-9
    )


def test_everything_is_somewhere_whatever_happens() -> None:
    dice = Dice(4)
    for _ in range(12):
        plant = filled(primed=False)
        filled_nl, filled_ng = 18e6, 9e6
        t, angle = 0, 0.0
        for _ in range(150):
            t += dice.randrange(1, 3 * HOUR_US)
            angle += dice.choice((0.0, 0.3, 40.0, 700.0, 30_000.0)) * dice.random()
            plant.advance(t, angle)
            chance = dice.random()
            if chance < 0.05:
                plant.faults.set("leak", dice.randrange(0, 101))
            elif chance < 0.10:
                plant.faults.set("line_blocked", dice.randrange(0, 2))
            elif chance < 0.15:
                plant.faults.set("catheter_disconnected", dice.randrange(0, 2))
            elif chance < 0.20:
                plant.faults.set("low_residual", dice.randrange(1, 101))
            elif chance < 0.25:
                left = plant.fill(2e6, 2_000_000)
                filled_nl += 2e6 - left
                filled_ng += (2e6 - left) * 2.0
            balanced(plant, filled_nl, filled_ng)


def test_any_cut_of_time_gives_the_same() -> None:
    dice = Dice(5)
    for speed in (3.0, 533.0, 64_000.0, 8e6):  # steps an hour
        whole, parts = filled(), filled()
        t = 0
        for _ in range(20):
            span = dice.randrange(1_000_000, 5_000_000_000)
            whole.advance(t + span, (t + span) / HOUR_US * speed)
            cuts = [t + dice.randrange(1, span) for _ in range(6)] + [t + span]
            for cut in sorted(cuts):
                parts.advance(cut, cut / HOUR_US * speed)
            t += span
            if whole.reservoir.nl < 1e6:
                break
        for name in ALL:
            assert near(whole.truth(name), parts.truth(name)), (speed, name)


def test_any_cut_gives_the_same_behind_a_slow_tube_too() -> None:
    """With a lag of an hour the ripple and the fading reach the patient bent: still closed."""
    whole, parts = filled(), filled()
    for plant in (whole, parts):
        plant.tubing = Tubing(resistance=1.0 / 500.0)
    t, angle = 0, 0.0
    for speed in (3_000.0, 0.0, 9_000.0, 500.0):  # steps an hour
        whole.advance(t + HOUR_US, angle + speed)
        for part in range(1, 38):
            parts.advance(t + HOUR_US * part // 37, angle + speed * part / 37)
        t += HOUR_US
        angle += speed
        for name in ALL:
            assert near(whole.truth(name), parts.truth(name)), (speed, name)


def test_what_the_patient_gets_has_the_shape_of_what_leaves_the_line() -> None:
    """One stretch against the doses of its thousand parts, each given at its middle."""
    whole, parts = filled(), filled()
    for plant in (whole, parts):
        plant.tubing = Tubing(resistance=1.0 / 500.0)
        plant.advance(HOUR_US, 4_000.0)
    keep = math.exp(-CLEARANCE_ML_PER_H / VOLUME_ML / 1_000)
    csf_ng = whole.truth("csf_ng")
    given = whole.truth("delivered_ng")
    for part in range(1, 1_001):
        parts.advance(HOUR_US + HOUR_US * part // 1_000, 4_000.0 + 5.0 * part)
        now = parts.truth("delivered_ng")
        csf_ng = csf_ng * keep + (now - given) * math.sqrt(keep)
        given = now
    whole.advance(2 * HOUR_US, 9_000.0)
    assert near(whole.truth("csf_ng"), csf_ng, 1e-6)


def test_a_cut_within_a_front_of_drug_moves_no_drug_and_little_time() -> None:
    whole, parts = filled(primed=False), filled(primed=False)
    for hour in range(1, 41):
        whole.advance(hour * HOUR_US, hour * 1_600.0)
        for part in range(60):
            t = (hour - 1) * HOUR_US + (part + 1) * (HOUR_US // 60)
            parts.advance(t, t / HOUR_US * 1_600.0)
        if hour == 5:
            assert near(whole.truth("csf_ng"), parts.truth("csf_ng"), 1e-3)
    for name in ("delivered_nl", "delivered_ng", "line_ng", "taken_ng"):
        assert near(whole.truth(name), parts.truth(name)), name
    assert near(whole.truth("csf_ng"), parts.truth("csf_ng"), 1e-6)


def test_a_long_silence_is_one_call() -> None:
    whole, parts = filled(), filled()
    whole.advance(HOUR_US, 2_000.0)
    parts.advance(HOUR_US, 2_000.0)
    whole.advance(721 * HOUR_US, 2_000.0)
    for hour in range(2, 722):
        parts.advance(hour * HOUR_US, 2_000.0)
    for name in ("delivered_nl", "taken_ng", "csf_ng", "effect_ng_per_ml"):
        assert near(whole.truth(name), parts.truth(name), 1e-9, 1e-30)


def test_a_dry_reservoir_gives_nothing_more() -> None:
    plant = filled(100_000.0)
    plant.advance(HOUR_US, 10_000.0)  # 156 uL wanted of 100 uL
    assert plant.truth("reservoir_nl") == 0.0
    assert near(plant.truth("pumped_nl"), 100_000.0)
    plant.advance(2 * HOUR_US, 20_000.0)
    assert near(plant.truth("delivered_nl"), 100_000.0, 1e-9)
    assert plant.head.angle == 20_000.0


def test_the_moment_of_the_end_does_not_depend_on_the_cut() -> None:
    whole, parts = filled(100_000.0), filled(100_000.0)
    whole.advance(HOUR_US, 10_000.0)
    for i in range(1, 101):
        parts.advance(i * HOUR_US // 100, i * 100.0)
    for name in ALL:
        assert near(whole.truth(name), parts.truth(name), 1e-9, 1e-6), name


def test_nothing_flows_backwards_or_without_time() -> None:
    plant = filled()
    plant.advance(HOUR_US, 1_000.0)
    before = [plant.truth(name) for name in ALL]
    plant.advance(HOUR_US, 2_000.0)
    plant.advance(HOUR_US - 1, 3_000.0)
    assert [plant.truth(name) for name in ALL] == before
    plant.advance(2 * HOUR_US, 2_000.0)
    assert near(plant.truth("pumped_nl"), plant.head.nl_per_step * 2_000.0, 0.1)


def test_a_plug_in_the_line_leaves_room_for_so_many_steps() -> None:
    plant = filled()
    plant.advance(HOUR_US, 100.0)
    plant.stepper.position = 100
    plant.faults.set("line_blocked")
    room = plant.room_steps()
    assert 2_000 < room < 5_000
    plant.advance(2 * HOUR_US, 100.0 + room)
    assert 99.0 < plant.truth("tubing_kpa") <= 100.0
    plant.advance(3 * HOUR_US, 101.0 + room)
    assert plant.truth("tubing_kpa") > 100.0


@pytest.mark.req("S18", "S61")
def test_what_is_done_by_hand_reaches_what_it_should() -> None:
    plant = filled()
    driven = plant.cap_injection(308_000.0)
    assert 90_000 < driven < 154_000  # a well-mixed catheter keeps a part
    assert near(plant.truth("csf_ng"), driven)
    plant.puncture(50_000)
    assert near(plant.truth("taken_ng"), driven + 50_000)
    assert plant.tap(30.0) > 0
    assert plant.withdraw() == 18e6
    plant.faults.set("catheter_disconnected")
    plant.prime_catheter(500_000)
    spilt = plant.cap_injection(1_000.0)
    assert plant.truth("lost_ng") == spilt
