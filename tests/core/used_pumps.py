"""Pumps with a history: together they leave no field as it was in a new one."""

from pump.core.alarms import table as alarms
from pump.core.prescription.prescription import WITHDRAWAL_RISK
from pump.core.therapy.screening import EFFECT
from tests.core.bench import DAY, HOUR, MIN, S, World
from tests.core.histories import world


def in_a_bolus():
    """Schedule, clock set by hand, a bolus under way, another concentration in the line."""
    made = world(dose=120_000)
    made.commit(500_000, [(0, 100_000), (720, 130_000), (1_080, 90_000)])
    made.wait(3 * DAY)
    made.order(made.pump.stop, "OTHER")
    made.concentration = 700_001
    made.commit(700_001, [(60, 90_000), (720, 110_000)])
    made.order(made.pump.fill, 19_000_000, 700_001)
    made.order(made.pump.set_catheter, 400_000)
    made.order(made.pump.start)
    made.wait(25 * HOUR + 10 * MIN)
    made.order(made.set_wall, 9_600, 70_000_000)
    made.order(made.pump.give_bolus, 50_000, 3_600_000, True)
    made.wait(20 * MIN + 7 * S)
    return made


def in_trouble():
    """Resets, losses, a stall with a try to come, increases, a surplus in the past."""
    made = world(concentration=2_000_000, dose=200_000)
    for dose in (250_000, 300_000, 360_000):
        made.wait(25 * HOUR)
        made.commit(2_000_000, dose)
    made.wait(33 * DAY)
    made.order(made.pump.fill, 18_000_000, 2_000_000)
    made.commit(2_000_000, 400_000)
    made.wait(HOUR)
    made.commit(2_000_000, 380_000)
    for _ in range(3):
        made.wait(101 * S)
        made.power_cycle(40 * S)
    made.wait(MIN)
    made.motor.run_away(60, 1_000)
    made.wait(10 * MIN)
    made.order(made.pump.start, True)
    made.order(made.pump.reset_alarm, alarms.OVER_DELIVERY)
    made.wait(10 * MIN)
    made.order(made.pump.give_bolus, 60_000, 600_000, True)
    made.wait(3 * MIN)
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, 10 * MIN, S)
    made.motor.stand(False)
    made.hal.events.failing = -1
    made.order(made.pump.acknowledge, 1)
    return made


def on_holiday():
    made = world(clock=False)
    made.wait(5 * DAY + 5 * HOUR)
    pump = made.pump
    made.order(pump.stop, "HOLIDAY")
    made.order(pump.events.attested.attest, 2, 63, pump.day, pump.ms, pump.events)
    made.wait(100 * HOUR)
    return made


def after_an_unknown_gap():
    """The lower dose flows, and nobody knows after how long."""
    made = world()
    made.wait(DAY)
    made.order(made.pump.suspend, 3_600_000)
    made.wait(2 * HOUR)
    made.hal.wall_us = None
    made.power_cycle(HOUR)
    made.wait(HOUR)
    return made


def in_half_an_abort():
    """The bolus ends when the quantum under way is counted."""
    made = world()
    made.wait(HOUR)
    made.order(made.pump.give_bolus, 50_000, 3_600_000, True)
    made.wait(10 * MIN + 11 * S)
    made.turn.deliver()
    made.pump.abort_bolus()
    return made


def with_a_rotor_that_lags():
    """Less than a stall, more than a rounding: the next quantum will tell."""
    made = world()
    made.wait(HOUR)
    made.motor.lose_every = 10
    made.until(lambda: made.pump.order.lag, HOUR, S)
    return made


def between_tries():
    """Stalled in a bolus, with an odd drug at the tip and an uncertainty from before the fill."""
    made = world(concentration=700_001)
    made.order(made.pump.stop, "OTHER")
    made.order(made.pump.set_catheter, 1_000)
    made.order(made.pump.start)
    made.wait(100 * S)
    made.power_cycle(HOUR)
    made.order(made.pump.fill, 18_000_000, 700_001)
    made.wait(HOUR)
    made.order(made.pump.give_bolus, 60_000, 600_000, True)
    made.wait(3 * MIN)
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, 10 * MIN, S)
    return made


def with_a_front_in_doubt():
    """A weaker drug is under way to the tip, and a power cut leaves some of its steps open."""
    made = world(concentration=2_000_000)
    made.order(made.pump.stop, "OTHER")
    made.order(made.pump.set_catheter, 100_000)
    made.order(made.pump.fill, 18_000_000, 1_000_000)
    made.commit(1_000_000, 100_000)
    made.order(made.pump.start)
    made.wait(10 * MIN)
    made.power_cycle(MIN)
    catheter = made.pump.drug.catheter
    made.wait(HOUR)
    assert catheter._slugs[-1][2]
    return made


def over_a_stall():
    made = world()
    made.wait(HOUR)
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, 10 * MIN, S)
    made.motor.stand(False)
    made.until(lambda: not made.pump.faults.tries, HOUR, S)
    return made


def cut_in_a_bolus():
    made = world()
    made.wait(HOUR)
    made.order(made.pump.give_bolus, 50_000, 3_600_000, True)
    made.wait(10 * MIN + 11 * S)
    made.power_cycle(HOUR)
    return made


def ran_dry():
    made = world()
    made.wait(HOUR)
    made.order(made.pump.reconcile, 2_000_500)
    made.wait(HOUR)
    return made


def stood_while_nobody_counted():
    """Stopped, and the power away for no one knows how long."""
    made = world(clock=False)
    made.wait(HOUR)
    made.order(made.pump.stop, "OTHER")
    made.power_cycle(HOUR)
    return made


def weaning_to_a_holiday():
    """In its third step, of a patient at risk."""
    made = world(dose=300_000)
    pump = made.pump
    made.stage(500_000, 300_000).care = WITHDRAWAL_RISK
    made.order(pump.commit, pump.staged_digest(), True)
    made.wait(DAY)
    begin = pump.control.weaning_orders().begin
    made.order(begin, 14, True, True, pump.day, pump.ms)
    made.wait(2 * DAY + HOUR)
    return made


def in_a_test_dose():
    """The second one, after an override."""
    made = World()
    pump = made.pump
    made.order(pump.fill, 18_000_000, 500_000)
    orders = pump.control.screening_orders
    made.order(orders().give, 75_000, 0, True, pump.day, pump.ms)
    made.wait(DAY)
    made.order(orders().saw, EFFECT, 3 * 3_600_000, pump.day, pump.ms)
    made.order(orders().give, 100_000, 300_000, False, pump.day, pump.ms)
    made.wait(MIN)
    made.order(orders().let, pump.day, pump.ms)
    return made


def calibrated_twice():
    """Delivered at three figures of the head, and in a service order at the last of them."""
    made = world()
    for steps_per_ml in (59_813, 61_000):
        made.wait(HOUR)
        made.power_cycle(MIN)
        made.wait(MIN)
        made.order(made.pump.stop, "MAINTENANCE")
        made.order(made.pump.calibrate, steps_per_ml, 3_500)
    made.order(made.pump.give_steps, 2_000)
    made.wait(3 * S)
    return made


def priming():
    """A patient gets what it pushes out of the tip."""
    made = world()
    made.wait(HOUR)
    made.order(made.pump.stop, "MAINTENANCE")
    orders = made.pump.control.line_orders()
    out_ng = orders.pushed_out_ng(20_000)
    made.order(orders.prime, 20_000, out_ng, False, made.pump.day, made.pump.ms)
    made.wait(2 * S)
    return made


def stopped_for_an_overdose():
    """After two boluses of the patient's."""
    made = world()
    rx = made.stage(500_000, 100_000)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, 5_000, 60_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 3_600_000, 20_000
    made.order(made.pump.commit, made.pump.staged_digest(), True)
    orders = made.pump.control.patient_orders
    made.wait(25 * HOUR)
    made.order(orders.give, made.pump.day, made.pump.ms)
    made.wait(10 * MIN)
    made.order(made.pump.stop, "OVERDOSE")
    return made


def with_its_image_lost():
    """Both copies have rotted: a pump that knows that it has forgotten."""
    made = world()
    made.wait(HOUR)
    made.hal.states.damage(2)
    made.power_cycle(HOUR)
    return made


def with_a_new_battery():
    """Replaced, low already, at its end by its voltage, and by its calendar in years."""
    made = world()
    made.hal.mv = 2_900
    made.wait(3 * DAY + HOUR)
    watch = made.pump.control.energy_watch
    made.order(watch.fit, made.pump.day, made.pump.ms)
    made.order(watch.end_by_calendar, True, made.pump.day, made.pump.ms)
    made.pump.battery.asked(7)
    made.wait(DAY)
    made.hal.wall_us = None
    made.power_cycle(HOUR)
    made.hal.wall_us = 9_600 * DAY
    made.order(made.set_wall, 9_600, 0)
    made.hal.mv = 2_150
    made.until(lambda: made.pump.therapy.ends, 5 * HOUR, MIN)
    return made


def at_the_least_flow():
    """Asked for an hour ago."""
    made = world()
    made.wait(DAY)
    made.order(made.pump.control.therapy_orders.least, made.pump.day, made.pump.ms)
    made.wait(HOUR)
    return made


PUMPS = [
    at_the_least_flow,
    with_a_new_battery,
    in_a_bolus,
    in_trouble,
    on_holiday,
    after_an_unknown_gap,
    in_half_an_abort,
    with_a_rotor_that_lags,
    between_tries,
    with_a_front_in_doubt,
    over_a_stall,
    cut_in_a_bolus,
    ran_dry,
    calibrated_twice,
    priming,
    stopped_for_an_overdose,
    stood_while_nobody_counted,
    with_its_image_lost,
    weaning_to_a_holiday,
    in_a_test_dose,
]
