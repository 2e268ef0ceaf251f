"""D-5, C-27: every resumption asks the same question, and pauses that 24 h of flow have not ended
add up. Where nobody is asked the lower of initial and last dose flows, with a word.
"""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.interruption import Interruption
from pump.core.therapy.states import FAULT, RUN, SUSPENDED
from pump.core.therapy.titration import Titration
from tests.core.bench import DAY, HOUR, MIN, MS, S
from tests.core.cuts import refused, running
from tests.core.test_resumption import titrated
from tests.core.test_titration import UG, commit, start

H = HOUR // MS


def at_120():
    """Quanta of minutes: 100 ug/d on the first day, 120 on the second."""
    world = running()
    world.commit(500_000, 120_000)
    world.wait(DAY)
    return world


def suspend(world, flowed_us):
    world.wait(flowed_us)
    world.order(world.pump.suspend, DAY // MS)
    world.wait(DAY)


def stall(world, flowed_us):
    """The motor stands, and a try is 20 h late, by a cut."""
    world.wait(flowed_us)
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, HOUR, S)
    world.motor.stand(False)
    world.power_cycle(20 * HOUR)
    world.wait(MIN)


def reset(world, flowed_us):
    world.wait(flowed_us)
    world.power_cycle(20 * HOUR)


@pytest.mark.req("C-27", "D-5")
@pytest.mark.parametrize("flowed_us", [70 * MIN, 4 * HOUR, 23 * HOUR])
@pytest.mark.parametrize("pause, times", [(suspend, 5), (stall, 7), (reset, 12)])
def test_never_the_last_dose_without_a_word_once_a_day_has_passed(pause, times, flowed_us):
    """C-27. Initial 100 ug/d, last 130: what flows after the second pause is 100, and says so."""
    world = titrated()
    for count in range(1, times + 1):
        pause(world, flowed_us)
        world.wait(0)
        assert world.pump.state == RUN
        rotor = world.motor.rotor
        world.wait(10 * MIN)
        ug = 130 if count == 1 else 100
        assert abs(world.motor.rotor - rotor - ug * 128 // 24 // 6) <= 2
        assert world.pump.alarms.holds(alarms.INTERRUPTED) == (count > 1)
    assert world.pump.alarms.priority[alarms.INTERRUPTED] == alarms.MEDIUM
    assert len(world.said("REDUCED")) == 1


@pytest.mark.req("D-5")
@pytest.mark.parametrize("flowed_us, reduced", [(DAY - MIN, True), (DAY + MIN, False)])
def test_a_day_of_flow_ends_an_interruption(flowed_us, reduced):
    world = titrated()
    suspend(world, 0)
    suspend(world, flowed_us)
    world.wait(MIN)
    assert (world.pump.titration.interruption.reduced is not None) == reduced


def test_a_day_of_flow_in_pieces_ends_one_as_well():
    """Seconds without power are no interruption of their own, nor do they make one last."""
    world = at_120()
    world.order(world.pump.suspend, 20 * H)
    world.wait(20 * HOUR)
    for _ in range(27):
        world.wait(HOUR)
        world.power_cycle(2 * S)
    world.order(world.pump.suspend, 20 * H)
    world.wait(20 * HOUR + MIN)
    assert world.pump.titration.interruption.reduced is None


def test_resets_of_seconds_never_count_the_flow_between_them():
    world = at_120()
    for _ in range(200):
        world.wait(20 * MIN)
        world.power_cycle(2 * S)
    world.wait(MIN)
    assert world.pump.titration.interruption.reduced is None


def test_a_word_covers_the_pauses_before_it_and_not_those_after():
    world = titrated()
    suspend(world, 0)
    suspend(world, HOUR)
    world.wait(MIN)
    world.order(world.pump.resume, True)
    assert not world.pump.alarms.holds(alarms.INTERRUPTED)
    assert world.pump.titration.interruption.reduced is None
    world.power_cycle(20 * HOUR)  # 68 h in all, 20 since
    world.wait(HOUR)
    assert world.pump.titration.interruption.reduced is None
    world.power_cycle(5 * HOUR)
    world.wait(HOUR)
    assert world.pump.titration.interruption.reduced[0] == 100 * UG
    refused(world, reasons.LIMIT_EXCEEDED, world.pump.resume, True)  # 73 h: at most 100 ug/d
    assert commit(world, 100 * UG) == (0, "")


def test_beyond_72_h_in_all_nothing_above_the_lower_dose_begins_by_itself():
    """A word at 70 h, and a cut of 3 h: a person would be refused, so the pump is too."""
    world = titrated()
    world.order(world.pump.stop, "OTHER")
    world.wait(70 * HOUR)
    world.order(world.pump.start, True)
    world.wait(HOUR)
    world.power_cycle(3 * HOUR)
    world.wait(HOUR)
    assert world.pump.titration.interruption.reduced[0] == 100 * UG


def test_the_dose_that_a_commit_lowered_in_a_pause_is_not_raised():
    world = titrated()
    world.order(world.pump.suspend, DAY // MS)
    assert commit(world, 60 * UG) == (0, "")
    world.power_cycle(30 * HOUR)
    world.wait(0)
    assert world.pump.titration.interruption.reduced[0] == 60 * UG
    assert world.pump.program.rates_pl_per_day == (60 * UG * 10**9 // 500_000,)


@pytest.mark.req("D-5")
def test_a_person_is_asked_by_every_way_that_lets_the_dose_flow():
    world = titrated()
    suspend(world, 0)
    world.wait(HOUR)
    world.order(world.pump.suspend, DAY // MS)
    world.wait(HOUR)
    assert world.pump.state == SUSPENDED
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.resume)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.stop, "OTHER")
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)


def test_the_lower_dose_is_there_after_a_cut_and_its_quanta_replay_to_the_same():
    world = titrated()
    suspend(world, 0)
    suspend(world, HOUR)
    world.wait(3 * HOUR)
    program = world.pump.program.rates_pl_per_day
    for _ in range(4):
        world.wait(17 * MIN)
        world.power_cycle(S)
        assert world.pump.program.rates_pl_per_day == program
        assert not world.said("REPLAYED")
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most


def test_an_order_that_is_not_kept_leaves_the_lower_dose():
    world = titrated()
    suspend(world, 0)
    suspend(world, HOUR)
    world.wait(HOUR)
    program = world.pump.program.rates_pl_per_day
    world.hal.states.failing = -1
    refused(world, reasons.STORAGE_FAULT, world.pump.resume, True)
    assert world.pump.titration.interruption.reduced
    assert world.pump.program.rates_pl_per_day == program
    assert world.pump.alarms.holds(alarms.INTERRUPTED)


def test_an_hour_of_every_day_is_no_interruption():
    """Nor does a daily one keep a pause of before."""
    world = titrated()
    world.order(world.pump.suspend, 20 * H)
    world.wait(20 * HOUR)
    for _ in range(30):
        world.wait(23 * HOUR)
        world.order(world.pump.stop, "MAINTENANCE")
        world.wait(HOUR)
        assert start(world) == (0, "")


def test_rows_stay_few_however_often_it_flaps():
    interruption = Interruption()
    interruption.first(0, 0)
    at_ms = 0
    for _ in range(2_000):
        at_ms += 60_000
        ended = (at_ms // (24 * H), at_ms % (24 * H))
        at_ms += 60_000
        interruption.begins(ended, at_ms // (24 * H), at_ms % (24 * H))
    assert len(interruption.pauses) <= 25
    now = (at_ms // (24 * H), at_ms % (24 * H))
    counted_ms = interruption.lasts_ms(now, *now)
    assert 24 * H <= counted_ms <= 25 * H


def test_a_power_cut_of_unknown_length_is_told_with_the_pause():
    titration = Titration()
    titration.begin(100_000, (0, 0), 1, 0)
    titration.interruption.cut((2, 0), None, [], 2, 0)
    with pytest.raises(Refused) as caught:
        titration.need_resumption(100_000, 3_660_000, 2, 0, "DEL:STAR")
    text = "no flow for 1 h 1 min, and a power cut of unknown length; DEL:STAR CONFIRM"
    assert caught.value.detail == text
