"""SIMulate: time, faults, the plant's truth. Loaded by the simulator only: -113 on a board."""

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY, decimal
from pump.wire.kinds import Amount, Choice, Flag, Whole
from pump.wire.reply import record
from pump.wire.rights import OBSERVE
from pump.wire.suffixes import TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Bench, Context
    from pump.wire.lexer import Datum

_LONGEST_MS = 10 * 366 * MS_PER_DAY
_SPEED_MAX = 10_000_000
_DELAY_MAX_MS = 60_000
_FAULT_MAX = 1_000_000_000  # each switch has its own, narrower range


class _Setting:
    """A fault's value: a whole number, True for ON, False for OFF."""

    def take(self, datum: "Datum") -> int | bool:
        if datum.text in ("ON", "OFF"):
            return Flag().take(datum)
        return Whole(-_FAULT_MAX, _FAULT_MAX).take(datum)


def rows(sim: "Bench") -> Rows:
    """The rows for a simulator with these faults and quantities."""
    simulate = Rows()
    _time(simulate, sim)
    _power(simulate, sim)
    _faults(simulate, sim)
    _link(simulate, sim)
    for name in sim.quantities():
        _quantity(simulate, sim, name)
    return simulate


def _time(simulate: Rows, sim: "Bench") -> None:
    @simulate.row("SIMulate:TIME:ADVance", OBSERVE, Amount((TIME, 1, _LONGEST_MS)))
    def advance(_ctx: "Context", ms: int) -> None:
        """Let simulated time pass; done when it has."""
        sim.advance(ms)

    @simulate.row("SIMulate:TIME?", OBSERVE)
    def time(_ctx: "Context") -> str:
        """Simulated seconds since power-on."""
        return decimal(sim.time_ms(), 3)

    @simulate.row("SIMulate:TIME:SCALe", OBSERVE, Whole(0, _SPEED_MAX))
    def scale(_ctx: "Context", speed: int) -> None:
        """Simulated seconds to one real second; 0: time stands but for ADVance."""
        sim.speed = speed

    @simulate.row("SIMulate:TIME:SCALe?", OBSERVE)
    def scale_is(_ctx: "Context") -> int:
        """Simulated seconds to one real second."""
        return sim.speed

    del advance, time, scale, scale_is


def _power(simulate: Rows, sim: "Bench") -> None:
    @simulate.row("SIMulate:POWer:CYCLe", OBSERVE, Amount((TIME, 1, _LONGEST_MS)))
    def cycle(_ctx: "Context", off_ms: int) -> None:
        """The power goes as soon as this line is answered, and is back that much later."""
        sim.cut_power(off_ms)

    del cycle


def _faults(simulate: Rows, sim: "Bench") -> None:
    names = sim.fault_names()
    fault = Choice("|".join([name.upper() for name in names]))

    @simulate.row("SIMulate:FAULt:INJect", OBSERVE, fault, _Setting(), optional=1)
    def inject(_ctx: "Context", index: int, value: int | bool = True) -> None:
        """Turn a fault's switch: ON, OFF or a number in its own unit."""
        try:
            if value is False:
                sim.clear(names[index])
            else:
                sim.inject(names[index], None if value is True else value)
        except ValueError as error:
            raise Refused(reasons.DATA_OUT_OF_RANGE, str(error))

    @simulate.row("SIMulate:FAULt:CLEar", OBSERVE, fault, optional=1)
    def clear(_ctx: "Context", index: int | None = None) -> None:
        """Put one switch back, or all of them."""
        sim.clear(None if index is None else names[index])

    @simulate.row("SIMulate:FAULt:LIST?", OBSERVE)
    def listed(_ctx: "Context") -> str:
        """Every fault that can be injected and its value now, name by name."""
        on = dict(sim.faults())
        fields: list[object] = []
        for name in names:
            fields += [name.upper(), on.get(name, sim.rest(name))]
        return record(*fields)

    del inject, clear, listed


def _link(simulate: Rows, sim: "Bench") -> None:
    @simulate.row("SIMulate:LINK:DROP", OBSERVE)
    def drop(_ctx: "Context") -> None:
        """The line drops as soon as this line is answered."""
        sim.drop_link()

    @simulate.row("SIMulate:LINK:CORRupt", OBSERVE, Whole(0, 1000))
    def corrupt(_ctx: "Context", count: int) -> None:
        """One bit of each of the next lines flips on its way to the pump."""
        sim.corrupt_link(count)

    @simulate.row("SIMulate:LINK:DELay", OBSERVE, Amount((TIME, 0, _DELAY_MAX_MS)))
    def delay(_ctx: "Context", ms: int) -> None:
        """Replies come that much later, in real time."""
        sim.delay_link(ms)

    del drop, corrupt, delay


def _quantity(simulate: Rows, sim: "Bench", name: str) -> None:
    @simulate.row("SIMulate:PLANt:" + name.upper() + "?", OBSERVE)
    def truth(_ctx: "Context") -> str:
        """What is so in the plant, in the unit that the name holds."""
        return sim.truth(name)

    del truth
