"""What runs every few minutes for years stays inside the boards' small integers.

Every number handed in, and every number that the parts hold, is a tracer that raises outside
-2^30 .. 2^30-1. Left out on purpose: the metering account (exact, beyond 31 bits, touched once a
quantum) and the slugs of a change of concentration.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pump.app.clock import Clock
from pump.app.compose import Instrument
from pump.core import profile
from pump.core.drug.catheter import DOSE_UNITS, Catheter
from pump.core.drug.coefficients import TABLES
from pump.core.drug.effect import Effect
from pump.core.drug.exposure import BIN_MS, Exposure
from pump.core.drug.patient import Patient
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.calibration import Calibration
from pump.core.motion.ledger import Ledger
from pump.core.motion.quantum import Quantum
from pump.core.prescription.prescription import CONSTANT, DOSE
from pump.core.therapy.history import NEW
from pump.core.units import MS_PER_DAY, NG_PER_UG
from tests.tracer import MOST, Int31, Left31
from tests.vm.scripts.bare import BareHal

SEVEN_YEARS = 2557
AMOUNT_MOST = (1 << 29) - 1  # where the patient's amounts saturate
AMOUNTS = st.integers(0, AMOUNT_MOST)
# in 64 minutes: four times the largest single bolus on top of the largest daily dose
DRUG_MOST = 500 * NG_PER_UG * DOSE_UNITS
DRUG = st.integers(0, DRUG_MOST)
CONCENTRATIONS = st.sampled_from((50_000, 123_457, 500_000, 2_000_000))
STATEFUL = (Ledger, Reservoir, Exposure, Patient, Catheter, Clock)


def traced(thing: object, *but: str) -> None:
    """Make every integer that the thing and its parts hold a tracer, except the named ones."""
    for name, value in vars(thing).items():
        if name in but:
            continue
        if type(value) is int:
            setattr(thing, name, Int31(value))
        elif type(value) is list and value and type(value[0]) is int:
            setattr(thing, name, [Int31(each) for each in value])
        elif isinstance(value, STATEFUL):
            traced(value, *but)


@given(csf=AMOUNTS, effect=AMOUNTS, minutes=st.integers(1, 127), drug=DRUG)
@example(csf=AMOUNT_MOST, effect=AMOUNT_MOST, minutes=1, drug=DRUG_MOST)
@example(csf=AMOUNT_MOST, effect=AMOUNT_MOST, minutes=127, drug=DRUG_MOST)
@example(csf=AMOUNT_MOST, effect=0, minutes=64, drug=0)
@pytest.mark.parametrize("which", range(len(TABLES)))
def test_the_patient(which: int, csf: int, effect: int, minutes: int, drug: int):
    patient = Patient(which)
    patient.csf, patient.effect = csf, effect
    traced(patient)
    patient.advance(Int31(minutes), Int31(drug))
    assert 0 <= patient.csf <= AMOUNT_MOST
    assert 0 <= patient.effect <= AMOUNT_MOST
    for _ in range(3):
        patient.sample()
        patient.below(Int31(50))


@given(minutes=st.integers(1, 24 * 60), drug=DRUG)
def test_the_effect_of_a_long_gap(minutes: int, drug: int) -> None:
    effect = Effect()
    for patient in effect.patients:
        traced(patient)
    drug = min(drug, MOST // 64)
    effect.advance(Int31(minutes), Int31(drug), Int31(drug // 2))


@given(st.lists(st.tuples(st.integers(1, 90), DRUG), max_size=8))
def test_the_intake_of_a_day(gone: list[tuple[int, int]]) -> None:
    intake, ms = Exposure(), 0
    traced(intake)
    for bins, drug in gone:
        ms += bins * BIN_MS
        intake.roll(Int31(ms // MS_PER_DAY), Int31(ms % MS_PER_DAY), Int31(drug))
    assert intake.day() >= 0


@given(concentration=CONCENTRATIONS, quanta=st.lists(st.floats(0, 1), max_size=20))
def test_a_quantum_on_its_way_through_the_parts(concentration: int, quanta: list[float]) -> None:
    most = Quantum().max_steps(concentration, profile.STEPS_PER_ML)
    catheter = Catheter(profile.CATHETER_NL, Calibration(profile.STEPS_PER_ML))
    catheter.attest(concentration)
    reservoir = Reservoir(40_000_000, Calibration(profile.STEPS_PER_ML))
    reservoir.fill(40_000_000, concentration, 4_320, 0, 0)
    ledger = Ledger()
    # as after seven years of the largest dose in the thinnest solution
    ledger.least = ledger.most = SEVEN_YEARS * 24 * profile.STEPS_PER_ML // 4
    for part in (catheter, reservoir, ledger):
        traced(part)
    for share in quanta:
        steps = Int31(1 + int(share * (most - 1)))
        ledger.intend(steps)
        ledger.bounds()
        ledger.settle(steps, steps, steps)
        reservoir.take(steps)
        assert catheter.push(steps, Int31(concentration)) >= 0
        assert reservoir.spare_steps() > 0


@given(start=st.integers(0, MOST), naps=st.lists(st.integers(0, (1 << 29) - 1), max_size=30))
def test_the_clock_across_every_wrap_of_the_ring(start: int, naps: list[int]) -> None:
    clock = Clock(Int31(start))
    traced(clock)
    passed = 0
    for nap in naps:
        passed += nap
        clock.update(Int31((start + passed) % (MOST + 1)))
        assert clock.day * MS_PER_DAY + clock.ms == passed


@given(st.lists(st.integers(0, 15_000), max_size=20))
def test_a_turn_with_nothing_due(naps: list[int]) -> None:
    hal = BareHal()
    instrument = Instrument(hal)
    prescribe(instrument.pump)
    instrument.turn.turn()
    traced(instrument.pump, "metering", "effect", "catheter", "alarms")
    traced(instrument.turn.clock)
    for nap in naps:
        hal.now = Int31((hal.now + nap) % (MOST + 1))
        instrument.turn.turn()
        if instrument.turn.idle_ms() <= max(naps):
            break


def prescribe(pump) -> None:
    """Run 100 ug/day of 500 ug/mL."""
    pump.control.line_orders().attest(500_000, 0, 0)
    pump.fill(18_000_000, 500_000)
    staged = pump.staged
    staged.drug, staged.concentration_ng_per_ml, staged.mode = "baclofen", 500_000, CONSTANT
    segment = staged.segment(1)
    segment.start_min, segment.kind, segment.value = 0, DOSE, 100_000
    pump.commit(pump.staged_digest(), False)
    pump.titration.attest(NEW, 0)
    pump.start()


def test_the_tracer_would_see_a_long_count_of_ms() -> None:
    with pytest.raises(Left31):
        _ = Int31(13) * MS_PER_DAY
