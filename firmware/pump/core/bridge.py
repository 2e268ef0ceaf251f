"""A change of drug in the line (D-7): how long another than the reservoir's still leaves the tip.

Programmes are drug per time, and flow follows what stands at the tip: a volume of another
concentration lasts as long as the volume of the prescription's that holds as much drug. Asking
changes nothing.
"""

from micropython import const

from pump.core.units import MS_PER_DAY, PL_PER_NL, nl_floor

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.pump import Pump


def remaining(pump: "Pump") -> tuple[int, int]:
    """(nL, ms by the programme) until the reservoir's drug is at the tip; (0, 0) when it is.

    -1 ms where no programme says how fast: none is active, or one of another concentration, or
    nobody knows what stands in the line. Where no drug stands at the tip it flows as prescribed.
    """
    unknown = pump.drug.catheter.unknown_steps
    if unknown:
        return nl_floor(unknown, pump.metering.steps_per_ml), -1
    volume_nl = sum([volume for volume, _ in _ahead(pump)])
    if not volume_nl:
        return 0, 0
    rx = pump.active
    if rx is None or rx.concentration_ng_per_ml != pump.reservoir.concentration_ng_per_ml:
        return volume_nl, -1
    volume_pl = as_prescribed_pl(pump, volume_nl * PL_PER_NL)
    days, ms = pump.program.time_to_give(volume_pl, pump.schedule.wall_ms(pump.ms))
    return volume_nl, days * MS_PER_DAY + ms


def as_prescribed_pl(pump: "Pump", volume_pl: int) -> int:
    """The volume of the reservoir's concentration that lasts as long as the next `volume_pl` do."""
    held = pump.reservoir.concentration_ng_per_ml
    found = 0
    for volume_nl, of in _ahead(pump):
        part = volume_nl * PL_PER_NL
        if part > volume_pl:
            part = volume_pl
        volume_pl -= part
        found += part * of // held if of else part
    return found + volume_pl


def _ahead(pump: "Pump") -> list[tuple[int, int]]:
    """What stands in the line before the reservoir's drug: (nL, ng/mL)."""
    held = pump.reservoir.concentration_ng_per_ml
    stretches = pump.drug.catheter.stretches()
    if held and stretches[-1][1] == held:
        stretches = stretches[:-1]
    steps_per_ml = pump.metering.steps_per_ml
    return [(nl_floor(steps, steps_per_ml), of) for steps, of in stretches] if held else []
