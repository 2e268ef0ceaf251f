"""The label's titration, by a clinic that sees what is felt: test doses, first day, daily steps.

Test doses through the line, 25 ug more each day until an effect of 4 h (L 810); twice that dose as
the first day, or that dose where its effect held for more than 12 h (L 835); then a look a day: up
by the step below the target, down above it (L 841, L 862), as it is within it. Whoever is seen with
too much gets no more of it. What is felt is the true concentration times the sensitivity.
"""

from typing import Any

from host_sim.campaign.campaign_tables import Titration
from host_sim.campaign.life import Life
from host_sim.campaign.line import order, prescribe
from host_sim.campaign.visits import NG_PER_UG, Visits
from host_sim.units import MS_PER_DAY, MS_PER_MIN

STEP_UG, LARGEST_UG, SMALLEST_UG = 25.0, 100.0, 10.0  # L 810 to L 822
AFTER_ADVERSE_UG = 25.0  # where a smaller dose may be tried (L 812)
EFFECT_H, LONG_H = 4.0, 12.0  # a response (L 811); one that needs no doubling (L 836)
DAY_MS = MS_PER_DAY + MS_PER_MIN  # from a dose to the next one: a day, and the line's time
CALM_DAYS = 7  # from look to look, once two in a row found it on target
MOST_UG_PER_DAY = 1_200.0  # S37
LEAST_UG_PER_DAY = 10.0


class Titrating:
    """Of one pump. Its `row()` are the columns of a titration."""

    def __init__(self, life: Life, visits: Visits, rules: Titration) -> None:
        self._life = life
        self._context = life.context
        self._visits = visits
        self._rules = rules
        self._felt_h = 0.0  # of the last test dose, above what counts as an effect
        self._adverse = False
        self._calm = 0
        self.tests = 0
        self.test_ug: float | None = None
        self.initial_ug: float | None = None
        self.dose_ug: float | None = None
        self.on_target_h: float | None = None
        self.overdose_h: float | None = None
        self.overdose_by = ""
        self.overdose_at_test = False
        looked = life.watch

        def look() -> None:
            if looked is not None:
                looked()
            self._feel()

        life.watch = look

    def begin(self) -> None:
        """An implanted pump, line primed and filled; the first test dose comes at once."""
        strength = self._life.drawn.pump["concentration_ug_per_ml"]
        self._context.prime_catheter(int(strength * NG_PER_UG))
        self._visits.fill()
        order(self._context, "CATH:CONT %d UG/ML,CONFIRM" % strength)
        self._test(self._rules.first_test_ug)

    def _feel(self) -> None:
        """Each hour: what is felt now."""
        felt, rules = self._life.truths.felt_ng_per_ml, self._rules
        self._felt_h += felt >= rules.effect_from_ng_per_ml
        if felt < rules.overdose_from_ng_per_ml:
            return
        self._adverse = True
        if self.overdose_h is None:
            self.overdose_h = self._life.now_h()
            self.overdose_at_test = test = self.initial_ug is None
            flows = self.test_ug if test else self.dose_ug
            self.overdose_by = "%g ug%s" % (flows or 0.0, " at once" if test else " a day")

    # Screening -----------------------------------------------------------------------------------

    def _test(self, dose_ug: float) -> None:
        order(self._context, "SCR:BOL %g UG,120 S" % dose_ug)
        self.test_ug = dose_ug
        self.tests += 1
        self._felt_h, self._adverse = 0.0, False
        self._after(DAY_MS, self._judge)

    def _after(self, ms: int, act: Any) -> None:
        self._life.plan(self._context.now_ms() + ms, act)

    def _judge(self) -> None:
        """A day after a test dose: what was seen, and what comes next."""
        dose = self.test_ug or 0.0
        if self._adverse:
            order(self._context, "PRES:RESP ADV")
            if dose == AFTER_ADVERSE_UG:
                self._test(SMALLEST_UG)
        elif self._felt_h >= EFFECT_H:
            order(self._context, "PRES:RESP EFF,%d HR" % self._felt_h)
            self._start(dose if self._felt_h > LONG_H else 2.0 * dose)
        else:
            order(self._context, "PRES:RESP NONE")
            if SMALLEST_UG < dose < LARGEST_UG:
                self._test(dose + STEP_UG)

    # Therapy -------------------------------------------------------------------------------------

    def _start(self, ug_per_day: float) -> None:
        self._prescribe(ug_per_day)
        self.initial_ug = ug_per_day
        order(self._context, "DEL:STAR")
        self._visits.plan_next()
        self._after(DAY_MS, self._review)

    def _prescribe(self, ug_per_day: float) -> None:
        strength = self._life.drawn.pump["concentration_ug_per_ml"]
        prescribe(self._context, ug_per_day, strength)
        self.dose_ug = ug_per_day
        self._life.prescribed(ug_per_day * NG_PER_UG)

    def _review(self) -> None:
        """A look a day, and a week once it is calm."""
        felt, rules, dose = self._life.truths.felt_ng_per_ml, self._rules, self.dose_ug or 0.0
        low, high = rules.target_ng_per_ml
        if felt >= rules.overdose_from_ng_per_ml:
            order(self._context, "DEL:STOP OVERDOSE")
            self._life.prescribed(0.0)
            self._visits.drop()
            return
        if felt < low:
            self._calm = 0
            self._change(min(dose * (1 + rules.increase_percent / 100), MOST_UG_PER_DAY))
        elif felt > high:
            self._calm = 0
            self._change(max(dose * (1 - rules.decrease_percent / 100), LEAST_UG_PER_DAY))
        else:
            self._calm += 1
            if self.on_target_h is None:
                self.on_target_h = self._life.now_h()
        self._after(DAY_MS * (CALM_DAYS if self._calm > 1 else 1), self._review)

    def _change(self, ug_per_day: float) -> None:
        """To a tenth of a ug, never above the step."""
        dose = int(ug_per_day * 10) / 10
        if dose != self.dose_ug:
            self._prescribe(dose)
            self._visits.plan_next()

    def row(self) -> dict[str, Any]:
        """The columns of a titration."""
        return {
            "dose_ug_per_day": None,  # what is prescribed follows from the tests
            "test_ug": self.test_ug,
            "tests": self.tests,
            "initial_ug_per_day": self.initial_ug,
            "final_ug_per_day": self.dose_ug,
            "on_target_h": self.on_target_h,
            "felt_most_ng_per_ml": self._life.truths.felt_most_ng_per_ml,
            "overdose_h": self.overdose_h,
            "overdose_by": self.overdose_by,
            "overdose_at_test": self.overdose_at_test,
        }
