"""Orders of the therapy: prescriptions that change, pauses, stops, the end."""

from host_sim.swarm.acts.rx import commit, flex_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000
_STOPS = ("MAINTENANCE", "OVERDOSE", "SERIOUS_ADR", "OTHER", "refill")


def flex(life: "Life", dice: "Dice") -> None:
    """The same dose, its peak at another hour; or the same all day."""
    wanted = life.wanted
    wanted.segments = flex_of(wanted.dose, dice[1]) if dice[0] % 4 else []
    commit(life, wanted)


def titrate(life: "Life", dice: "Dice") -> None:
    """A step of the dose: mostly as the label has it, at times beyond."""
    wanted = life.wanted
    was = wanted.dose
    percent = (110, 115, 120, 130, 140, 90, 80, 60)[dice[0] % 8]
    wanted.dose = max(20, min(1150, was * percent // 100))
    if wanted.segments:
        wanted.segments = flex_of(wanted.dose, dice[1])
    if commit(life, wanted):
        wanted.dose = was


def climb(life: "Life", dice: "Dice") -> None:
    """Increases as soon as each may be: the pattern of a catheter that has come off (S38)."""
    climb_on(life, (3 + dice[0] % 2,))


def climb_on(life: "Life", dice: "Dice") -> None:
    """One of so many."""
    wanted = life.wanted
    was, segments = wanted.dose, wanted.segments
    wanted.dose, wanted.segments = min(1150, was * 112 // 100), []
    if commit(life, wanted):
        wanted.dose, wanted.segments = was, segments
    if dice[0] > 1:
        life.later(life.now_ms() + 26 * _HOUR_MS, "climb_on", (dice[0] - 1,))


def limits(life: "Life", dice: "Dice") -> None:
    """Another limit of the day, another lockout."""
    wanted = life.wanted
    wanted.limit = wanted.dose * (100 + dice[0] % 100) // 100 + wanted.ptm * 4
    wanted.lockout_s = (900, 3600, 14_400, 43_200, 86_400)[dice[1] % 5]
    commit(life, wanted)


def suspend(life: "Life", dice: "Dice") -> None:
    """A pause; at times ended early."""
    span_s = (60, 600, 3600, 14_400, 43_200, 86_400)[dice[0] % 6]
    if life.client.order("DEL:SUSP %d S" % span_s) == 0 and dice[1] % 3 == 0:
        life.later(life.now_ms() + span_s * 500, "resume", dice)


def resume(life: "Life", dice: "Dice") -> None:
    """The end of a pause, or of a lower dose."""
    life.client.order("DEL:RES CONFIRM" if dice[2] % 2 else "DEL:RES")


def stop(life: "Life", dice: "Dice") -> None:
    """A stop, and a start after minutes, hours or days."""
    life.client.order("DEL:STOP " + _STOPS[dice[0] % len(_STOPS)])
    minutes = (5, 30, 180, 600, 1500, 3000, 4500)[dice[1] % 7]
    life.later(life.now_ms() + minutes * _MINUTE_MS, "start", dice)


def start(life: "Life", dice: "Dice") -> None:
    """A start; confirmed where the pump asks."""
    client = life.client
    number = client.order("DEL:STAR")
    if number == 204 and dice[2] % 8:
        number = client.order("DEL:STAR CONFIRM")
    if number == 201:  # a screening without an effect
        client.order("SCR:OVER")
        client.order("DEL:STAR")
    if number in (203, 212):  # after so long only a lower dose
        life.wanted.dose = max(20, life.wanted.dose // 3)
        life.wanted.segments = []
        commit(life, life.wanted)
        client.order("DEL:STAR CONFIRM")


def holiday(life: "Life", dice: "Dice") -> None:
    """Days without drug, and the way back."""
    life.client.order("DEL:STOP HOLIDAY")
    life.later(life.now_ms() + (12 + dice[0] % 100) * _HOUR_MS, "start", dice)


def wean(life: "Life", dice: "Dice") -> None:
    """Down by equal steps, to an end or to a holiday; at times broken off by a commit."""
    ends = ("THER", "HOL")[dice[0] % 2]
    days = (7 if ends == "THER" else 14) + dice[1] % 8
    number = life.client.order("THER:WEAN %d,%s" % (days, ends))
    if number == 204:
        life.client.order("THER:WEAN %d,%s,CONFIRM" % (days, ends))
    if dice[2] % 2:
        life.later(life.now_ms() + (1 + dice[3] % 100) * _HOUR_MS, "flex", dice)


def minrate(life: "Life", dice: "Dice") -> None:
    """The least flow, until somebody resumes."""
    life.client.order("DEL:MINR")
    life.later(life.now_ms() + (1 + dice[0] % 60) * _HOUR_MS, "resume", dice)


def unfinished(life: "Life", dice: "Dice") -> None:
    """Something is staged and left alone."""
    client = life.client
    client.set("PRES:COPY")
    done = client.set("PRES:SEGM1:RATE %d UG/D" % (20 + dice[0] % 900)) == 0
    if done and client.ask("PRES:DIG?") != client.ask("PRES:ACT:DIG?"):  # by chance it is the same
        life.hands("staged", 1)


def wrong(life: "Life", dice: "Dice") -> None:
    """What no pump should do: beyond limits, in a wrong state, with a wrong digest or unit."""
    line = _WRONG[dice[0] % len(_WRONG)]
    if life.client.order(line) == 0:  # it may be right now: then hands do it
        if line.startswith("CATH:CONT"):
            life.told.instead(line, "prime with 100 ug/mL")
            life.bench.plant.prime_catheter(100_000)
        elif line == "RES:EMPT":
            life.told.instead(line, "empty")
            life.bench.plant.withdraw()


_WRONG = (
    "DEL:BOL 101 UG,60 S,CONFIRM",
    "DEL:BOL 20 ML,86400 S,CONFIRM",
    "DEL:BOL 5",
    "PRES:COMM #H0123456789ABCDEF,CONFIRM",
    "DEL:SUSP 2 D",
    "CATH:VOL 3 ML",
    "CATH:CONT 100 UG/ML,CONFIRM",
    "RES:FILL 18 ML,2500 UG/ML",
    "RES:FILL 60 ML,500 UG/ML",
    "PRES:HIST NEW",
    "PRES:HIST CONT,900 UG/D",
    "SCR:BOL 50 UG,300 S",
    "SCR:OVER",
    "CAL:STEP 5000,2 PCT",
    "THER:WEAN 3,THER,CONFIRM",
    "DEL:RES",
    "DEL:STAR",
    "RES:EMPT",
    "ALAR:RES MOTOR_STALL",
    "ALAR:ACKN BATTERY_LOW",
    "CATH:PRIM 0.3 ML,10 UG",
    "DEL:BOL:ABOR",
    "DEL:PTM",
    "PRES:RESP EFF,4000 S",
    "BATT:CAL MAYBE",
    "SYST:DATE 2026,2,30",
    "DIAG:GUAR?",
    "DEL:BOL",
    "DEL:BOL ABC",
    "DEL:BOL 5 UG,60 S,CONFIRM,CONFIRM,CONFIRM",
    "DEL:BOLUSES 5 UG",
    "DEL:SUSP 1E99999 S",
    "DEL:SUSP 5 MOONS",
    "DEL:SUSP #B2",
    "PRES:SEGM30:RATE 5 UG/D",
    "PRES:SEGM0:RATE 5 UG/D",
    'PRES:DRUG "morphine',
    'PRES:DRUG "a drug with a name that is longer than any"',
    "PRES:COMM #HXYZ",
    "PRES:MODE 5",
    "PRES:LIM:DAY 5000 UG",
    "ALAR:TEST",
    "LOG:ATT REF,3",
    "*TRG",
    "AUTH:OPEN 60",
    "SYST:REPL",
)
