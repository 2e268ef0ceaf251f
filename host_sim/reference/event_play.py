"""A play on the simulated bench that makes the pump write every kind of line once.

Orders go over the line as a tester's do; faults are the plant's, damage is done to the media. What
docs/events.md shows as examples is read from the logs of this pump afterwards.
"""

from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S

_KEY = '"00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF"'
_BEGIN = (
    "SYST:DATE 2030,1,1;TIME 8,0,0",
    "CATH:VOL 0.4 ML",
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX',
    "PRES:PTM:STAT ON;DOSE 5 UG;DUR 10 MIN;LOCK 2 HR;LIM 20 UG",
    'PRES:SEGM1:STAR "00:00";RATE 240 UG/D;:PRES:SEGM2:STAR "09:00";RATE 300 UG/D',
)
_DAY = (
    "PRES:HIST CONT,280 UG/D",
    "DEL:STAR",
    "SIM:TIME:ADV 2 HR",
    "DEL:BOL 10 UG,10 MIN,CONFIRM",
    "THER:OBS:END",
    "SIM:TIME:ADV 25 HR",
    "DEL:MINR",
    "SIM:TIME:ADV 10 MIN",
    "DEL:RES",
    "ALAR:RES INTERRUPTED",
    "DEL:PTM",
    "SIM:FAUL:INJ patient_button",
    "SIM:TIME:ADV 1 S",
    "SIM:FAUL:CLE patient_button",
    "SIM:TIME:ADV 1 HR",
    "DEL:SUSP 30 MIN",
    "SIM:TIME:ADV 1 HR",
    "DEL:STOP MAINTENANCE",
    "RES:RECO 16 ML",
    "ALAR:AUD:PAUS 60 S",
    "ALAR:ACKN STOPPED",
    "ALAR:ACKN FLOW_MISMATCH",
    "ALAR:TEST",
    "RES:EMPT",
    "LOG:ATT REF,63",
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:PRIM 10 UL,5 UG",
    "SIM:TIME:ADV 5 MIN",
    "DEL:STAR CONFIRM",
    "SIM:FAUL:INJ button",
    "AUTH:ENR OPERATE," + _KEY,
    "SIM:FAUL:CLE button",
)
_SERVICE = (
    "DEL:STOP MAINTENANCE",
    "CAL:DISP 1000,DET",
    "SIM:TIME:ADV 1 MIN",
    "CAL:STEP 63800,0.3 PCT",
    "CATH:CONT 500 UG/ML,CONFIRM",
    "PRES:COPY",
)
_STALL = (
    "SIM:FAUL:INJ stall",
    "SIM:TIME:ADV 2 MIN",
    "SIM:FAUL:CLE stall",
    "SIM:TIME:ADV 1 HR",
)
_EMPTY = ("RES:FILL 2.1 ML,500 UG/ML", "SIM:TIME:ADV 12 HR", "RES:FILL 18 ML,500 UG/ML", "DEL:STAR")
_RUNAWAY = ("DEL:SUSP 30 MIN", "SIM:FAUL:INJ runaway,10", "SIM:TIME:ADV 1 MIN")
_LOST = (
    "SIM:FAUL:INJ events_fail",
    "ALAR:ACKN OVER_DELIVERY",
    "SIM:FAUL:CLE events_fail",
    "SIM:TIME:ADV 20 MIN",
)
_GUARD = (
    "SIM:FAUL:INJ guard_dead",
    "SIM:TIME:ADV 10 MIN",
    "SIM:FAUL:CLE guard_dead",
    "SIM:TIME:ADV 1 MIN",
    "DEL:STAR CONFIRM",
    "SIM:TIME:ADV 1 HR",
    "ALAR:RES OVER_TREND",
    "ALAR:RES OVER_DELIVERY",
)
_WEAN = ("THER:WEAN 10,THER,CONFIRM",)
_SCREEN = (
    "RES:FILL 18 ML,50 UG/ML",
    "CATH:CONT 50 UG/ML,CONFIRM",
    "SCR:BOL 75 UG,5 MIN,OVER",
    "SIM:TIME:ADV 24 HR",
    "PRES:RESP EFF,6 HR",
)
_OF_SCREENING = ("SCREENING", "RESPONSE", "OVERRIDE")
_BATTERY = (
    "BATT:CAL ON",
    "SIM:FAUL:INJ battery_film",
    "SIM:TIME:ADV 26 HR",
    "SIM:FAUL:CLE battery_film",
    "BATT:FIT",
    "SIM:TIME:ADV 2 HR",
    "DEL:STAR CONFIRM",
)
_DENIED = 5  # wrong signatures until signed lines wait


def lines() -> dict[str, str]:
    """Word of a line: the first one of that word that the pump wrote, its number and link too."""
    own = _first(screened())
    return _first(played()) | {word: own[word] for word in _OF_SCREENING}


def screened() -> Bench:
    """A pump that has given a test dose: another one, for the first goes on with a therapy."""
    bench = Bench(Setup())
    _say(bench, _SCREEN)
    return bench


def played() -> Bench:
    """The pump, once all of it has happened."""
    bench = Bench(Setup())
    _say(bench, _BEGIN)
    _say(bench, ("PRES:COMM " + bench.exchange("PRES:DIG?"), *_DAY, *_SERVICE))
    _say(bench, ("PRES:COMM " + bench.exchange("PRES:DIG?") + ",CONFIRM", "DEL:STAR"))
    _say(bench, (*_GUARD, *_STALL, *_EMPTY))
    _sleep(bench)
    _deny(bench)
    for damage in (_prescription, _keys, _records):
        bench.run_to(bench.time_ms() + MS_PER_HOUR)
        damage(bench)
        bench.power_cycle(MS_PER_MIN)
    _gap(bench)
    _say(bench, _BATTERY)
    with redirect_stderr(StringIO()):  # the traceback that the board prints
        _fail(bench)
    _say(bench, _WEAN)
    _say(bench, (*_RUNAWAY, *_LOST))
    return bench


def _say(bench: Bench, orders: tuple[str, ...]) -> None:
    """ValueError where the pump refuses one: the play is wrong then."""
    for order in orders:
        bench.exchange(order)
        error = bench.exchange("SYST:ERR?")
        if not error.startswith(("0,", "208,")):
            raise ValueError("%s: %s" % (order, error))


def _sleep(bench: Bench) -> None:
    """The processor stands for an hour, longer than any order: the next turn is late."""
    bench.hal.clock.us += MS_PER_HOUR * 1000


def _deny(bench: Bench) -> None:
    for _ in range(_DENIED):
        bench.exchange("!%s DEL:STAR ~%032d" % (bench.exchange("AUTH:CHAL?"), 0))


def _prescription(bench: Bench) -> None:
    """One copy, which the board's test of itself tells too."""
    bench.hal.files.write("prescription.a", b"damaged")


def _keys(bench: Bench) -> None:
    bench.hal.files.write("keys.a", b"damaged")


def _records(bench: Bench) -> None:
    """A bit of a record that the replay reads: of those of the last half hour."""
    image = bench.hal.flash.image
    before = bytes(image)
    bench.run_to(bench.time_ms() + MS_PER_HOUR // 2)
    written = [at for at, byte in enumerate(before) if image[at] != byte]
    image[written[len(written) // 2]] ^= 0x10


def _gap(bench: Bench) -> None:
    """A cut after which the clock shows nothing, until somebody sets it."""
    bench.exchange("SIM:FAUL:INJ wall_lost")
    bench.power_cycle(MS_PER_HOUR)
    bench.exchange("SIM:FAUL:CLE wall_lost")
    _say(bench, ("SIM:TIME:ADV 1 HR", "SYST:DATE 2030,2,1;TIME 8,0,0", "DEL:RES CONFIRM"))


def _fail(bench: Bench) -> None:
    """An exception in a turn, once."""
    turn: Callable[[], object] = bench.turn.turn
    code = compile("raise MemoryError('memory allocation failed')", "example.py", "exec")

    def failing() -> None:
        bench.turn.turn = turn
        exec(code, {})

    bench.turn.turn = failing
    bench.run_to(bench.time_ms() + 10 * MS_PER_S)
    bench.run_to(bench.time_ms() + MS_PER_HOUR)


def _first(bench: Bench) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in bench.hal.files.read("log.a").decode().splitlines():
        words = line.split(" ")
        if words[0].startswith("D"):
            found.setdefault(words[2], line)
    return found
