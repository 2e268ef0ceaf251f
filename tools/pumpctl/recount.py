"""The volume, computed anew from a log's lines, and held against every figure that the log claims.

What differs is a finding; what no line tells is a remark, and the count goes on.
"""

from collections.abc import Callable

from .entries import Entry
from .flow import PARTS, Bolus, Flow
from .log_account import LAG, ROUNDED, LogAccount, Note
from .window import LATE_MS, Window

_DONE = 2  # BOLUS_END: given as ordered


class Recount(LogAccount):
    """`take` each line in order; then read `findings`, `remarks`, `bounds` and `told`."""

    def take(self, number: int, entry: Entry, following: Entry | None, cut: bool = False) -> None:
        """The next line, and the one behind it. `cut`: no line but alarms stands before a BOOT."""
        self._number = number
        if cut and entry.word == "LEDGER":
            self._restarted = True  # the day's line, perhaps told when the power was back
        self._judge_log_write(entry, following)
        if self._boot is not None and entry.word != "RESTART":
            self._begin_anew()
        if entry.word not in ("BOOT", "RESTART"):
            self._pass(entry)
        if entry.word not in _WORDS:
            self.remarks.append(Note(number, f"{entry.word} is not known: passed over"))
            return
        try:
            _WORDS[entry.word](self, entry)
        except KeyError as missing:
            self._differs(f"{entry.word} without {missing.args[0]}")

    # Power ---------------------------------------------------------------------------------------

    def _power_on(self, entry: Entry) -> None:
        """BOOT. The first one begins the log; a RESTART follows any other, or the pump is new."""
        entry["steps_per_ml"]  # every BOOT has to say it
        if self._number > 1:
            self._boot = entry

    def _begin_anew(self) -> None:
        """BOOT without RESTART: the pump had lost all it knew, and counts from nothing."""
        bounds = self.bounds()
        text = "a pump that has lost its past begins anew"
        if bounds is not None:
            text += f"; {bounds[0]} to {bounds[1]} steps before that"
        self.remarks.append(Note(self._number, text))
        head = self._boot["steps_per_ml"] if self._boot else self.flow.steps_per_ml
        self.flow = Flow(head)
        self.prices = [(head, 0, 0)]
        self.window = Window()
        self._boot = self._uncounted = None
        self._blind = self._restarted = self._was_cut = self._strays = self._unseen_bolus = False
        self._uncertainty = self._stalled = self._cut = 0

    def _restart(self, entry: Entry) -> None:
        """Flow ended when the pump last knew something: so long before this line."""
        head = self._boot["steps_per_ml"] if self._boot else self.flow.steps_per_ml
        if head != self.flow.steps_per_ml:
            self._differs(f"a head of {head} steps/mL, not {self.flow.steps_per_ml}")
        self._boot = self._uncounted = None
        self._flow_to(entry.at_ms - max(entry["gap_ms"], 0))
        self.flow.running = False
        self.flow.now_ms = entry.at_ms
        self._restarted = self._was_cut = True

    # Flow ----------------------------------------------------------------------------------------

    def _flows(self, entry: Entry) -> None:
        """START, RESUME: from now on at that rate."""
        self._should(not self.flow.running, f"{entry.word} while it runs")
        self._blind = False
        if self._restarted:
            self._restarted = False
            self.window.forget()
            self.remarks.append(Note(self._number, "nothing tells what the power cut left open"))
        if self._was_cut:
            self._was_cut = False
            self.flow.bolus = None  # it was lost with the power: no line ends it
        if self._uncounted:
            self._glimpses(entry["delivered_steps"])
            self._uncounted = None
        elif entry.at_ms != self._unseen_end_ms:
            self._claims(entry["delivered_steps"])
        if entry.word == "START":
            self._strays = False
            self._stalled = min(self._stalled, ROUNDED)
        self._ordered_ms = self._flowed_ms = entry.at_ms
        self.flow.running = True
        self.flow.rate_pl_per_day = entry["rate_pl_per_day"]

    def _rate(self, entry: Entry) -> None:
        """Another rate. A turn up to a second late puts right what was booked meanwhile."""
        rate = entry["rate_pl_per_day"]
        self._should(self.flow.running, "RATE while nothing flows")
        self._blind = False
        self._claims(entry["delivered_steps"])
        if entry.at_ms != self._ordered_ms:
            more = (rate - self.flow.rate_pl_per_day) * self.flow.steps_per_ml * LATE_MS
            self.window.move(min(more, 0), max(more, 0))
        self.flow.running = True
        self.flow.rate_pl_per_day = rate

    def _ends(self, entry: Entry) -> None:
        """STOP, SUSPEND: what was under way is counted, and told by the LEDGER line behind it."""
        self._should(self.flow.running or entry.word == "STOP", "SUSPEND while nothing flows")
        self._glimpses(entry["delivered_steps"])
        if self._blind:
            self._unseen_end_ms = entry.at_ms
        elif self.flow.running:
            self._uncounted = entry
        self._rests()

    def _rests(self) -> None:
        self.flow.running = False
        self._blind = False

    def _empty(self, entry: Entry) -> None:
        self._claims(entry["delivered_steps"])
        self._rests()

    def _late(self, entry: Entry) -> None:
        self._glimpses(entry["delivered_steps"])

    # Boluses -------------------------------------------------------------------------------------

    def _bolus(self, entry: Entry) -> None:
        self._should(self.flow.running and self.flow.bolus is None, "a bolus where none can be")
        if entry["duration_ms"] <= 0:
            self._differs("a bolus of no time")
        elif not self._ng_per_ml:
            self._go_blind("no line tells the concentration of this bolus")  # it is unseen now
        else:
            ordered = entry["dose_ng"], entry["duration_ms"]
            self.flow.bolus = Bolus(*ordered, self._ng_per_ml, self.flow.steps_per_ml)
            self._see_boluses()

    def _bolus_end(self, entry: Entry) -> None:
        flow, bolus = self.flow, self.flow.bolus
        flow.bolus = None
        if bolus is None:
            # a second cut at once undoes what the first one had ended
            unseen = self._unseen_bolus or self._was_cut
            self._should(unseen, "the end of a bolus that no line began")
            self._see_boluses()
            return
        said = entry["delivered_steps"]
        if entry["state"] == _DONE:
            short_ms = bolus.duration_ms - bolus.passed_ms
            self._should(not short_ms, f"the bolus is done {short_ms} ms early")
            if bolus.over_ms > LATE_MS:
                self._differs(f"the bolus is done {bolus.over_ms} ms late")
            flow.parts += bolus.whole()
        most = -(-bolus.given() // PARTS)
        if self._was_cut:
            most = -(-bolus.parts // PARTS)
            fits = 0 <= said <= most
        else:
            fits = abs(said - most) <= 1
        if not fits:
            self._differs(f"{said} steps of the bolus, {most} by its dose and time", said - most)

    # Service -------------------------------------------------------------------------------------

    def _calibration(self, entry: Entry) -> None:
        """Another figure of the head: it prices what comes from here on."""
        self._should(not self.flow.running, "CALIBRATION while it runs")
        if self._settled is None:
            self.remarks.append(Note(self._number, "no LEDGER line before: all at its figure"))
            self.prices = []
        least, most = self._settled or (0, 0)
        self.prices.append((entry["steps_per_ml"], least, most))
        self.flow.steps_per_ml = entry["steps_per_ml"]

    def _dispense(self, entry: Entry) -> None:
        """A service order: none of its steps may have come, or all."""
        self._should(not self.flow.running, "a service order while it runs")
        self._claims(entry["delivered_steps"])
        self._dispensing = entry
        self.window.move(0, entry["steps"] * PARTS)

    def _dispense_end(self, entry: Entry) -> None:
        """So many were counted; the ledger has those of an order that failed besides."""
        begun, self._dispensing = self._dispensing, None
        self._claims(entry["delivered_steps"])
        if begun is None or self._strays:
            self._should(self._strays, "the end of a service order that no line began")
            return
        given, most = entry["given_steps"], entry["delivered_steps"] - begun["delivered_steps"]
        text = f"{given} steps of {begun['steps']}, and {most} more in the ledger"
        self._should(0 <= given <= most <= begun["steps"], text)

    # What goes wrong -----------------------------------------------------------------------------

    def _stall(self, entry: Entry) -> None:
        """Each pulse of that order may have moved nothing, and those that lagged before it."""
        self._stalled += entry["counted_steps"] + LAG
        self._rests()

    def _retry(self, entry: Entry) -> None:
        self._should(not self.flow.running, "RETRY while it runs")
        said = entry["doubt_steps"]
        if self._uncertainty is not None and said != self._uncertainty and not self._restarted:
            self._differs(
                f"an uncertainty of {said} steps, the last LEDGER line says {self._uncertainty}"
            )
        self._ordered_ms = entry.at_ms
        self.flow.running = True

    def _over_delivery(self, entry: Entry) -> None:
        """More pulses than ordered. How many came after this line, only the ledger knows."""
        authorised = entry["authorised_steps"]
        surplus = entry["counted_steps"] - authorised
        self._should(surplus > 0, "no more pulses than were ordered")
        self.window.move(surplus * PARTS, 0)
        self.window.ahead += authorised * PARTS
        self._strays = True
        self.remarks.append(
            Note(self._number, "stray pulses are taken from the ledger up to START")
        )
        self._rests()

    def _over_turned(self, entry: Entry) -> None:
        """The rotor turned beyond what was counted: how far, only the ledger knows."""
        surplus = entry["turned_steps"] - entry["counted_steps"]
        self._should(surplus > 0, "no more steps than were counted")
        self._strays = True
        self.remarks.append(
            Note(self._number, "uncounted steps are taken from the ledger up to START")
        )
        self._rests()

    def _lost(self, entry: Entry) -> None:
        """The ledger's upper bound gives up pulses that the rotor did not follow."""
        lost_steps = entry["lost_steps"]
        self._should(lost_steps > 0, "no step was lost")
        self.window.move(-lost_steps * PARTS, -lost_steps * PARTS)
        self._stalled = ROUNDED
        if self._uncounted:
            self._glimpses(entry["delivered_steps"])
        else:
            self._claims(entry["delivered_steps"])

    def _commit(self, entry: Entry) -> None:
        """Where no line tells what stands at the tip, boluses are of the prescription's drug."""
        if not self._fronts:
            self._ng_per_ml = entry["concentration_ng_per_ml"]
        self._ordered_ms = entry.at_ms

    def _front(self, entry: Entry) -> None:
        self._fronts = True
        self._ng_per_ml = entry["concentration_ng_per_ml"]

    def _clock(self, entry: Entry) -> None:
        self._ordered_ms = entry.at_ms

    def _nothing(self, entry: Entry) -> None:
        """Moves no volume by itself."""


_OF_NO_VOLUME = """
    GAP FILL EMPTIED HISTORY CONTENTS PRIME PATIENT_BOLUS PRESS_REFUSED RECONCILE LINE REPLAYED
    MENDED CAUSE ALARM KEY KEYS_DAMAGED DENIED SELF_TEST AUDIO_PAUSE SIGNAL_TEST FIRMWARE_FAULT
    SCREENING RESPONSE OVERRIDE WEAN WEAN_STEP ATTEST OBSERVED BATTERY_FITTED BATTERY CALENDAR_STOP
"""
_WORDS: dict[str, Callable[[Recount, Entry], None]] = {
    **dict.fromkeys(_OF_NO_VOLUME.split(), Recount._nothing),
    "BOOT": Recount._power_on,
    "RESTART": Recount._restart,
    "START": Recount._flows,
    "RESUME": Recount._flows,
    "RATE": Recount._rate,
    "STOP": Recount._ends,
    "SUSPEND": Recount._ends,
    "EMPTY": Recount._empty,
    "SPENT": Recount._empty,
    "LATE": Recount._late,
    "BOLUS": Recount._bolus,
    "BOLUS_END": Recount._bolus_end,
    "STALL": Recount._stall,
    "RETRY": Recount._retry,
    "OVER_DELIVERY": Recount._over_delivery,
    "OVER_TURNED": Recount._over_turned,
    "LOST": Recount._lost,
    "LEDGER": Recount._ledger,
    "COMMIT": Recount._commit,
    "WALL_SET": Recount._clock,
    "REDUCED": Recount._clock,
    "FULL_DOSE": Recount._clock,
    "MINRATE": Recount._clock,
    "CALIBRATION": Recount._calibration,
    "DISPENSE": Recount._dispense,
    "DISPENSE_END": Recount._dispense_end,
    "FRONT": Recount._front,
    "MISSING": Recount._missing,
}
