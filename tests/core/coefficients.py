"""The effect model's coefficients from the profile's figures: `python -m tests.core.coefficients`
writes firmware/pump/core/drug/coefficients.py, and a test compares.

A board that made them at each boot spent heap and time on numbers that never change.
"""

from pathlib import Path

from pump.core import profile
from tests.core import expo

TARGET = Path(__file__).parents[2] / "firmware/pump/core/drug/coefficients.py"
POWERS = 13  # steps of 1, 2, 4 .. 4,096 min; all of them together pass the forecast's horizon
_MIN_PER_H = 60
_HEAD = '''"""The effect model's steps, from the profile's figures. Generated, do not edit:
`python -m tests.core.coefficients`.

For each clearance of the profile and each of 1, 2, 4 .. 4,096 min: loss of A, loss of E, A into E,
dose into A, dose into E; each as mantissa and shift, mantissa / 2^(15 + shift).
"""

'''


def coefficients(clearance_ml_per_h: int) -> list[tuple[int, ...]]:
    """Exact one-interval solution of a clearance. k scales with it at a fixed volume."""
    reference = profile.CLEARANCE_ML_PER_H[0]
    # k = ln 2 / 1.51 h x clearance / reference, as a ratio per hour
    k_num = profile.LN2_PPM * clearance_ml_per_h
    k_den = 10_000 * profile.CSF_HALF_LIFE_CENTIHOURS * reference
    ke_num, ke_den = profile.EFFECT_KE0_PER_10000_H, 10_000
    one = expo.ONE
    table: list[tuple[int, ...]] = []
    decay_a = expo.exp_minus(k_num, k_den * _MIN_PER_H)
    decay_e = expo.exp_minus(ke_num, ke_den * _MIN_PER_H)
    for power in range(POWERS):
        # ke / (k - ke), and k times the interval
        into = (decay_e - decay_a) * ke_num * k_den // (k_num * ke_den - ke_num * k_den)
        span_num, span_den = k_num << power, k_den * _MIN_PER_H
        row = expo.fraction(one - decay_a, one) + expo.fraction(one - decay_e, one)
        row += expo.fraction(into, one)
        row += expo.fraction((one - decay_a) * span_den, one * span_num)
        row += expo.fraction((one - decay_e - into) * span_den, one * span_num)
        table.append(row)
        decay_a = decay_a * decay_a // one
        decay_e = decay_e * decay_e // one
    return table


def text() -> str:
    """The generated file."""
    rows = [_HEAD, "# fmt: off\nTABLES = (\n"]
    for clearance in profile.CLEARANCE_ML_PER_H:
        rows.append(f"    (  # {clearance} mL/h\n")
        rows += [f"        {row},\n" for row in coefficients(clearance)]
        rows.append("    ),\n")
    return "".join([*rows, ")\n# fmt: on\n"])


if __name__ == "__main__":
    TARGET.write_text(text())
