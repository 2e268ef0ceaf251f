"""SIMulate: time, faults and the plant's truth. Only the simulator has these rows: -113 elsewhere."""

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

_YEARS = 10 * 366 * MS_PER_DAY
_SPEED_MAX = 10_000_000
_DELAY_MAX_MS = 60_000


class _Setting:
    """A fault's value: a whole number, or ON (None) or OFF (-> clear, told apart by True)."""

    def take(self, datum: "Datum", notes: list[str]) -> int | bool:
        if datum.text in ("ON", "OFF"):
            return Flag().take(datum, notes)
        return Whole(-1_000_000, 1_000_000).take(datum, notes)


def rows(sim: "Bench") -> Rows:
    """The rows for a simulator with these faults and quantities."""
    simulate = Rows()
    fault = Choice("|".join([name.upper() for name in sim.fault_names()]))
    names = sim.fault_names()

    @simulate.row("SIMulate:TIME:ADVance", OBSERVE, Amount((TIME, 1, _YEARS)))
    def advance(ctx: "Context", ms: int) -> None:  # noqa: ARG001
        """Let simulated time pass; done when it has."""
        sim.advance(ms)

    @simulate.row("SIMulate:TIME?", OBSERVE)
    def time(ctx: "Context") -> str:  # noqa: ARG001
        """Simulated seconds since power-on."""
        return decimal(sim.time_ms(), 3)

    @simulate.row("SIMulate:TIME:SCALe", OBSERVE, Whole(0, _SPEED_MAX))
    def scale(ctx: "Context", speed: int) -> None:  # noqa: ARG001
        """Simulated seconds to one real second; 0: time stands but for ADVance."""
        sim.speed = speed

    @simulate.row("SIMulate:TIME:SCALe?", OBSERVE)
    def scale_is(ctx: "Context") -> int:  # noqa: ARG001
        """Simulated seconds to one real second."""
        return sim.speed

    @simulate.row("SIMulate:FAULt:INJect", OBSERVE, fault, _Setting(), optional=1)
    def inject(ctx: "Context", index: int, value: int | bool = True) -> None:  # noqa: ARG001
        """Turn a fault's switch: ON, OFF or a number in its own unit."""
        try:
            if value is False:
                sim.clear(names[index])
            else:
                sim.inject(names[index], None if value is True else value)
        except ValueError as error:
            raise Refused(reasons.DATA_OUT_OF_RANGE, str(error))

    @simulate.row("SIMulate:FAULt:CLEar", OBSERVE, fault, optional=1)
    def clear(ctx: "Context", index: int | None = None) -> None:  # noqa: ARG001
        """Put one switch back, or all of them."""
        sim.clear(None if index is None else names[index])

    @simulate.row("SIMulate:FAULt:LIST?", OBSERVE)
    def listed(ctx: "Context") -> str:  # noqa: ARG001
        """How many faults are on, then name and value of each."""
        fields: list[object] = [len(sim.faults())]
        for name, value in sim.faults():
            fields += [name.upper(), value]
        return record(*fields)

    @simulate.row("SIMulate:FAULt:CATalog?", OBSERVE)
    def catalog(ctx: "Context") -> str:  # noqa: ARG001
        """Every fault that can be injected."""
        return record(*[name.upper() for name in names])

    _link(simulate, sim)
    for name in sim.quantities():
        _quantity(simulate, sim, name)
    del advance, time, scale, scale_is, inject, clear, listed, catalog
    return simulate


def _link(simulate: Rows, sim: "Bench") -> None:
    @simulate.row("SIMulate:LINK:DROP", OBSERVE)
    def drop(ctx: "Context") -> None:  # noqa: ARG001
        """The line drops as soon as this line is answered."""
        sim.drop_link()

    @simulate.row("SIMulate:LINK:CORRupt", OBSERVE, Whole(0, 1000))
    def corrupt(ctx: "Context", count: int) -> None:  # noqa: ARG001
        """One bit of each of the next lines flips on its way to the pump."""
        sim.corrupt_link(count)

    @simulate.row("SIMulate:LINK:DELay", OBSERVE, Amount((TIME, 0, _DELAY_MAX_MS)))
    def delay(ctx: "Context", ms: int) -> None:  # noqa: ARG001
        """Replies come that much later, in real time."""
        sim.delay_link(ms)

    del drop, corrupt, delay


def _quantity(simulate: Rows, sim: "Bench", name: str) -> None:
    @simulate.row("SIMulate:PLANt:" + name.upper() + "?", OBSERVE)
    def truth(ctx: "Context") -> str:  # noqa: ARG001
        """What is so in the plant, in the unit that the name holds."""
        return sim.truth(name)

    del truth
