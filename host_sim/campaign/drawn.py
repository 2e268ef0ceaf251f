"""What one pump of a campaign has drawn: its parameters, its faults, each visit's habits."""

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.draws import gap_days, happens, unit
from host_sim.campaign.parameters import BY_NAME, PARAMETERS, PUMP


class Fault:
    """A switch, its value, and the days between which it is turned. `until_day`: None: for good."""

    def __init__(self, name: str, value: int, at_day: float, until_day: float | None) -> None:
        self.name = name
        self.value = value
        self.at_day = at_day
        self.until_day = until_day

    def words(self) -> str:
        """`stall 1 from day 31.20 to day 33.00`."""
        until = "" if self.until_day is None else " to day %.2f" % self.until_day
        return "%s %d from day %.2f%s" % (self.name, self.value, self.at_day, until)


class Drawn:
    """Looked up by name; the same seed draws the same, in whatever order it is asked."""

    def __init__(self, campaign: Campaign, seed: int) -> None:
        self.seed = seed
        self._population = campaign.population
        self.pump = {each.name: self._draw(each.name) for each in PARAMETERS if each.each == PUMP}
        self.faults = self._faults(campaign)

    def of(self, name: str, number: int) -> float:
        """What is drawn anew each time: for that visit, cut or alarm."""
        return self._draw(name, ":%d" % number)

    def _draw(self, name: str, which: str = "") -> float:
        value = self._population[name].draw(unit(self.seed, name + which))
        return round(value, BY_NAME[name].places)

    def _faults(self, campaign: Campaign) -> list[Fault]:
        found = []
        for number, fault in enumerate(campaign.faults):
            name = "fault:%d:%s" % (number, fault.name)
            if not happens(self.seed, name, fault.percent):
                continue
            at_day = round(fault.at_day.draw(unit(self.seed, name + ":at")), 2)
            until = None
            if fault.lasts_days is not None:
                until = at_day + round(fault.lasts_days.draw(unit(self.seed, name + ":lasts")), 2)
            value = round(fault.value.draw(unit(self.seed, name + ":value")))
            found.append(Fault(fault.name, value, at_day, until))
        return found

    def answered(self, number: int) -> bool:
        """Whether somebody comes for the pump's HIGH alarm of that number."""
        return happens(self.seed, "answered:%d" % number, self.pump["answered_percent"])

    def cut_days(self, days: int) -> list[float]:
        """When the power goes."""
        per_year, moments, at_day = self.pump["cuts_per_year"], [], 0.0
        while per_year:
            at_day += gap_days(self.seed, "cut:%d" % len(moments), per_year)
            if at_day >= days:
                break
            moments.append(at_day)
        return moments
