"""The prescription as text and digest, and its way from staged to active."""

import hashlib
from binascii import hexlify

import pytest

from pump.core import reasons
from pump.core.prescription.prescription import Prescription, canonical, digest, parse
from pump.core.reasons import Refused
from pump.core.units import decimal
from tests.core.bench import MIN, World, sha256

NIGHT = [(22 * 60, 360_000), (0, 240_000)]  # given in any order


def staged():
    world = World()
    world.stage(500_000, NIGHT)
    return world


def with_patient_bolus(rx, **figures):
    """10 ug in 5 min, 2 h apart, 40 ug a day."""
    rx.ptm_on = True
    rx.ptm_dose_ng, rx.ptm_duration_ms = 10_000, 300_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 7_200_000, 40_000
    for name, figure in figures.items():
        setattr(rx, name, figure)


TEXT = """CISTERNA RX 1
DRUG baclofen
CONCENTRATION 500000 ng/mL
RESERVOIR 20000000 nL
MODE FLEX
SEGMENT 00:00 240000 ng/d
SEGMENT 22:00 360000 ng/d
LIMIT DAY 1200000 ng
LIMIT RATE 24000000 nL/d
LIMIT BOLUS 100000 ng
"""


def test_the_canonical_text_holds_every_fact_in_base_units():
    world = staged()
    assert world.pump.staging.text() == TEXT
    constant = world.stage(2_000_000, 100_000)
    assert "MODE CONS\nSEGMENT 00:00 100000 ng/d\n" in canonical(constant, 40_000_000)


def test_the_digest_is_the_first_half_of_sha_256_and_a_host_can_make_it():
    world = staged()
    said = hexlify(hashlib.sha256(TEXT.encode()).digest()[:8]).decode().upper()
    assert world.pump.staged_digest() == said
    assert len(said) == 16


@pytest.mark.req("S78")
def test_each_fact_changes_the_digest():
    seen = set()
    changes = (
        lambda rx: setattr(rx, "drug", "baclofen"),
        lambda rx: setattr(rx, "drug", "Baclofen"),
        lambda rx: setattr(rx, "concentration_ng_per_ml", 500_001),
        lambda rx: setattr(rx, "mode", 1),
        lambda rx: setattr(rx.segment(1), "start_min", 1321),
        lambda rx: setattr(rx.segment(1), "value", 360_001),
        lambda rx: setattr(rx.segment(1), "kind", 2),
        lambda rx: setattr(rx, "limit_day_ng", 1_199_999),
        lambda rx: setattr(rx, "limit_rate_nl_per_day", 23_999_999),
        lambda rx: setattr(rx, "limit_bolus_ng", 99_999),
        lambda rx: setattr(rx, "limit_lockout_ms", 3_599_999),
        with_patient_bolus,
        lambda rx: with_patient_bolus(rx, ptm_dose_ng=10_001),
        lambda rx: with_patient_bolus(rx, ptm_duration_ms=300_001),
        lambda rx: with_patient_bolus(rx, ptm_lockout_ms=7_200_001),
        lambda rx: with_patient_bolus(rx, ptm_limit_ng=40_001),
    )
    for change in changes:
        rx = staged().pump.staged
        change(rx)
        seen.add(digest(canonical(rx, 20_000_000), sha256))
        assert digest(canonical(rx, 40_000_000), sha256) not in seen
    assert len(seen) == len(changes)


def test_the_order_of_entry_does_not_change_the_digest():
    one, other = World(), World()
    one.stage(500_000, NIGHT)
    other.stage(500_000, NIGHT[::-1])
    assert one.pump.staged_digest() == other.pump.staged_digest()


def test_segments_that_start_together_keep_one_order_on_every_machine():
    """They are refused; their text must not depend on a machine's way of sorting."""
    rx = World().stage(500_000, [(60, 400_000 + number) for number in range(24)])
    doses = [line.split()[2] for line in canonical(rx, 1).split("\n") if "SEGMENT" in line]
    assert doses == [str(400_000 + number) for number in range(24)]


def test_what_is_in_force_is_what_its_text_says_whatever_is_staged_afterwards():
    world = staged()
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    world.pump.staged.segment(1).value = 1
    world.pump.staged.limit_day_ng = 1
    assert canonical(world.pump.active, 20_000_000) == world.pump.active_text == TEXT


def test_a_text_of_before_says_the_usual_lockout_and_no_patient_bolus():
    rx = parse(TEXT)
    assert canonical(rx, 20_000_000) == TEXT
    assert (rx.limit_lockout_ms, rx.ptm_on) == (3_600_000, False)


def test_lockout_and_patient_bolus_come_back_from_their_text_and_through_a_power_cut():
    world = staged()
    rx = world.pump.staged
    rx.limit_lockout_ms = 900_000
    with_patient_bolus(rx)
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    assert world.pump.active_text == TEXT + (
        "LIMIT LOCKOUT 900000 ms\nPTM DOSE 10000 ng\nPTM DURATION 300000 ms\n"
        "PTM LOCKOUT 7200000 ms\nPTM LIMIT 40000 ng\n"
    )
    world.power_cycle(MIN)
    again = world.pump.active
    assert canonical(again, 20_000_000) == world.pump.active_text
    assert again.limit_lockout_ms == 900_000
    figures = (again.ptm_dose_ng, again.ptm_duration_ms, again.ptm_lockout_ms, again.ptm_limit_ng)
    assert again.ptm_on
    assert figures == (10_000, 300_000, 7_200_000, 40_000)


@pytest.mark.parametrize("line", ["PTM DOSE x ng", "PTM DOSE", "LIMIT LOCKOUT", "PTM"])
def test_a_figure_that_is_none_is_no_prescription(line):
    with pytest.raises(ValueError, match="invalid"):
        parse(TEXT + line + "\n")


def test_an_incomplete_prescription_has_neither_text_nor_digest():
    world = World()
    for call in (world.pump.staging.text, world.pump.staged_digest):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.number == 201


@pytest.mark.req("S78")
def test_commit_needs_the_digest_in_either_case():
    world = staged()
    right = world.pump.staged_digest()
    for wrong in ("", "0" * 16, right[:-1], right + "0"):
        with pytest.raises(Refused) as caught:
            world.pump.commit(wrong, True)
        assert caught.value.number == 202
        assert world.pump.active is None
    world.pump.commit(right.lower(), False)
    assert world.pump.active_text == TEXT
    assert world.pump.in_force.digest == right


@pytest.mark.req("S36", "C-04", "S4")
def test_commit_needs_confirmation_where_the_label_is_thin():
    """S36, S4: above 1000 ug/day, and dilutions."""
    for concentration, dose in ((500_000, 1_000_001), (600_000, 600_000)):
        world = World()
        world.stage(concentration, dose)
        with pytest.raises(Refused) as caught:
            world.pump.commit(world.pump.staged_digest(), False)
        assert caught.value.number == 204
        world.pump.commit(world.pump.staged_digest(), True)


@pytest.mark.req("S37")
def test_confirmation_does_not_help_against_a_hard_limit():
    world = World()
    world.stage(500_000, 1_200_001)
    with pytest.raises(Refused) as caught:
        world.pump.commit(world.pump.staged_digest(), True)
    assert caught.value.number == 203


@pytest.mark.req("C-16")
def test_staging_touches_no_therapy():
    """C-16 in small: what is staged and never committed changes nothing."""
    world = World()
    world.begin()
    world.wait(10 * MIN)
    text = world.pump.active_text
    world.stage(2_000_000, 900_000)
    world.wait(10 * MIN)
    world.pump.stage(Prescription())
    world.wait(10 * MIN)
    assert world.pump.active_text == text
    assert world.motor.rotor in (266, 267)


@pytest.mark.req("S72")
def test_start_needs_prescription_drug_and_the_right_drug():
    world = World()
    for number, step in (
        (201, lambda: world.commit(500_000, 100_000)),
        (302, lambda: world.order(world.pump.fill, 18_000_000, 2_000_000)),
        (-221, lambda: world.order(world.pump.fill, 18_000_000, 500_000)),
    ):
        with pytest.raises(Refused) as caught:
            world.pump.start()
        assert caught.value.number == number
        step()
    world.order(world.pump.start)


@pytest.mark.parametrize(
    "value, places, text",
    [
        (0, 3, "0"),
        (1, 3, "0.001"),
        (-1, 3, "-0.001"),
        (500_000, 6, "0.5"),
        (2_000_000, 6, "2"),
        (10_000, 3, "10"),
        (123_456, 0, "123456"),
        (-1500, 3, "-1.5"),
    ],
)
def test_decimals_are_exact(value, places, text):
    assert decimal(value, places) == text


@pytest.mark.req("S72")
@pytest.mark.parametrize("order, refused", [("suspend", True), ("stop", False), ("", True)])
def test_therapy_that_runs_or_will_by_itself_keeps_the_drug_of_its_reservoir(order, refused):
    world = World()
    world.begin()
    world.wait(MIN)
    if order:
        world.order(getattr(world.pump, order), {"suspend": 3_600_000, "stop": "OTHER"}[order])
    world.stage(2_000_000, 100_000)
    numbers = [verdict.number for verdict in world.pump.judge_staged()]
    assert (reasons.SETTINGS_CONFLICT in numbers) == refused
    if refused:
        with pytest.raises(Refused) as caught:
            world.order(world.pump.commit, world.pump.staged_digest(), True)
        assert caught.value.number == reasons.SETTINGS_CONFLICT
