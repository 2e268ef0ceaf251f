"""Boluses, test doses, the wall clock."""

from host_sim.swarm.acts.beginning import start_therapy
from host_sim.swarm.acts.therapy import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000


def bolus(life: "Life", dice: "Dice") -> None:
    """A clinician's; at times aborted, at times once more in its lockout."""
    dose = 1 + dice[0] % 60 if dice[0] % 5 else 100
    lasts_s = (0, 60, 300, 3600, 14_400)[dice[1] % 5]
    line = "DEL:BOL %d UG,%d S" % (dose, lasts_s)
    number = life.client.order(line)
    if number == 204:
        number = life.client.order(line + ",CONFIRM")
    if number == 0 and dice[2] % 4 == 0:
        life.later(life.now_ms() + lasts_s * 500 + 1000, "abort", dice)
    if dice[2] % 4 == 1:
        life.later(
            life.now_ms() + lasts_s * 1000 + dice[3] % 80 * _MINUTE_MS, "bolus", dice[1:] + (2,)
        )


def abort(life: "Life", dice: "Dice") -> None:
    """Of a running bolus."""
    life.client.order("DEL:BOL:ABOR")


def patient(life: "Life", dice: "Dice") -> None:
    """The patient's bolus: by the button, or by an order."""
    if dice[0] % 2:
        life.client.order("DEL:PTM")
        return
    life.hands("press", 1)
    life.fault("patient_button", 1)
    life.bench.run_to(life.now_ms() + 500)
    life.told.at(life.now_ms())
    life.fault("patient_button", 0)


def test_dose(life: "Life", dice: "Dice") -> None:
    """The next test dose of a screening, as the label has it; what was seen comes later."""
    dose = dice[0]
    number = life.client.order("SCR:BOL %d UG,%d S" % (dose, (0, 60, 300)[dice[1] % 3]))
    if number == 0:
        life.later(life.now_ms() + (5 + dice[2] % 12) * _HOUR_MS, "response", dice)
    elif dice[1] < 6:
        later = dice[1] + 1
        life.later(life.now_ms() + 12 * _HOUR_MS, "test_dose", (dose, later, dice[2], dice[3]))


def response(life: "Life", dice: "Dice") -> None:
    """What was seen after a test dose; then the next one, or therapy."""
    dose, _, chance, more = dice
    seen = 7 if life.plan.dice[3] % 3 == 0 else chance % 8  # one in three feels nothing ever
    if seen < 3:
        life.client.order("PRES:RESP EFF,%d S" % (14_400 + chance % 3600))
        life.later(life.now_ms() + 20 * _HOUR_MS, "begin_therapy", dice)
        return
    life.client.order("PRES:RESP ADV" if seen == 3 else "PRES:RESP NONE")
    if dose >= 100:
        life.later(life.now_ms() + 2 * _HOUR_MS, "override", dice)
        return
    then = 10 if seen == 3 else min(100, dose + 25)
    chance = (chance * 75 + more) & 0xFFFFFFFF
    life.later(life.now_ms() + 24 * _HOUR_MS, "test_dose", (then, 0, chance, more))


def override(life: "Life", dice: "Dice") -> None:
    """No test dose had an effect, and therapy shall begin nevertheless."""
    life.client.order("SCR:OVER")
    life.later(life.now_ms() + 18 * _HOUR_MS, "begin_therapy", dice)


def begin_therapy(life: "Life", dice: "Dice") -> None:
    """After a screening: at most twice the dose that worked."""
    life.wanted.dose = max(31, min(life.wanted.dose, 2 * dice[0]))
    life.wanted.segments = []
    start_therapy(life)
    if not life.witness.started:
        start(life, (0, 0, 1, 0))


def clock(life: "Life", dice: "Dice") -> None:
    """Somebody sets the clock: right, an hour off, a day, years."""
    kind = dice[0] % 6
    year, day = (2030, 1 + dice[1] % 28) if kind < 4 else ((2036, 2045, 2100)[dice[1] % 3], 29)
    if kind == 0:
        set_right(life)
        return
    if kind == 4 and life.wanted.segments:  # to the peak once more
        minute = max(life.wanted.segments, key=_dose)[0]
        life.client.order("SYST:TIME %d,%d,0" % (minute // 60, minute % 60))
        return
    life.client.order("SYST:DATE %d,%d,%d" % (year, 1 + dice[2] % 12 if kind < 4 else 3, day))
    life.client.order("SYST:TIME %d,%d,%d" % (dice[3] % 24, dice[2] % 60, dice[1] % 60))


def _dose(segment: "tuple[int, int]") -> int:
    return segment[1]


def set_right(life: "Life") -> None:
    """The clock as it should be."""
    minutes = life.plan.minute + life.now_ms() // _MINUTE_MS
    day = minutes // 1440
    year, month, day = 2030 + day // 336, 1 + day // 28 % 12, 1 + day % 28
    life.client.order("SYST:DATE %d,%d,%d" % (year, month, day))
    life.client.order("SYST:TIME %d,%d,0" % (minutes // 60 % 24, minutes % 60))
