"""One pump of a campaign, from power-on to its last day: the real firmware on a simulated bench.

A pure function of campaign and seed. An agenda holds what is to come (visits, cuts, faults); an
hour at most passes between two looks at the truth.
"""

import heapq
from collections.abc import Callable

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.drawn import Drawn
from host_sim.campaign.truths import Truths
from host_sim.scenario.context import Refusal, ScenarioContext
from host_sim.units import MS_PER_DAY, MS_PER_HOUR
from pump.core.calendar import day_number

WALL = (day_number(2030, 1, 1), 8 * MS_PER_HOUR)

Act = Callable[[], None]


class Life:
    """`context` is the bench with its book of alarms; `ended`: the refusal that ended it."""

    def __init__(self, campaign: Campaign, seed: int, sample_ms: int = MS_PER_DAY) -> None:
        """`sample_ms`: how often the recording takes a row; it changes nothing else."""
        self.campaign = campaign
        self.drawn = Drawn(campaign, seed)
        every = campaign.board_quanta_every
        self.board_quanta = bool(every) and seed % every == 0
        self.wall = WALL
        self.context = ScenarioContext(Bench(self._setup(), not self.board_quanta), sample_ms)
        self.bench = self.context.bench
        self.truths = Truths(self.bench)
        self.dose_ng_per_day = 0.0
        self.ordered_ng = 0.0
        self.cuts = 0
        self.ended = ""
        self._agenda: list[tuple[int, int, Act]] = []
        self._entries = 0
        self._since_ms = 0
        self.watch: Act | None = None  # called each hour
        self._follow_power()

    def _setup(self) -> Setup:
        drawn, setup = self.drawn.pump, Setup()
        setup.model = "CISTERNA-%d" % drawn["reservoir_ml"]
        setup.wall = WALL
        setup.clearance_ml_per_h = drawn["clearance_ml_per_h"]
        setup.csf_volume_ml = drawn["csf_volume_ml"]
        setup.sensitivity = drawn["sensitivity"]
        return setup

    def now_h(self) -> float:
        return self.context.now_ms() / MS_PER_HOUR

    def plan(self, at_ms: float, act: Act) -> None:
        """That is done at that moment; of one moment, what was planned first comes first."""
        heapq.heappush(self._agenda, (int(at_ms), self._entries, act))
        self._entries += 1

    def prescribed(self, ng_per_day: float) -> None:
        """From now on that dose is prescribed and meant to flow."""
        now_ms = self.context.now_ms()
        self.ordered_ng += self.dose_ng_per_day * (now_ms - self._since_ms) / MS_PER_DAY
        self.dose_ng_per_day, self._since_ms = ng_per_day, now_ms

    def run(self) -> None:
        """To the last day, or to an order that the pump refuses."""
        self.bench.plant.head.set_errors(gain_percent=self.drawn.pump["head_gain_percent"])
        for fault in self.drawn.faults:
            self._plan_fault(fault.name, fault.value, fault.at_day, fault.until_day)
        for number, day in enumerate(self.drawn.cut_days(self.campaign.days)):
            self.plan(day * MS_PER_DAY, lambda number=number: self._cut(number))
        try:
            self._go_on(self.campaign.days * MS_PER_DAY)
        except Refusal as refused:
            self.ended = "%s: %s" % (refused.line, refused.text)
        self.prescribed(self.dose_ng_per_day)

    def _plan_fault(self, name: str, value: int, at_day: float, until_day: float | None) -> None:
        self.plan(at_day * MS_PER_DAY, lambda: self.bench.inject(name, value))
        if until_day is not None:
            self.plan(until_day * MS_PER_DAY, lambda: self.bench.clear(name))

    def _cut(self, number: int) -> None:
        self.cuts += 1
        off_ms = int(self.drawn.of("cut_hours", number) * MS_PER_HOUR)
        self.bench.power_cycle(off_ms, MS_PER_HOUR)

    def _follow_power(self) -> None:
        """While the power is off the patient is looked at too, each hour."""
        watched = self.bench.on_power

        def on_power(now_ms: int) -> None:
            watched(now_ms)
            if not self.bench.powered:
                self.truths.look(now_ms, self.dose_ng_per_day)

        self.bench.on_power = on_power

    def _go_on(self, end_ms: int) -> None:
        context, agenda = self.context, self._agenda
        hour_ms = 0
        while True:
            now_ms = context.now_ms()
            while agenda and agenda[0][0] <= now_ms:
                heapq.heappop(agenda)[2]()
                now_ms = context.now_ms()
            if now_ms >= hour_ms:
                self.truths.look(now_ms, self.dose_ng_per_day)
                if self.watch is not None:
                    self.watch()
                hour_ms = now_ms - now_ms % MS_PER_HOUR + MS_PER_HOUR
            if now_ms >= end_ms:
                return
            stop_ms = min(hour_ms, end_ms, agenda[0][0] if agenda else end_ms)
            if stop_ms > now_ms:
                context.run_for(stop_ms - now_ms)
