"""The band's patients by the hour, against the same ones step by step."""

from hypothesis import example, given
from hypothesis import strategies as st

from pump.core.codec import Reader, Writer
from pump.core.drug.coefficients import TABLES
from pump.core.drug.effect import Effect
from pump.core.drug.patient import Patient

NG = 256
BOLUS = 100_000 * NG
PERMILLE = 5  # of the highest effect so far: what may be apart, and less than a ng
STRIDES = st.lists(
    st.tuples(st.sampled_from([0, 1, 3, 4, 8]), st.integers(1, 6)), min_size=1, max_size=30
)


class Both:
    """The band, and each patient of it in steps of 16 minutes."""

    def __init__(self):
        self.effect = Effect()
        self.direct = [Patient(which) for which in range(1, len(TABLES))]
        self.highest = 0

    def stride(self, drug, minutes=16):
        self.effect.advance(minutes, drug, drug)
        for patient in self.direct:
            patient.advance(minutes, drug)
            self.highest = max(self.highest, patient.effect)

    def apart(self):
        trials = self.effect.trials(0, 0, 0, True)[1:]
        pairs = list(zip(trials, self.direct))  # noqa: B905 - the VMs know no strict
        return max(abs(band.effect - patient.effect) for band, patient in pairs)

    def room(self):
        return self.highest * PERMILLE // 1000 + NG


@given(st.sampled_from([100, 1_000, 3_500]), STRIDES)
@example(3_500, [(0, 2), (8, 1), (0, 6)])
def test_flow_that_is_uneven_comes_to_the_same(ng, history):
    both = Both()
    for _ in range(90):
        both.stride(4 * ng * NG)
    for quanta, times in history:
        for _ in range(times):
            both.stride(quanta * ng * NG)
            assert both.apart() <= both.room()


def test_quanta_of_five_minutes_fall_unevenly_into_sixteen():
    both = Both()
    for stride in range(1000):
        both.stride((4 if stride % 5 == 0 else 3) * 347 * NG)
        assert stride < 90 or both.apart() <= both.room()


def test_a_bolus_is_not_spread_over_what_was_before_it():
    both = Both()
    for _ in range(90):
        both.stride(1_000 * NG)
    before = both.apart()
    both.stride(BOLUS)
    assert both.apart() <= before + NG
    both.stride(1_000 * NG)
    assert both.apart() <= before + NG


def test_other_times_than_sixteen_minutes_do_not_wait():
    both = Both()
    for minutes in (16, 16, 5, 16, 64, 1, 16):
        both.stride(minutes * 100 * NG, minutes)
        assert both.apart() < NG


def test_drug_that_four_strides_cannot_hold_does_not_wait():
    both = Both()
    for _ in range(5):
        both.stride(1 << 29)
        assert both.apart() == 0


def test_an_hour_joins_the_reference_as_it_is_then():
    both = Both()
    for _ in range(7):
        both.stride(1_000 * NG)
    both.effect.sample()
    for trial, patient in zip(both.effect.trials(0, 0, 0, True)[1:], both.direct):  # noqa: B905
        assert abs(trial.reference - patient.effect) <= both.room()


def written(effect, version):
    codec = Writer()
    codec.begin(version)
    effect.persist(codec)
    return bytes(codec.data)


def amounts(effect):
    return [(each.csf, each.effect, each.reference) for each in effect.trials(0, 0, 0, True)]


def used():
    both = Both()
    for _ in range(6):
        both.stride(1_000 * NG)
    return both.effect


def test_what_waits_survives_a_power_cut():
    effect, other = used(), Effect()
    other.persist(Reader(written(effect, 3), 3))
    assert amounts(other) == amounts(effect)
    for each in (effect, other):
        each.advance(16, 900 * NG, 900 * NG)
    assert amounts(other) == amounts(effect)


def test_the_section_of_before_says_that_nothing_waits():
    effect, other = used(), used()
    codec = Reader(written(effect, 2), 2)
    other.persist(codec)
    assert codec.ended()
    now = [(each.csf, each.effect, each.reference) for each in effect.patients]
    assert amounts(other) == now
