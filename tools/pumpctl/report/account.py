"""The lines of an interval, one after the other: what each adds to its report.

`_TAKES` says which line does what; what a person did or said goes to the day's notes.
"""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

from ..checklists import LISTS
from ..entries import Entry, stamp
from ..present.words import ml
from .alarms import Alarms
from .boluses import SCREENING, Boluses
from .dosing import Dosing
from .minutes import hours, minutes, ug
from .told import ReconciledTold, ResponseTold, Standstill

_DONE = 2  # BOLUS_END: given as ordered
SEEN = ("UNSAID", "NOTHING", "EFFECT", "ADVERSE")  # of RESPONSE, by number
REASONS = ("OVERDOSE", "SERIOUS_ADR", "MAINTENANCE", "OTHER", "HOLIDAY")  # of STOP, by number


class Account:
    """`take` each line in order, `close` at the last moment; then read what was found."""

    def __init__(self, since_ms: int, midnight_ms: int) -> None:
        self.dosing = Dosing(since_ms, midnight_ms)
        self.alarms = Alarms(since_ms)
        self.boluses = Boluses(since_ms)
        self.standstills: list[Standstill] = []
        self.responses: list[ResponseTold] = []
        self.reconciled: list[ReconciledTold] = []
        self.unread: list[str] = []  # lines that lack a figure
        self.noted: dict[int, list[str]] = defaultdict(list)
        self.stopped_ms = self.stalls = self.tries = self.restarts = self.presses = 0
        self._since_ms = since_ms
        self._steps_per_ml = 0
        self._still: tuple[int, str] | None = None  # since when, why
        self._filled_nl: int | None = None
        self._steps = 0  # of the DISPENSE before
        self._fronts = self._booted = self._started = False

    def take(self, entry: Entry) -> None:
        """The next line. KeyError where it lacks a figure."""
        if entry.word == "RESTART":
            self._power_was_off(entry)
        elif self._booted:
            self._began_anew()
        self._booted = entry.word == "BOOT"
        if not self._booted:  # the line behind it says how long the power was off
            self.dosing.to(entry.at_ms)
        takes = _TAKES.get(entry.word)
        if takes is not None:
            takes(self, entry)

    def close(self, until_ms: int) -> None:
        """The interval ends."""
        self.dosing.to(until_ms)
        if self._still is not None:
            self._flows_again(until_ms, None)

    # Flow and standstill --------------------------------------------------------------------------

    def _boot(self, entry: Entry) -> None:
        self._steps_per_ml = entry["steps_per_ml"]

    def _start(self, entry: Entry) -> None:
        self._note(entry, "started")
        self._flows(entry)

    def _flows(self, entry: Entry) -> None:
        """START, RESUME."""
        self._started = True
        self.dosing.rate_pl_per_day = entry["rate_pl_per_day"]
        self._retried(entry)

    def _retried(self, entry: Entry) -> None:
        if self._still is not None:
            self._flows_again(entry.at_ms, stamp(entry.at_ms))
        self.dosing.running = True

    def _rate(self, entry: Entry) -> None:
        self.dosing.rate_pl_per_day = entry["rate_pl_per_day"]

    def _retry(self, entry: Entry) -> None:
        self.tries += self._counts(entry)
        self._retried(entry)

    def _stop(self, entry: Entry) -> None:
        number = entry["reason"]
        reason = REASONS[number] if 0 <= number < len(REASONS) else str(number)
        self._stands(entry.at_ms, f"STOP {reason}")
        self._note(entry, f"stopped: {reason}")

    def _suspend(self, entry: Entry) -> None:
        self._stands(entry.at_ms, "SUSPEND")

    def _stall(self, entry: Entry) -> None:
        self.stalls += self._counts(entry)
        self._stands(entry.at_ms, "STALL")

    def _least(self, entry: Entry) -> None:
        """The RATE line behind it has the rate."""
        self._note(entry, "least flow, by DEL:MINR")

    def _fault(self, entry: Entry) -> None:
        self._stands(entry.at_ms, entry.word)

    def _power_was_off(self, entry: Entry) -> None:
        """The flow ended so long before the line."""
        self.restarts += self._counts(entry)
        at_ms = entry.at_ms - max(0, entry["gap_ms"])
        self.dosing.to(at_ms)
        if self.dosing.running:
            self._stands(at_ms, "POWER")

    def _began_anew(self) -> None:
        """BOOT without RESTART: the first one, or a pump that has lost all it knew."""
        self.dosing.running = False
        self._still = None

    def _stands(self, at_ms: int, cause: str) -> None:
        """It stands, for another reason than before perhaps; before the first start it is none."""
        if self._still is not None:
            self._flows_again(at_ms, stamp(at_ms))
        elif not self.dosing.running:
            return
        self.dosing.running = False
        self._still = (at_ms, cause)

    def _flows_again(self, at_ms: int, ended: str | None) -> None:
        if self._still is None:
            return
        began, cause = self._still
        self._still = None
        lasted = at_ms - max(began, self._since_ms)
        if lasted < 0:
            return
        missed = self.dosing.miss(self.dosing.rate_pl_per_day, began, at_ms)
        self.stopped_ms += lasted
        self.standstills.append(Standstill(stamp(began), ended, cause, minutes(lasted), missed))

    # Boluses --------------------------------------------------------------------------------------

    def _bolus(self, entry: Entry) -> None:
        dose = entry["dose_ng"]
        self.boluses.order(entry.at_ms, dose, entry["duration_ms"])
        self.dosing.bolus(dose)

    def _patients(self, _entry: Entry) -> None:
        self.boluses.patients()

    def _bolus_end(self, entry: Entry) -> None:
        self._ends(entry["state"] == _DONE, entry["delivered_steps"])

    def _ends(self, whole: bool, steps: int) -> None:
        given = Fraction(steps * self.dosing.tip_ng_per_ml, self._steps_per_ml or 1)
        self.dosing.given(self.boluses.end(whole, given))

    def _screening(self, entry: Entry) -> None:
        """A test dose; the DISPENSE lines behind it move it."""
        dose = entry["dose_ng"]
        self.boluses.order(entry.at_ms, dose, entry["duration_ms"], SCREENING)
        self.dosing.bolus(dose)

    def _dispense(self, entry: Entry) -> None:
        self._steps = entry["steps"]

    def _dispense_end(self, entry: Entry) -> None:
        """Of a test dose, or of a service order, which is nobody's dose."""
        given = entry["given_steps"]
        if self.boluses.tests():
            self._ends(given == self._steps, given)

    def _response(self, entry: Entry) -> None:
        number, rate = entry["seen"], self.dosing.rate_pl_per_day
        seen = SEEN[number] if 0 <= number < len(SEEN) else str(number)
        tested_ng = self.boluses.last_ng()
        if self._started or not tested_ng:
            of, dose = "daily dose", Fraction(rate * self.dosing.tip_ng_per_ml, 10**9)
        else:
            of, dose = "test dose", Fraction(tested_ng)
        if self._counts(entry):
            lasted = hours(entry["lasted_ms"])
            self.responses.append(ResponseTold(stamp(entry.at_ms), seen, lasted, of, ug(dose)))
        self._note(entry, f"response: {seen}")

    def _override(self, entry: Entry) -> None:
        self._note(entry, "screening: overridden")

    def _wean(self, entry: Entry) -> None:
        self._note(entry, f"weaning of {abs(entry['days'])} days begun")

    def _wean_step(self, entry: Entry) -> None:
        self._note(entry, f"weaning step {entry['step']}: {ug(entry['dose_ng_per_day']):f} ug/d")

    def _press(self, entry: Entry) -> None:
        self.presses += entry["presses"] * self._counts(entry)

    # What stands in it, and what a person did or said ---------------------------------------------

    def _commit(self, entry: Entry) -> None:
        if not self._fronts:
            self.dosing.tip_ng_per_ml = entry["concentration_ng_per_ml"]
        self._note(entry, "prescription committed")

    def _front(self, entry: Entry) -> None:
        self._fronts = True
        self.dosing.tip_ng_per_ml = entry["concentration_ng_per_ml"]

    def _fill(self, entry: Entry) -> None:
        self._filled_nl = volume_nl = entry["volume_nl"]
        volume, strength = ml(volume_nl), ug(entry["concentration_ng_per_ml"])
        self._note(entry, f"filled {volume} of {strength:f} ug/mL")

    def _emptied(self, entry: Entry) -> None:
        self._filled_nl = None
        self._note(entry, "emptied by hand")

    def _reconcile(self, entry: Entry) -> None:
        expected, found, filled = entry["expected_nl"], entry["found_nl"], self._filled_nl
        if self._counts(entry):
            counted = None if filled is None else filled - expected
            really = None if filled is None else filled - found
            told = ReconciledTold(stamp(entry.at_ms), expected, found, filled, counted, really)
            self.reconciled.append(told)
        self._note(entry, "reconciled")

    def _attest(self, entry: Entry) -> None:
        of = next((each for each in LISTS if each.number == entry["list"]), None)
        items = entry["items"]
        self._note(entry, of.told(items) if of else f"checklist {entry['list']}: {items}")

    def _note(self, entry: Entry, text: str) -> None:
        if self._counts(entry):
            self.noted[self.dosing.day()].append(text)

    def _counts(self, entry: Entry) -> bool:
        return entry.at_ms >= self._since_ms


_TAKES: dict[str, Callable[[Account, Entry], None]] = {
    "BOOT": Account._boot,
    "CALIBRATION": Account._boot,
    "START": Account._start,
    "RESUME": Account._flows,
    "RATE": Account._rate,
    "RETRY": Account._retry,
    "STOP": Account._stop,
    "SUSPEND": Account._suspend,
    "STALL": Account._stall,
    "EMPTY": Account._fault,
    "SPENT": Account._fault,
    "MINRATE": Account._least,
    "OVER_DELIVERY": Account._fault,
    "BOLUS": Account._bolus,
    "PATIENT_BOLUS": Account._patients,
    "BOLUS_END": Account._bolus_end,
    "SCREENING": Account._screening,
    "DISPENSE": Account._dispense,
    "DISPENSE_END": Account._dispense_end,
    "RESPONSE": Account._response,
    "OVERRIDE": Account._override,
    "WEAN": Account._wean,
    "WEAN_STEP": Account._wean_step,
    "PRESS_REFUSED": Account._press,
    "ALARM": lambda account, entry: account.alarms.take(entry),
    "COMMIT": Account._commit,
    "FRONT": Account._front,
    "FILL": Account._fill,
    "EMPTIED": Account._emptied,
    "RECONCILE": Account._reconcile,
    "ATTEST": Account._attest,
}
