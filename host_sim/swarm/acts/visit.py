"""Somebody looks after the pump: alarms are read, and done about them what their page says."""

from host_sim.swarm.acts.beginning import start_therapy
from host_sim.swarm.acts.keys import regain
from host_sim.swarm.acts.refill import fill
from host_sim.swarm.acts.small import set_right
from host_sim.swarm.acts.therapy import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life


def visit(life: "Life", dice: "Dice") -> None:
    """What is wrong is put right as far as one order does it."""
    client = life.client
    answers = life.witness.look()
    if answers is None:
        return
    alarms = sorted(answers.alarms)
    regain(life)
    clock_set = client.ask("SYST:TIME?") != ""
    client.error()
    if "CLOCK_LOST" in alarms or not clock_set:
        set_right(life)
    if "RESERVOIR_LOW" in alarms or "RESERVOIR_EMPTY" in alarms or "DRUG_AGE" in alarms:
        fill(life, dice[1])
    if "BATTERY_LOW" in alarms or "BATTERY_EOS" in alarms or "BATTERY_ERI" in alarms:
        life.bench.plant.battery.replace(life.bench.hal.clock.us, life.witness.pulses)
        life.bench.plant.battery.replace(life.bench.hal.clock.us, life.witness.pulses)
        if client.order("BATT:FIT") == 0:
            life.told.instead("BATT:FIT", "fit battery")
    if "STORED_DATA" in alarms and not client.ask("PRES:ACT:DIG?").startswith("#H"):
        client.error()
        start_therapy(life)
    if "INTERRUPTED" in alarms:
        client.order("DEL:RES CONFIRM")
    meant = answers.phase in ("HOLIDAY", "WEANING") and dice[2] % 3
    if answers.state in ("STOP", "FAULT", "IDLE") and life.witness.started and not meant:
        start(life, (0, 0, 1, 0))
    for alarm in alarms:
        if answers.alarms[alarm][1] == "ACTIVE" and dice[3] % 2:
            client.order("ALAR:ACKN " + alarm)
        else:
            client.order("ALAR:RES " + alarm)
    if dice[0] % 5 == 0:
        client.order("ALAR:AUD:PAUS %d" % (1 + dice[1] % 600))


def final_visit(life: "Life") -> None:
    """Every trouble is over; the pump is looked after one last time."""
    life.told.at(life.now_ms())
    for name in sorted(life.witness.faults):
        life.fault(name, life.bench.rest(name))
    life.calm()
    visit(life, (1, 1, 0, 0))
