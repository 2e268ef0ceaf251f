"""The roller head: volume is a function of the angle alone."""

import math

from host_sim.plant.flow import Flow
from host_sim.plant.head import NL_PER_STEP, STEPS_PER_REV, Head
from tests.plant.near import near


def test_a_whole_revolution_is_fifty_microlitres_wherever_it_begins() -> None:
    for begin in (0.0, 1.0, 533.3, 3199.0, 1e8):
        head = Head(begin)
        assert near(head.volume_nl(begin + STEPS_PER_REV), 50_000.0)


def test_the_parts_of_a_turn_add_up() -> None:
    whole = Head(17.0).volume_nl(5_000.0)
    head = Head(17.0)
    flow = Flow()
    flow.hours = 1.0
    total = 0.0
    for angle in (17.5, 100.0, 1066.0, 1067.0, 4999.99, 5_000.0):
        head.turn(angle, flow)
        total += flow.volume_nl
    assert near(total, whole, 1e-12)


def test_the_ripple_swings_by_its_amplitude_three_times_a_revolution() -> None:
    flows = []
    for step in range(STEPS_PER_REV):
        head = Head(float(step), ripple=0.25)
        flows.append(head.volume_nl(step + 1.0) / NL_PER_STEP)
    assert near(max(flows), 1.25, 1e-5)
    assert near(min(flows), 0.75, 1e-5)
    peaks = 0
    for i in range(STEPS_PER_REV):
        if flows[i] > flows[i - 1] and flows[i] >= flows[(i + 1) % STEPS_PER_REV]:
            peaks += 1
    assert peaks == 3


def test_turn_describes_the_flow_whose_integral_it_states() -> None:
    head = Head(123.0)
    flow = Flow()
    flow.hours = 0.5
    head.turn(2_000.0, flow)
    pieces = 20_000
    phase0 = math.atan2(flow.sin0, flow.cos0)
    total = 0.0
    for i in range(pieces):
        s = (i + 0.5) / pieces * flow.hours
        total += flow.mean + flow.cos * math.cos(phase0 + flow.omega * s)
    assert near(total * flow.hours / pieces, flow.volume_nl, 1e-8)


def test_gain_and_slip_scale_every_stretch() -> None:
    sound = Head().volume_nl(1_234.5)
    head = Head()
    head.set_errors(gain_percent=20)
    assert near(head.volume_nl(1_234.5), 1.2 * sound)
    head.set_errors(slip_percent=5)
    assert near(head.volume_nl(1_234.5), 1.2 * 0.95 * sound)
    head.set_errors(gain_percent=0, slip_percent=0)
    assert head.volume_nl(1_234.5) == sound


def test_angle_for_is_the_inverse_of_volume() -> None:
    head = Head(77.0)
    for volume in (0.0, 0.001, 15.0, 9_999.0, 5e6):
        assert near(head.volume_nl(head.angle_for(volume)), volume, 1e-9, 1e-6)
