"""The phases of the therapy (S22-S45), and ONE table of what each allows.

A phase is no field: it follows from what therapy has done so far, so a reset cannot move it. The
table says what a person may order in it, outside the 24 h after an increase, which ask the same in
every phase; `tests/core/test_phases.py` holds each cell against the pump.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy import screening as tests
from pump.core.therapy.history import UNSAID

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.therapy.titration import Titration
    from pump.core.therapy.weaning import Weaning

NONE = const(0)  # nothing is known of a therapy
SCREENING = const(1)
NON_RESPONDER = const(2)
READY = const(3)  # an effect was seen, here or elsewhere; therapy has not begun
INITIAL = const(4)  # its first 24 h
TITRATION = const(5)
MAINTENANCE = const(6)
WEANING = const(7)
HOLIDAY = const(8)
REINTRODUCTION = const(9)  # the first 24 h of a return
PHASES: "tuple[str, ...]" = (
    "NONE",
    "SCREENING",
    "NON_RESPONDER",
    "READY",
    "INITIAL",
    "TITRATION",
    "MAINTENANCE",
    "WEANING",
    "HOLIDAY",
    "REINTRODUCTION",
)

# What a person may order
TEST_DOSE = const(0)
START = const(1)
INCREASE = const(2)
SCHEDULE = const(3)  # segments where one rate flowed (S46)
BOLUS = const(4)
PATIENT_BOLUS = const(5)
WEAN = const(6)
ACTIONS = ("TEST_DOSE", "START", "INCREASE", "SCHEDULE", "BOLUS", "PATIENT_BOLUS", "WEAN")

NO = const(0)
ASK = const(1)  # with CONFIRM, or another word that takes it on
YES = const(2)

# each phase: one answer an action, and the next step where one is refused
# fmt: off
TABLE: "tuple[tuple[int | str, ...], ...]" = (
    (YES, NO, YES, YES, NO, NO, NO, "SCR:BOL, or PRES:HIST after a screening elsewhere"),
    (YES, NO, YES, YES, NO, NO, NO, "PRES:RESP, then SCR:STAT?"),
    (ASK, NO, YES, YES, NO, NO, NO, "SCR:OVER takes it on"),
    (NO, YES, YES, YES, NO, NO, NO, "DEL:STAR begins therapy"),
    (NO, YES, NO, ASK, ASK, NO, ASK, "DEL:BOL, or DEL:STOP"),
    (NO, YES, YES, YES, YES, YES, ASK, "DEL:BOL, or DEL:STOP"),
    (NO, YES, YES, YES, YES, YES, ASK, "DEL:BOL, or DEL:STOP"),
    (NO, YES, YES, YES, YES, YES, NO, "PRES:COMM of a dose ends the weaning"),
    (NO, ASK, NO, YES, NO, NO, NO, "DEL:STAR ends the holiday"),
    (NO, ASK, NO, ASK, ASK, NO, ASK, "DEL:BOL, or DEL:STOP"),
)
# fmt: on


def phase_of(titration: "Titration", weaning: "Weaning", day: int, ms: int) -> int:
    """The phase at that moment."""
    if not titration.reference_ng:
        return _before_therapy(titration)
    if titration.holiday:
        return HOLIDAY
    if weaning.active():
        return WEANING
    if titration.history.in_first_day(day, ms):
        return INITIAL
    rises = titration.increases
    rose = rises[-1][:2] if rises else None
    if titration.locked_ms(day, ms) and titration.lock != rose:
        return REINTRODUCTION
    finds = titration.history.titrates(day, ms)
    if rose is not None and rose >= (day - profile.STEADY_DAYS, ms):
        finds = True
    return TITRATION if finds else MAINTENANCE


def _before_therapy(titration: "Titration") -> int:
    history = titration.history
    outcome = history.screening.outcome()
    if history.kind != UNSAID:
        return READY
    if outcome == tests.UNBEGUN:
        return NONE
    return NON_RESPONDER if outcome == tests.NON_RESPONDER else SCREENING


def allows(phase: int, action: int) -> int:
    """NO, ASK or YES."""
    return int(TABLE[phase][action])


def need(phase: int, action: int) -> None:
    """Refused where the table says NO."""
    if allows(phase, action) == NO:
        text = "%s; %s" % (PHASES[phase], TABLE[phase][len(ACTIONS)])
        raise Refused(reasons.WRONG_STATE, text)


def schedule_question(phase: int) -> str:
    """What segments ask where one rate flowed before, in words (S46); "": nothing."""
    if allows(phase, SCHEDULE) != ASK:
        return ""
    return "a schedule in the first 24 h of a dose: one rate until the patient is stable (L 933)"
