"""A pump's row: what a campaign asks, simulated, and what came of it in the columns' words."""

from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.columns import empty_row
from host_sim.campaign.leads import first_h, lead_h, warned_h
from host_sim.campaign.life import Life
from host_sim.campaign.titration import Titrating
from host_sim.campaign.visits import Visits
from host_sim.plant.battery import NC_PER_UAH
from host_sim.units import MS_PER_DAY

RATED_ERASES = 100_000  # of a sector: Winbond W25Q16JV, the Pico's flash
SEVEN_YEARS_DAYS = 2_557
OVER = ("OVER_DELIVERY", "OVER_TREND", "FLOW_MISMATCH")
_PLACES = 4  # decimals of a row's figures


class Pump:
    """One seed of a campaign. `run()` once; the row is its answer, the rest for whoever looks."""

    def __init__(self, campaign: Campaign, seed: int, sample_ms: int = MS_PER_DAY) -> None:
        self.life = Life(campaign, seed, sample_ms)
        self.visits = Visits(self.life)
        self.titrating: Titrating | None = None
        # when over-delivery was told of, ng unseen until then, how many visits it took
        self._told: tuple[float, float, int] | None = None
        begin = self.visits.begin
        if campaign.titration is not None:
            self.titrating = Titrating(self.life, self.visits, campaign.titration)
            begin = self.titrating.begin
        self.life.plan(0, begin)
        looked = self.life.watch

        def look() -> None:
            if looked is not None:
                looked()
            self._look()

        self.life.watch = look

    def run(self) -> dict[str, Any]:
        """Its row: the columns by name."""
        self.life.run()
        row = empty_row(self.life.drawn.seed)
        row.update(self.life.drawn.pump)
        for part in (self._course(), self._dose(), self._wear()):
            row.update(part)
        if self.titrating is not None:
            row.update(self.titrating.row())
        else:
            row.update(self._withdrawal())
        return {name: _rounded(value) for name, value in row.items()}

    def _look(self) -> None:
        """Each hour: whether the pump tells of too much by now."""
        if self._told is None:
            told_h = first_h(self.life.context.book, OVER)
            if told_h is not None:
                self._told = (told_h, self._beyond_ng(), self.visits.count)

    def _beyond_ng(self) -> float:
        """Truth beyond the account, up to now."""
        delivered = self.life.bench.plant.truth("taken_ng") or 0.0
        return delivered - self.life.truths.account_now()

    def _course(self) -> dict[str, Any]:
        life, visits = self.life, self.visits
        names = sorted({row.name for row in life.context.book.rows})
        return {
            "faults": "; ".join([fault.words() for fault in life.drawn.faults]),
            "board_quanta": life.board_quanta,
            "days": life.context.now_ms() / MS_PER_DAY,
            "ended": life.ended,
            "visits": visits.count,
            "first_visit_h": visits.first_h,
            "alarms": " ".join(names),
        }

    def _withdrawal(self) -> dict[str, Any]:
        truths, book = self.life.truths, self.life.context.book
        at_80, at_50 = truths.crossed_h[80.0], truths.crossed_h[50.0]
        row: dict[str, Any] = {
            "below_80_h": at_80,
            "below_50_h": at_50,
            "hours_below_80": truths.hours_below[80.0],
            "hours_below_50": truths.hours_below[50.0],
            "effect_least_percent": truths.least_percent,
        }
        for name, level, at_h in (("lead_80_h", 80.0, at_80), ("lead_50_h", 50.0, at_50)):
            if at_h is not None:
                until_h = truths.recovered_h[level] or self.life.now_h()
                row[name] = lead_h(book, "WITHDRAWAL", at_h, until_h)
        if at_50 is not None:
            row["warned_50_h"] = warned_h(book, at_50)
        return row

    def _dose(self) -> dict[str, Any]:
        life, truths = self.life, self.life.truths
        delivered = life.bench.plant.truth("taken_ng") or 0.0
        account, ordered = truths.account_now(), life.ordered_ng
        return {
            "effect_most_percent": truths.most_percent,
            "hours_above_130": truths.hours_above,
            "ordered_ug": ordered / 1e3,
            "account_ug": account / 1e3,
            "delivered_ug": delivered / 1e3,
            "dose_error_percent": (delivered / account - 1) * 100 if account else None,
            "ordered_error_percent": (delivered / ordered - 1) * 100 if ordered else None,
            "over_told_h": self._told[0] if self._told else None,
            "visits_till_told": self._told[2] if self._told else None,
            "reconciled_h": self.visits.reconciled_h,
            "unseen_ug": (self._told[1] if self._told else self._beyond_ng()) / 1e3,
        }

    def _wear(self) -> dict[str, Any]:
        life = self.life
        flash, now_ms = life.bench.hal.flash, life.context.now_ms()
        whole = SEVEN_YEARS_DAYS * MS_PER_DAY / max(1, now_ms)
        battery = life.bench.plant.battery
        used = battery.used_nc(now_ms * 1000, life.bench.plant.stepper.pulses)
        worn = flash.erases / flash.sectors  # a ring: each is erased in its turn
        charge = battery.capacity_uah * NC_PER_UAH
        return {
            "cuts": life.cuts,
            "bounds_nl": life.truths.bounds_nl(),
            "flash_erases": flash.erases,
            "flash_seven_years_percent": worn * whole / RATED_ERASES * 100,
            "battery_seven_years_percent": used * whole / charge * 100,
        }


def _rounded(value: Any) -> Any:
    return round(value, _PLACES) if isinstance(value, float) else value


def simulate(campaign: Campaign, seed: int) -> dict[str, Any]:
    """That pump's row."""
    return Pump(campaign, seed).run()
