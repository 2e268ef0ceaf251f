"""What a weight of water says of a pump head: volume, steps per mL, and how well that is known.

The method and its sources are in docs/calibration.md. Masses in mg, volumes in mL, temperatures in
degrees C; uncertainties are standard ones and relative, in ppm, unless they say otherwise. Knows
no pump and no line.
"""

from dataclasses import dataclass
from math import inf, sqrt

from .client.trouble import Differs, Mistake

RUNS_MIN, RUNS_MAX = 3, 10
COLDEST, WARMEST = 10.0, 35.0  # of the water; the density's formula holds from 0 to 40
AIR_MG_PER_ML = 1.2  # at 20 degrees, 1013 hPa and 50 %
AIR_MAY_VARY = 0.05  # of that, between a low and a high day at sea level
WEIGHTS_MG_PER_ML = 8000.0  # of the steel that a balance is adjusted with: a convention
WATER_PPM = 15.0  # dissolved air and other isotopes than those of the formula
EVAPORATION_MAY_VARY = 0.3  # of the rate that was measured
_PPM = 1e6
# chi-squared, 99 %, by degrees of freedom from 2: a scatter beyond it is not the balance's
_SCATTER = (9.21, 11.34, 13.28, 15.09, 16.81, 18.48, 20.09, 21.67)
# GUM table G.2: t for 95.45 % by effective degrees of freedom, rounded down to one that is listed
_COVERAGE = (
    (1, 13.97), (2, 4.53), (3, 3.31), (4, 2.87), (5, 2.65), (6, 2.52), (7, 2.43), (8, 2.37),
    (9, 2.32), (10, 2.28), (12, 2.23), (15, 2.18), (20, 2.13), (30, 2.09), (50, 2.05), (100, 2.025),
)  # fmt: skip


@dataclass(frozen=True)
class Conditions:
    """How it was weighed. The tip's drop is what a touched-off tip may keep or give away."""

    temperature_c: float
    temperature_u_c: float = 0.3
    readability_mg: float = 0.1
    repeatability_mg: float = 0.1
    linearity_mg: float = 0.2
    drop_mg: float = 0.3
    evaporation_mg_per_h: float = 0.0


@dataclass(frozen=True)
class Run:
    """So many steps into the vessel, and what they weighed, after so long."""

    steps: int
    mass_mg: float
    hours: float


@dataclass(frozen=True)
class Figure:
    """What one run came to."""

    steps: int
    mass_mg: float
    evaporated_mg: float
    volume_ml: float
    steps_per_ml: float
    gain_percent: float
    """Beyond the figure that the pump has now."""


@dataclass(frozen=True)
class Result:
    """The figure of all runs: `uncertainty_ppm` is expanded, `coverage` (k) times the combined."""

    steps_per_ml: int
    uncertainty_ppm: int
    coverage: float
    degrees_of_freedom: float
    scatter_ppm: float
    """Standard deviation of the runs."""

    scatter_expected_ppm: float
    """What balance, drop and evaporation explain of it."""

    gain_percent: float
    figures: tuple[Figure, ...]
    budget: dict[str, float]


def water_density(temperature_c: float) -> float:
    """Of air-free water in mg/mL, 0 to 40 degrees C, at 101,325 Pa (Tanaka and others, 2001)."""
    t = temperature_c
    part = (t - 3.983035) ** 2 * (t + 301.797) / (522528.9 * (t + 69.34881))
    return 999.974950 * (1.0 - part)


def z_factor(temperature_c: float) -> float:
    """mL that a reading of one mg stands for: density and buoyancy (ISO 8655-6, ISO 4787)."""
    buoyancy = 1.0 - AIR_MG_PER_ML / WEIGHTS_MG_PER_ML
    return buoyancy / (water_density(temperature_c) - AIR_MG_PER_ML)


def figure(run: Run, conditions: Conditions, now: int) -> Figure:
    """One run, beside the steps per mL that the pump has `now`."""
    if not 0.0 < run.mass_mg < inf:
        raise Mistake(
            f"a weight of {run.mass_mg:g} mg", "the weight as the balance shows it, above 0"
        )
    evaporated_mg = conditions.evaporation_mg_per_h * run.hours
    volume_ml = (run.mass_mg + evaporated_mg) * z_factor(conditions.temperature_c)
    steps_per_ml = run.steps / volume_ml
    gain = (now / steps_per_ml - 1.0) * 100.0
    return Figure(run.steps, run.mass_mg, evaporated_mg, volume_ml, steps_per_ml, gain)


def need_plausible(number: int, of: Figure, least: int, most: int) -> None:
    """Mistake for a run that means a head outside what the pump takes."""
    if not least <= of.steps_per_ml <= most:
        raise Mistake(
            f"run {number}: {of.mass_mg / 1000:g} g for {of.steps} steps means "
            f"{of.steps_per_ml:.0f} steps/mL, {of.gain_percent:+.1f} % of the pump's figure; "
            f"this head may take {least} to {most}",
            "look for a forgotten tare, mg typed for g, or air in the tube; weigh that run again",
        )


def evaluate(runs: list[Run], conditions: Conditions, now: int, least: int, most: int) -> Result:
    """The figure that the runs mean; `now`, `least`, `most`: the pump's, in steps per mL.

    Mistake for too few or too many runs, conditions that no balance has, or an implausible weight;
    Differs where the runs scatter by more than the balance explains.
    """
    if not RUNS_MIN <= len(runs) <= RUNS_MAX:
        text = f"{len(runs)} runs: one figure takes {RUNS_MIN} to {RUNS_MAX}"
        raise Mistake(text, f"pumpctl calibrate --runs {RUNS_MIN}")
    need_conditions(conditions)
    figures = [figure(run, conditions, now) for run in runs]
    for number, each in enumerate(figures, 1):
        need_plausible(number, each, least, most)
    count = len(figures)
    mean = sum(each.volume_ml / each.steps for each in figures) / count
    scatter = sqrt(sum((each.volume_ml / each.steps / mean - 1.0) ** 2 for each in figures))
    scatter *= _PPM / sqrt(count - 1)
    expected = max(_single(run, conditions) for run in runs)
    _need_no_scatter(figures, scatter, expected)
    budget = {"repeated runs": max(scatter, expected) / sqrt(count)}
    budget.update(_systematic(runs, conditions))
    combined = sqrt(sum(part**2 for part in budget.values()))
    freedom = (count - 1) * (combined / budget["repeated runs"]) ** 4
    coverage = _coverage(freedom)
    per_ml = round(1.0 / mean)
    return Result(
        per_ml,
        max(1, round(coverage * combined + 0.5)),
        coverage,
        freedom,
        scatter,
        expected,
        (now / per_ml - 1.0) * 100.0,
        tuple(figures),
        budget,
    )


def need_conditions(conditions: Conditions) -> None:
    """Mistake for water that is none, or a balance that cannot be."""
    if not COLDEST <= conditions.temperature_c <= WARMEST:
        text = f"water of {conditions.temperature_c:g} degrees C"
        raise Mistake(text, f"{COLDEST:g} to {WARMEST:g}, that of the water in the vessel")
    if not conditions.readability_mg > 0.0:
        raise Mistake("a balance that reads to 0 mg", "--readability as its maker names it")


def _single(run: Run, conditions: Conditions) -> float:
    """What two readings, the tip's drop and evaporation leave uncertain of one run."""
    rounding = conditions.readability_mg / sqrt(12.0)
    evaporated_mg = conditions.evaporation_mg_per_h * run.hours * EVAPORATION_MAY_VARY
    squares = 2.0 * (rounding**2 + conditions.repeatability_mg**2)
    squares += conditions.drop_mg**2 + evaporated_mg**2
    return sqrt(squares) / run.mass_mg * _PPM


def _systematic(runs: list[Run], conditions: Conditions) -> dict[str, float]:
    """What all runs have in common."""
    mass_mg = min(run.mass_mg for run in runs)
    hours = max(run.hours for run in runs)
    slope = z_factor(conditions.temperature_c + 0.5) - z_factor(conditions.temperature_c - 0.5)
    kelvin = abs(slope) / z_factor(conditions.temperature_c)
    evaporated_mg = conditions.evaporation_mg_per_h * hours * EVAPORATION_MAY_VARY
    buoyancy = AIR_MG_PER_ML / 1000.0 - AIR_MG_PER_ML / WEIGHTS_MG_PER_ML
    return {
        "balance": conditions.linearity_mg / sqrt(3.0) / mass_mg * _PPM,
        "temperature": conditions.temperature_u_c * kelvin * _PPM,
        "density": WATER_PPM,
        "buoyancy": buoyancy * AIR_MAY_VARY * _PPM,
        "evaporation": evaporated_mg / mass_mg * _PPM,
        "whole steps": _PPM / sqrt(12.0) * mass_mg / 1000.0 / min(run.steps for run in runs),
    }


def _need_no_scatter(figures: list[Figure], scatter: float, expected: float) -> None:
    freedom = len(figures) - 1
    most = expected * sqrt(_SCATTER[freedom - 2] / freedom)
    if scatter > most:
        said = ", ".join(f"{each.steps_per_ml:.0f}" for each in figures)
        raise Differs(
            f"{said} steps/mL: the runs scatter by {scatter / 1e4:.2f} %, and balance, drop and "
            f"evaporation explain {most / 1e4:.2f} %",
            "look for air in the tube, a drop at the tip, a draught or a loose tube; prime, then "
            "pumpctl calibrate again",
        )


def _coverage(freedom: float) -> float:
    """k for about 95 %, by the effective degrees of freedom."""
    k = _COVERAGE[0][1]
    for listed, factor in _COVERAGE:
        if freedom >= listed:
            k = factor
    return k
