"""How many ampoules a filling or a screening dose takes, as the monograph sells them. Exact.

Single use: always rounded up, and what is thrown away is told (L 1047). A concentration between
those of the ampoules is made of one that is stronger, with preservative-free saline, and used
immediately (L 1057-1059).
"""

from dataclasses import dataclass

from .client.trouble import Mistake

NL_PER_ML = 1_000_000
_MOST_NL = 100 * NL_PER_ML  # more than any two reservoirs hold: a typing error


@dataclass(frozen=True)
class Ampoule:
    """One size: L 1014-1029, its carton L 1082-1083."""

    ng_per_ml: int
    volume_nl: int
    carton: int


AMPOULES = (
    Ampoule(50_000, 1 * NL_PER_ML, 5),
    Ampoule(500_000, 20 * NL_PER_ML, 1),
    Ampoule(2_000_000, 5 * NL_PER_ML, 5),
)
PRESETS = tuple(each.ng_per_ml for each in AMPOULES)


@dataclass(frozen=True)
class Needed:
    """What is opened, what goes in, what is thrown away: nL and ng, ng/mL."""

    ampoule_ng_per_ml: int
    ampoule_nl: int
    ampoules: int
    cartons: int
    drawn_nl: int
    saline_nl: int
    waste_nl: int
    waste_ng: int


def for_filling(volume_nl: int, ng_per_ml: int) -> Needed:
    """That volume of that concentration, of the ampoules that leave the least drug over. Mistake
    for one that no ampoule makes."""
    if not 0 < volume_nl <= _MOST_NL:
        raise Mistake("no reservoir holds that volume", "above 0 to 100 mL")
    exact = [each for each in AMPOULES if each.ng_per_ml == ng_per_ml]
    least, most = PRESETS[0], PRESETS[-1]
    stronger = [each for each in AMPOULES if least < each.ng_per_ml and each.ng_per_ml > ng_per_ml]
    if not exact and (not stronger or ng_per_ml < least):
        text = f"no ampoule makes {ng_per_ml / 1000:g} ug/mL"
        raise Mistake(text, f"{least // 1000} to {most // 1000} UG/ML")
    drug = volume_nl * ng_per_ml
    found = [_of(each, -(-drug // each.ng_per_ml), volume_nl) for each in exact or stronger]
    return min(found, key=lambda each: (each.waste_ng, each.ampoules))


def for_dose(dose_ng: int) -> Needed:
    """One screening dose, of the ampoules of 0.05 mg/mL that are for it (L 807-808)."""
    weakest = AMPOULES[0]
    drawn_nl = -(-dose_ng * NL_PER_ML // weakest.ng_per_ml)
    if not 0 < drawn_nl <= 20 * weakest.volume_nl:
        raise Mistake("no screening dose is of that size", "25 to 100 UG, for example")
    return _of(weakest, drawn_nl, drawn_nl)


def _of(ampoule: Ampoule, drawn_nl: int, volume_nl: int) -> Needed:
    count = -(-drawn_nl // ampoule.volume_nl)
    waste_nl = count * ampoule.volume_nl - drawn_nl
    return Needed(
        ampoule.ng_per_ml,
        ampoule.volume_nl,
        count,
        -(-count // ampoule.carton),
        drawn_nl,
        volume_nl - drawn_nl,
        waste_nl,
        waste_nl * ampoule.ng_per_ml // NL_PER_ML,
    )
