"""Service: priming, calibration, an emptied reservoir, signals, the battery's calendar.

What the motor moves meanwhile goes into a vessel, or is said to reach the patient.
"""

from host_sim.swarm.acts.refill import fill
from host_sim.swarm.acts.rx import commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000
_STEPS_PER_ML = 64_000  # of the head as it was designed
_TRIES = 20
_SERVICE_MS = 10_000
_MADE_MS = 1_000  # a pump that never wrote an image knows of no power before


def prime(life: "Life", dice: "Dice") -> None:
    """Some of the line is pushed out, at the patient or beside; then therapy goes on."""
    client = life.client
    outside = dice[0] % 2
    volume = ("0.02", "0.05", "0.1", "0.308", "0.4")[dice[1] % 5]
    client.order("DEL:STOP MAINTENANCE")
    client.ask("*CLS")
    client.ask("CATH:PRIM %s ML" % volume)
    said = client.ask("SYST:ERR?")  # it tells the drug that is to be repeated
    at = said.find("CATH:PRIM ", said.find("pushes"))
    if said.startswith("204") and at > 0:
        line = said[at : said.rfind('"')]
        if outside:
            _detached(life, 1)
            client.order(line + ",OUTS")
        else:
            client.order(line)
        _until_done(life)
        if outside:
            _detached(life, 0)
    if dice[2] % 3 == 0:
        client.order("CATH:VOL 0.308 ML")
    client.order("DEL:STAR CONFIRM")


def calibrate(life: "Life", dice: "Dice") -> None:
    """Weighed, and told: the head gives so much beyond its design; the line is filled anew, and
    the prescription committed anew."""
    client = life.client
    client.order("DEL:STOP MAINTENANCE")
    _detached(life, 1)
    client.order("CAL:DISP %d,DET" % (200 + dice[0] % 3000))
    _until_done(life)
    gain = dice[1] % 7 - 3
    figure = (_STEPS_PER_ML * 100 + 50) // (100 + gain)
    if client.order("CAL:STEP %d,1.5 PCT" % figure) == 0 and "gain" not in life.plan.kinds:
        life.bench.inject("gain", gain)  # so it always was
        life.say("fault gain %d" % gain)
    commit(life, life.wanted)  # volumes are other steps now
    if dice[2] % 2:
        client.order("DEL:STAR CONFIRM")  # nobody has said yet what stands in the line
    strength = life.wanted.drug
    line = "CATH:CONT %d UG/ML,CONFIRM" % strength
    if client.order(line) == 0:
        life.told.instead(line, "prime with %d ug/mL" % strength)
        life.bench.plant.prime_catheter(strength * 1000)
    _detached(life, 0)
    client.order("DEL:STAR CONFIRM")


def _detached(life: "Life", on: int) -> None:
    """The catheter is off the pump, or on it: by hand, no fault of the plant's."""
    if not on and "catheter_disconnected" in life.witness.faults:
        return  # it came off before, and nobody knows
    life.bench.inject("catheter_disconnected", on)
    life.say("fault catheter_disconnected " + ("on" if on else "off"))


def _until_done(life: "Life") -> None:
    """The service order is over."""
    for _ in range(_TRIES):
        if not life.client.ask("CAL:DISP?").startswith("RUN"):
            break
        life.bench.run_to(life.now_ms() + _SERVICE_MS)
    life.told.at(life.now_ms())


def emptied(life: "Life", dice: "Dice") -> None:
    """What is left is drawn out and told; hours later it is filled again."""
    client = life.client
    client.order("DEL:STOP MAINTENANCE")
    if client.order("RES:EMPT") == 0:
        life.told.instead("RES:EMPT", "empty")
        life.bench.plant.withdraw()
    client.order("DEL:STAR")
    later_ms = (1 + dice[0] % 600) * _MINUTE_MS
    life.later(life.now_ms() + later_ms, "filled_again", dice)


def filled_again(life: "Life", dice: "Dice") -> None:
    """After an emptying."""
    fill(life, dice[1], True)
    life.client.order("DEL:STAR CONFIRM")


def signal_test(life: "Life", dice: "Dice") -> None:
    """Lamp and tone of each priority."""
    life.client.order("ALAR:TEST")
    if dice[0] % 2:
        life.client.order("ALAR:AUD:PAUS %d" % (1 + dice[1] % 600))


def observe(life: "Life", dice: "Dice") -> None:
    """The patient was observed after the last change of the dose."""
    life.client.order("THER:OBS:END")


def calendar(life: "Life", dice: "Dice") -> None:
    """The end of the battery's seven years ends therapy, or only tells."""
    life.client.order("BATT:CAL " + ("ON" if dice[0] % 3 else "OFF"))


def shelf(life: "Life") -> None:
    """Years in a drawer, with a clock that runs, before the first fill."""
    left_days = life.plan.shelf_days
    if not left_days:
        return
    life.bench.run_to(_MADE_MS)
    life.told.at(_MADE_MS)
    while left_days > 0:
        days = min(left_days, 390)
        left_days -= days
        life.power_off(days * 24 * _HOUR_MS)
        life.client.order("ALAR:RES RESET")
    life.client.order("BATT:CAL ON")
