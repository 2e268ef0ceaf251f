"""What the judge of the interval lets pass, and what it does not: no more than nobody can know."""

import pytest

from host_sim.swarm.judges.interval import Interval

NL = 15.625  # a step


class Bench:
    powered = True


class Witness:
    """A rotor of which the test says where it is; switches that are turned."""

    def __init__(self, *switches):
        self.bench = Bench()
        self.rotor = self.steps = self.boots = self.ms = self.lost_ms = 0
        self.ended_ms = -1  # when the switches were put back; -1: they are turned
        self.was_running = True
        self.rotten = []
        self.switches = switches

    def within(self, names, span_ms):
        assert span_ms >= 0
        recent = self.ended_ms < 0 or self.ms - self.ended_ms <= span_ms
        return recent and any(name in self.switches for name in names)


class Answers:
    def __init__(self, least, most):
        self.least_nl = least * NL
        self.most_nl = most * NL


class Trial:
    """A judge that is shown a life of a few steps; `words` when it speaks."""

    def __init__(self, *switches):
        self.words = []
        self.judge = Interval(lambda _, words: self.words.append(words))
        self.witness = Witness(*switches)

    def turn(self, steps):
        self.witness.rotor += steps
        self.witness.steps = steps
        self.judge.turn(self.witness)

    def cut(self, steps, off_ms=0):
        """The power goes, so many steps after the turn before, and is back."""
        self.witness.bench.powered = False
        self.turn(steps)
        self.witness.lost_ms = self.witness.ms
        self.witness.ms += off_ms
        self.witness.bench.powered = True
        self.witness.boots += 1
        self.judge.power(self.witness)

    def speaks(self, least, most):
        self.judge.look(self.witness, Answers(least, most))
        return bool(self.words)


@pytest.mark.parametrize("least, most, wrong", [(0, 99, True), (106, 106, False), (107, 107, True)])
def test_six_steps_may_be_missing_and_none_may_be_hidden(least, most, wrong):
    trial = Trial()
    trial.turn(100)
    assert trial.speaks(least, most) == wrong


@pytest.mark.parametrize(
    "switches, most",
    [
        ((), 100),
        (("guard_dead",), 94),  # an encoder sees it, but for two readings
        (("encoder_dead",), 0),
        (("guard_dead", "runaway"), 0),
        (("enable_stuck", "stray_pulses"), 100),  # the pump is awake: it counts them
    ],
)
def test_what_a_pump_cannot_see_is_left_out_and_nothing_else(switches, most):
    trial = Trial(*switches)
    trial.turn(100)
    assert not trial.speaks(0, most)
    if most:
        assert trial.speaks(0, most - 1)


@pytest.mark.parametrize(
    "switches, running, lost",
    [
        ((), False, 0),
        (("stray_pulses",), False, 1),  # the guard ends it
        (("enable_stuck",), False, 0),  # it does not give a pulse
        (("stray_pulses", "enable_stuck"), False, 101),
        (("stray_pulses", "enable_stuck"), True, 1),  # an order's, which is in the bounds
    ],
)
def test_what_comes_as_the_power_goes_is_left_out_where_no_guard_ends_it(switches, running, lost):
    trial = Trial(*switches)
    trial.turn(1000)
    trial.witness.was_running = running
    trial.cut(100)
    assert not trial.speaks(0, 1100 - lost)
    assert trial.speaks(0, 1099 - lost)


@pytest.mark.parametrize("ended_h, off_h, lost", [(0, 8, 1), (2, 0, 0), (2, 8, 0)])
def test_how_long_the_power_is_away_does_not_count(ended_h, off_h, lost):
    """What nobody could write of as it went stays unknown; strays that were long over hide none."""
    hour = 3_600_000
    trial = Trial("runaway")
    trial.turn(1000)
    trial.witness.ended_ms = 0
    trial.witness.ms = ended_h * hour
    trial.witness.was_running = False
    trial.cut(1, off_h * hour)
    assert not trial.speaks(0, 1001 - lost)
    assert trial.speaks(0, 1000 - lost)


@pytest.mark.parametrize(
    "switches, lost",
    [(("journal_fails",), 0), (("files_fail",), 0), (("journal_fails", "files_fail"), 106)],
)
def test_what_neither_ring_nor_files_took_is_left_out_once_the_power_goes(switches, lost):
    trial = Trial(*switches)
    trial.turn(100)
    assert not trial.speaks(0, 100)
    trial.cut(6)
    assert not trial.speaks(0, 106 - lost)
    if lost:
        trial.witness.ended_ms = 0
        trial.witness.ms += 2 * 3_600_000
        trial.turn(50)  # written again
        assert trial.speaks(0, 49)
    else:
        assert trial.speaks(0, 105)
