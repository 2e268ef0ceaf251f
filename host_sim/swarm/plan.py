"""What a seed says: the bench, the prescription that a life begins with, and what happens when.

A pure function of seed and configuration. Each kind draws from a stream of its own: leaving one
away, or ending a life earlier, changes nothing of the others. Does not know what a happening does.
"""

from host_sim.swarm.draws import Draw
from host_sim.swarm.kinds import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Found = tuple[int, int, str, tuple[int, ...]]  # when, stream, kind, dice

DAY_S = 86_400
_DAYS = (2, 3, 4, 6, 8, 8, 12, 16, 24, 40)
_SHORT_DAYS = 5  # of a life with a board's motor orders: a day of it costs as much as ten others
_LONG_LIVES, _LONG_DAYS = 10, (120, 400)  # so many of a hundred, in which months pass
EVENTFUL_DAYS = 40  # as much as in so many happens in any longer life: time alone does the rest
_CALM_S = 2 * DAY_S  # at the end of a life, without troubles
_BENCH, _SHELF, _LONG = 1_000, 1_003, 1_004  # streams beyond those of the kinds
_DRUGS = (50, 500, 500, 500, 500, 1000, 2000)  # ug/mL
BEGINNINGS = ("continued", "continued", "continued", "new", "screening")


class Happening:
    """`kind` at `at_s` of the life; `number` within the life; `dice`: words of chance for it."""

    def __init__(self, at_s: int, kind: str, dice: "tuple[int, ...]") -> None:
        self.at_s = at_s
        self.kind = kind
        self.dice = dice
        self.number = 0


class Plan:
    """One seed's. The fields stand as drawn; `happenings` are in order of time."""

    def __init__(self, seed: int, config: "Config") -> None:
        self.seed = seed
        draw = Draw(seed, _BENCH)
        self.drawn_days = draw.one_of(_DAYS)
        self.model = "CISTERNA-40" if draw.percent(40) else "CISTERNA-20"
        self.minute = draw.below(1440)  # of the wall clock at power-on
        self.clearance = 16 + draw.below(25)  # mL/h
        if draw.percent(40):
            self.clearance = 35  # the reference patient's
        self.sensitivity = 1 + draw.below(10) if draw.percent(20) else 1
        self.short_quanta = draw.percent(8)
        self.ticks_s = draw.below(4 * DAY_S) + 1 if draw.percent(30) else 0  # before the wrap
        self.beginning = BEGINNINGS[draw.below(len(BEGINNINGS))]
        self.drug = 500 if self.beginning == "screening" else draw.one_of(_DRUGS)
        self.dose = _first_dose(draw, self.beginning, self.drug)  # ug/d
        self.dice = tuple([draw.word() for _ in range(8)])
        shelf = Draw(seed, _SHELF)
        self.shelf_days = 2_380 + shelf.below(170) if shelf.percent(4) else 0  # of seven years
        drawn = [row[0] for row in KINDS if draw.percent(row[1])]
        months = Draw(seed, _LONG)
        self.drawn_days = self._length(months)
        visits = self._visits(months) if self.drawn_days > EVENTFUL_DAYS else []
        if visits and "visit" not in drawn:
            drawn.append("visit")
        self.days = min(self.drawn_days, config.until) if config.until else self.drawn_days
        self.kinds = [name for name in drawn if name not in config.without]
        self.happenings = self._happenings(drawn, visits, config)

    def _length(self, draw: Draw) -> int:
        """Days: as they are drawn, but fewer with a board's orders, and of some lives months."""
        if self.short_quanta:
            return min(self.drawn_days, _SHORT_DAYS)
        if not draw.percent(_LONG_LIVES):
            return self.drawn_days
        least, most = _LONG_DAYS
        return least + draw.below(most - least + 1)

    def _visits(self, draw: Draw) -> "list[_Found]":
        """Of a life of months: somebody comes by every 3 to 14 days and fills what runs low."""
        every_s = (3 + draw.below(12)) * DAY_S
        return [
            (at_s + draw.below(DAY_S), len(KINDS), "visit", _dice(draw))
            for at_s in range(every_s, (self.drawn_days - 1) * DAY_S, every_s)
        ]

    def _happenings(
        self, drawn: "list[str]", found: "list[_Found]", config: "Config"
    ) -> "list[Happening]":
        end_s = self.drawn_days * DAY_S
        for stream, (kind, _, per_100d, trouble) in enumerate(KINDS):
            if kind not in drawn or not per_100d:
                continue
            draw = Draw(self.seed, stream)
            mean = per_100d * min(self.drawn_days, EVENTFUL_DAYS)
            count = mean // 100 + (draw.below(100) < mean % 100)
            last_s = end_s - (_CALM_S if trouble else 3600)
            for _ in range(max(1, count)):
                dice = _dice(draw)
                found.append((3600 + draw.below(max(1, last_s - 3600)), stream, kind, dice))
        found.sort()
        chosen = []
        for number, (at_s, _, kind, dice) in enumerate(found):
            happening = Happening(at_s, kind, dice)
            happening.number = number
            wanted = config.only is None or number in config.only
            if wanted and kind in self.kinds and at_s < self.days * DAY_S:
                chosen.append(happening)
        return chosen


class Config:
    """What of a seed is lived. until: days, 0 as drawn; without: kinds; only: numbers, None all."""

    def __init__(
        self, until: int = 0, without: "tuple[str, ...]" = (), only: "tuple[int, ...] | None" = None
    ) -> None:
        self.until = until
        self.without = without
        self.only = only


def _dice(draw: Draw) -> "tuple[int, ...]":
    return tuple([draw.word() for _ in range(4)])


def _first_dose(draw: Draw, beginning: str, drug: int) -> int:
    """ug a day: what the beginning allows, and flows at that strength."""
    least = drug * 6 // 100 + 1  # 0.048 mL/d, with some room
    if beginning == "continued":
        most = min(1100, drug * 3)
        return max(least, 50 + draw.below(max(1, most - 50)))
    return max(least, 40 + draw.below(160 if beginning == "new" else 60))
