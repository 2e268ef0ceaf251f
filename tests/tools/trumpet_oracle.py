"""Start-up and trumpet once more, from their definition: every pair of samples, fractions only.

Shares no code with tools/pumpctl/trumpet and host_sim/report/smoothness.py.
"""

from fractions import Fraction
from itertools import pairwise


def errors(samples, due_per_ms, minutes, begin_ms, end_ms):
    """The error of each window: `samples` is {ms: units}, a window's end the nearest sample."""
    found = []
    inside = sorted(at for at in samples if begin_ms <= at <= end_ms)
    for start in inside:
        wanted = start + minutes * 60_000
        later = [at for at in inside if at > start]
        if not later:
            continue
        end = min(later, key=lambda at: (abs(at - wanted), at))
        if abs(end - wanted) * 100 > minutes * 60_000:
            continue
        before = max(at for at in inside if at < end)
        if wanted > end_ms and 2 * abs(end - wanted) > end - before:
            continue
        moved = Fraction(samples[end]) - Fraction(samples[start])
        due = due_per_ms * (end - start)
        found.append((moved - due) / due)
    return found


def startup(samples, due_per_ms, begin_ms, end_ms):
    """Flow over flow due, between each two neighbours, by the moment of the later one."""
    inside = sorted(at for at in samples if begin_ms <= at <= end_ms)
    return [
        (after, Fraction(samples[after] - samples[before]) / (due_per_ms * (after - before)))
        for before, after in pairwise(inside)
    ]
