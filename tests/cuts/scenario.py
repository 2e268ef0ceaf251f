"""A scenario of thirty hours: everything that is written down is written here once at least.

Given to the exact bench by orders as a session gives them; what follows each is asserted, so that a
scenario which no longer does what it says is seen.
"""

from pump.core import profile
from pump.core.alarms import table as alarms
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, IDLE, RUN, STOPPED, SUSPENDED
from tests.core.bench import DAY, HOUR, MIN, MS, S

BEGINS_US = 9497 * DAY + 20 * HOUR + 30 * MIN  # 2026-01-01 20:30 by the real-time clock
DRUG = 500_000  # ng/mL
NIGHT = [(0, 100_000), (22 * 60, 120_000)]
LESS = [(0, 90_000), (22 * 60, 110_000)]
MORE = [(0, 95_000), (6 * 60, 118_000)]


def commit(board, schedule):
    """With the shortest time between two boluses."""
    pump = board.pump
    board.stage(DRUG, schedule).limit_lockout_ms = profile.LOCKOUT_MIN_MS
    board.order(pump.commit, pump.staged_digest(), True)


def begins(board):
    pump = board.pump
    board.wait(MIN)
    assert pump.state == IDLE
    commit(board, NIGHT)
    board.order(pump.fill, 18_000_000, DRUG)
    board.order(pump.start)
    board.wait(20 * MIN)
    assert pump.state == RUN


def boluses(board):
    """One ends, one is aborted, one is under way when therapy is suspended."""
    pump = board.pump
    board.give_bolus(10_000, 0)
    board.wait(18 * MIN)
    assert pump.bolus.state == bolus.DONE
    board.give_bolus(20_000, 10 * MIN // MS)
    board.wait(4 * MIN + 700 * MS)
    board.order(pump.abort_bolus)
    assert pump.bolus.state == bolus.ABORTED
    board.wait(16 * MIN)
    board.give_bolus(15_000, 20 * MIN // MS)
    board.wait(9 * MIN)
    board.order(pump.suspend, 2 * MIN // MS)
    assert (pump.state, pump.bolus.state) == (SUSPENDED, bolus.ABORTED)
    board.order(pump.acknowledge, alarms.STOPPED)
    board.wait(5 * MIN)
    assert pump.state == RUN


def changes(board):
    """Less drug while it runs; another time of day in the midst of a bolus; an early resume."""
    pump = board.pump
    commit(board, LESS)
    board.wait(16 * MIN)
    board.give_bolus(10_000, 30 * MIN // MS)
    board.wait(12 * MIN)
    day, ms = board.hal.wall()
    board.order(board.set_wall, day, ms + HOUR // MS)
    board.wait(25 * MIN)
    assert pump.bolus.state == bolus.DONE
    board.order(pump.suspend, HOUR // MS)
    board.wait(3 * MIN)
    board.order(pump.resume)
    board.wait(10 * MIN)
    assert pump.state == RUN


def refills(board):
    """Stopped, reconciled with a flag, filled low, started; filled again while it runs."""
    pump = board.pump
    board.order(pump.stop, "MAINTENANCE")
    board.wait(2 * MIN)
    found = pump.reservoir.volume_nl() - 300_000  # beyond what a reading may be off
    board.order(pump.reconcile, found)
    assert pump.alarms.holds(alarms.FLOW_MISMATCH)
    board.order(pump.fill, 2_300_000, DRUG)
    assert pump.alarms.holds(alarms.RESERVOIR_LOW)
    board.order(pump.start)
    board.order(pump.acknowledge, alarms.RESERVOIR_LOW)
    assert pump.state == RUN
    board.wait(15 * MIN)
    board.order(pump.reconcile, pump.reservoir.volume_nl())
    board.order(pump.reset_alarm, alarms.FLOW_MISMATCH)
    board.order(pump.fill, 17_000_000, DRUG)
    board.wait(7 * MIN)


def stalls(board):
    """In the midst of a bolus; the second try turns again; the operator resets the alarm."""
    pump = board.pump
    board.give_bolus(10_000, 5 * MIN // MS)
    board.wait(2 * MIN)
    board.motor.stand(True)
    board.until(lambda: pump.state == FAULT, 10 * MIN, S)
    assert pump.bolus.state == bolus.ABORTED
    board.order(pump.acknowledge, alarms.MOTOR_STALL)
    board.wait(3 * MIN)
    assert pump.faults.tries == 2
    board.motor.stand(False)
    board.wait(12 * MIN)
    assert (pump.state, pump.faults.tries) == (RUN, 0)
    board.order(pump.reset_alarm, alarms.MOTOR_STALL)
    board.order(pump.fill, 17_000_000, DRUG)
    board.wait(7 * MIN)


def runs_away(board):
    pump = board.pump
    board.motor.run_away(30, 2_000)
    board.wait(6 * MIN)
    assert pump.state == FAULT
    board.order(pump.start, True)
    board.wait(11 * MIN)
    board.order(pump.reset_alarm, alarms.OVER_DELIVERY)
    board.order(pump.fill, 17_000_000, DRUG)


def rests(board):
    """An image by the count of records; seven hours without flow, until forecasts alarm."""
    pump = board.pump
    board.wait(13 * HOUR)
    assert pump.alarms.listed() == []
    board.order(pump.stop, "OTHER")
    board.order(pump.acknowledge, alarms.STOPPED)
    board.wait(7 * HOUR)
    assert pump.alarms.holds(alarms.WITHDRAWAL)
    board.order(pump.start)
    assert pump.day == 0


def rises(board):
    """The ring goes round, midnight passes, a higher dose, a last bolus, stopped."""
    pump = board.pump
    board.wait(5 * HOUR)
    assert pump.day == 1
    commit(board, MORE)
    board.wait(HOUR)
    board.give_bolus(12_000, 15 * MIN // MS)
    board.wait(HOUR)
    board.order(pump.stop, "OTHER")
    board.wait(20 * MIN)
    assert pump.state == STOPPED


PHASES = (begins, boluses, changes, refills, stalls, runs_away, rests, rises)
