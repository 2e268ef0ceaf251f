"""How long another drug than the reservoir's still leaves the tip. Asking changes nothing."""

from micropython import const

from pump.core.units import MS_PER_DAY, PL_PER_NL, nl_floor

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.pump import Pump


def remaining(pump: "Pump") -> tuple[int, int]:
    """(nL, ms by the programme) until the reservoir's drug is at the tip; (0, 0) when it is.

    -1 ms where no programme says how fast. Where no drug stands at the tip it flows as prescribed.
    """
    held = pump.reservoir.concentration_ng_per_ml
    stretches = pump.drug.catheter.stretches()
    if not held or (len(stretches) == 1 and stretches[0][1] == held):
        return 0, 0
    volume_nl = for_ms = 0
    wall_ms = pump.schedule.wall_ms(pump.ms)
    for steps, of in stretches[:-1]:
        nl = nl_floor(steps, pump.metering.steps_per_ml)
        volume_nl += nl
        if pump.active is None:
            for_ms = -1
            continue
        days, ms = pump.program.time_to_give(_as_prescribed(nl, of, held), wall_ms)
        wall_ms = (wall_ms + ms) % MS_PER_DAY
        for_ms += days * MS_PER_DAY + ms
    return volume_nl, for_ms


def _as_prescribed(volume_nl: int, of: int, held: int) -> int:
    """The volume in pL of the prescription's concentration that brings as much drug."""
    return volume_nl * PL_PER_NL * of // held if of else volume_nl * PL_PER_NL
