"""The effect model's coefficients from the profile's figures: `python -m tests.core.coefficients`
writes firmware/pump/core/drug/coefficients.py, and a test compares.

A board that made them at each boot spent heap and time on numbers that never change.
"""

from pathlib import Path

from pump.core import profile
from tests.core import expo

TARGET = Path(__file__).parents[2] / "firmware/pump/core/drug/coefficients.py"
POWERS = 13  # steps of 1, 2, 4 .. 4,096 min; all of them together pass the forecast's horizon
HOURS = (1, 2, 4, 8)
_MIN_PER_H = 60
_HEAD = '''"""The effect model's steps, from the profile's figures. Generated, do not edit:
`python -m tests.core.coefficients`.

For the reference patient and each of the band's, and each of 1, 2, 4 .. 4,096 min, 1, 2, 4, 8 h:
loss of A, loss of E, A into E, dose into A, dose into E; each as mantissa and shift,
mantissa / 2^(15 + shift).
"""

'''


def rates() -> list[tuple[str, int, int]]:
    """Whose, and its k = clearance / volume as a ratio per hour."""
    # the reference's is told by its half-life: k = ln 2 / 1.51 h
    reference = profile.LN2_PPM, 10_000 * profile.CSF_HALF_LIFE_CENTIHOURS
    found = [(f"{profile.CLEARANCE_ML_PER_H[0]} mL/h, the reference", *reference)]
    return found + [(f"{each[0]} mL/h, {each[1]} mL", *each) for each in profile.BAND]


def coefficients(k_num: int, k_den: int) -> list[tuple[int, ...]]:
    """Exact one-interval solutions for k = k_num / k_den an hour."""
    decay_a = expo.exp_minus(k_num, k_den * _MIN_PER_H)
    decay_e = expo.exp_minus(profile.EFFECT_KE0_PER_10000_H, 10_000 * _MIN_PER_H)
    minutes = [1 << power for power in range(POWERS)] + [_MIN_PER_H * hours for hours in HOURS]
    return [
        _row(expo.to_the(decay_a, each), expo.to_the(decay_e, each), each, k_num, k_den)
        for each in minutes
    ]


def _row(decay_a: int, decay_e: int, minutes: int, k_num: int, k_den: int) -> tuple[int, ...]:
    ke_num, ke_den, one = profile.EFFECT_KE0_PER_10000_H, 10_000, expo.ONE
    # ke / (k - ke), and k times the interval
    into = (decay_e - decay_a) * ke_num * k_den // (k_num * ke_den - ke_num * k_den)
    span_num, span_den = k_num * minutes, k_den * _MIN_PER_H
    row = expo.fraction(one - decay_a, one) + expo.fraction(one - decay_e, one)
    row += expo.fraction(into, one)
    row += expo.fraction((one - decay_a) * span_den, one * span_num)
    return row + expo.fraction((one - decay_e - into) * span_den, one * span_num)


_TABLES = 'TABLES: "tuple[tuple[tuple[int, ...], ...], ...]"'  # a compiler takes it for no struct


def text() -> str:
    """The generated file."""
    parts = [_HEAD, f"# fmt: off\n{_TABLES} = (\n"]
    for whose, k_num, k_den in rates():
        parts.append(f"    (  # {whose}\n")
        parts += [f"        {row},\n" for row in coefficients(k_num, k_den)]
        parts.append("    ),\n")
    return "".join([*parts, ")\n# fmt: on\n"])


if __name__ == "__main__":
    TARGET.write_text(text())
