"""The ledger's rules: when pulses are believed, when the encoder, what the journal holds."""

import pytest

from pump.core.motion.ledger import RECORD_MAX, Ledger


def followed(*quanta):
    """Quanta as (counted, turned)."""
    ledger = Ledger()
    for counted, turned in quanta:
        ledger.intend(counted)
        ledger.settle(counted, counted, turned)
    return ledger


def test_while_a_quantum_flies_it_may_have_given_nothing_or_all():
    ledger = Ledger()
    ledger.intend(40)
    assert ledger.bounds() == (0, 40)
    ledger.watch(20, 13)
    assert ledger.bounds() == (13, 40)
    ledger.watch(16, 13)  # within a count of the encoder the pulses are believed
    assert ledger.bounds() == (16, 40)
    ledger.settle(40, 40, 40)
    assert ledger.bounds() == (40, 40)
    assert ledger.sequence == 1


@pytest.mark.parametrize("turned", [37, 38, 39, 40, 43])
def test_rounding_of_the_encoder_is_no_uncertainty(turned):
    assert followed((40, turned)).bounds() == (40, 40)


@pytest.mark.parametrize("turned, least", [(36, 33), (20, 17), (3, 0), (0, 0)])
def test_a_lag_beyond_rounding_lowers_the_lower_bound_only(turned, least):
    assert followed((40, turned)).bounds() == (least, 40)


def test_small_losses_are_seen_when_they_have_added_up():
    ledger = followed((40, 38), (40, 38))
    assert ledger.bounds() == (73, 80)
    assert followed((40, 39), (40, 39)).bounds() == (80, 80)
    assert followed((40, 39), (40, 38), (40, 39)).bounds() == (113, 120)


def test_once_the_encoder_is_right_both_bounds_follow_it():
    ledger = followed((40, 0), (40, 40))
    assert ledger.bounds() == (40, 80)
    ledger.resolve()
    assert ledger.bounds() == (40, 43)


def test_a_surplus_may_have_moved_the_rotor_or_not():
    ledger = followed((40, 40))
    ledger.exceed(300)
    assert ledger.bounds() == (40, 340)
    ledger.follow(300)
    ledger.resolve()
    assert ledger.bounds() == (337, 340)


def test_the_encoder_never_puts_the_lower_bound_above_the_upper():
    ledger = followed((40, 90))
    ledger.resolve()
    assert ledger.bounds() == (40, 40)


def test_exact_quanta_are_told_with_the_next_intent():
    ledger = followed((40, 40))
    assert ledger.last() == 40
    assert ledger.unjournaled() == (40, 40)
    ledger.journal(40, 40)
    assert ledger.last() == 0
    assert ledger.unjournaled() == (0, 0)


def test_an_interval_needs_a_record_of_its_own():
    ledger = followed((40, 20))
    assert ledger.last() == -1
    assert ledger.unjournaled() == (17, 40)


def test_a_bound_that_was_lowered_is_told_later():
    ledger = followed((40, 40))
    ledger.journal(*ledger.unjournaled())
    ledger.settle(10, 10, 0)
    assert ledger.bounds() == (37, 50)
    assert ledger.unjournaled() == (0, 10)
    ledger.journal(*ledger.unjournaled())
    ledger.settle(8, 8, 8)
    assert ledger.last() == -1
    assert ledger.unjournaled() == (5, 8)


def test_more_than_a_record_holds_is_told_in_parts():
    ledger = Ledger()
    ledger.settle(*[2 * RECORD_MAX + 5] * 3)
    assert ledger.last() == -1
    parts = []
    while ledger.unjournaled() != (0, 0):
        parts.append(ledger.unjournaled())
        ledger.journal(*parts[-1])
    second = RECORD_MAX - 2  # the same record twice counts once
    assert parts == [(RECORD_MAX, RECORD_MAX), (second, second), (7, 7)]


def test_a_fill_lets_the_encoder_begin_anew_after_power_cuts():
    """Each power-on adds three steps of slack; a fill takes them back: no loss hides for long."""
    ledger = followed((40, 40))
    for _ in range(20):
        ledger.power_on()
    ledger.intend(40)
    ledger.settle(40, 40, 0)
    assert ledger.bounds() == (80, 80)  # 60 steps of slack hide the loss
    ledger.filled()
    ledger.intend(40)
    ledger.settle(40, 40, 20)
    assert ledger.bounds() == (97, 120)


def test_what_a_cut_left_open_stays_open_over_a_fill():
    ledger = followed((40, 40))
    ledger.intend(40)
    ledger.power_on()
    ledger.settle(0, 40, 0)
    ledger.filled()
    ledger.intend(40)
    ledger.settle(40, 40, 40)
    ledger.resolve()
    assert ledger.bounds() == (80, 120)


def test_what_is_resolved_after_a_fill_leaves_no_room_beyond_a_quantum():
    ledger = followed((100, 0))
    assert ledger.bounds() == (0, 100)
    ledger.filled()
    ledger.follow(100)
    ledger.resolve()
    assert ledger.bounds() == (97, 100)
    assert ledger.uncertainty_since_fill() == 0
    ledger.exceed(28)
    assert ledger.room(128) == 50
