"""Tubing: pressure, first-order lag, occlusion and the release bolus."""

import math

from host_sim.plant.flow import Flow
from host_sim.plant.head import Head
from host_sim.plant.tubing import STALL_KPA, Tubing
from tests.plant.near import near


def steady(flow: Flow, nl_per_h: float, hours: float) -> Flow:
    flow.stop()
    flow.hours = hours
    flow.mean = nl_per_h
    flow.volume_nl = nl_per_h * hours
    return flow


def test_what_goes_in_comes_out_or_is_stored() -> None:
    tubing = Tubing()
    flow = Flow()
    into = out = 0.0
    for rate, hours in ((25_000.0, 0.1), (0.0, 1e-5), (1e6, 2e-5), (0.0, 3.0)):
        into += steady(flow, rate, hours).volume_nl
        tubing.let_through(flow)
        out += flow.volume_nl
        assert near(into, out + tubing.stored_nl())
    assert tubing.stored_nl() < 1e-9


def test_a_step_of_flow_arrives_with_the_time_constant() -> None:
    tubing = Tubing()
    flow = steady(Flow(), 1_000.0, tubing.tau_h)
    tubing.let_through(flow)
    assert near(tubing.kpa, 1_000.0 * tubing.resistance * (1.0 - math.exp(-1.0)))


def test_ripple_comes_through_as_the_differential_equation_says() -> None:
    """Against small steps of C dP/dt = q - P/R, at a speed where the lag matters."""
    tubing = Tubing()
    head = Head()
    flow = Flow()
    flow.hours = 2.0 * tubing.tau_h
    head.turn(2_500.0, flow)
    mean, ripple, omega = flow.mean, flow.cos, flow.omega
    tubing.let_through(flow)
    kpa = 0.0
    pieces = 200_000
    dt = flow.hours / pieces
    for i in range(pieces):
        q = mean + ripple * math.cos(omega * (i + 0.5) * dt)
        middle = kpa + 0.5 * dt * (q - kpa / tubing.resistance) / tubing.compliance
        kpa += dt * (q - middle / tubing.resistance) / tubing.compliance
    assert near(tubing.kpa, kpa, 1e-6)


def test_blocked_tubing_keeps_everything_and_gives_it_back() -> None:
    tubing = Tubing()
    tubing.blocked = 1
    flow = steady(Flow(), 25_000.0, 1.0)
    room = tubing.room_nl()
    tubing.let_through(flow)
    assert flow.volume_nl == 0.0
    assert near(tubing.kpa, 50.0)
    assert near(tubing.room_nl(), room - 25_000.0)
    tubing.blocked = 0
    tubing.let_through(steady(flow, 0.0, 1.0))
    assert near(flow.volume_nl, 25_000.0)
    assert tubing.kpa < 1e-9


def test_the_fastest_order_does_not_stall_a_free_line() -> None:
    """100 us between pulses, a head that gives a quarter too much, at the crest of the ripple."""
    head = Head()
    head.set_errors(gain_percent=25)
    fastest = head.nl_per_step * 10_000 * 3600  # nL/h
    tubing = Tubing()
    tubing.let_through(steady(Flow(), fastest, 1.0))
    assert tubing.kpa < STALL_KPA


def test_after_a_refill_the_old_strength_leaves_first() -> None:
    tubing = Tubing()
    tubing.kpa = 2.0
    assert near(tubing.stored_ng(0.5), 500.0)
    tubing.keep_old(0.5)
    assert near(tubing.stored_ng(2.0), 500.0)
    assert near(tubing.strength_of(400.0, 2.0), 0.5)
    assert near(tubing.strength_of(1_200.0, 2.0), (600.0 * 0.5 + 600.0 * 2.0) / 1_200.0)
    assert tubing.strength_of(10.0, 2.0) == 2.0
