"""How a campaign gets on: a bar on a terminal, elsewhere a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINES = 20  # at most, where nobody looks at a bar

Advance = Callable[[int], None]


@contextmanager
def progress(whole: int, there: int, quiet: bool) -> Iterator[Advance]:
    """Told how many pumps more are there. `there`: those of an earlier run."""
    if quiet:
        yield lambda _pumps: None
    elif sys.stderr.isatty():
        with _bar(whole, there) as advance:
            yield advance
    else:
        yield _lines(whole, there)


@contextmanager
def _bar(whole: int, there: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("pumps"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=whole, completed=there)
        yield lambda pumps: bars.advance(task, pumps)


def _lines(whole: int, there: int) -> Advance:
    began, done, told = time.monotonic(), there, there

    def advance(pumps: int) -> None:
        nonlocal done, told
        done += pumps
        if done - told < whole / LINES and done < whole:
            return
        told = done
        a_second = (done - there) / max(1e-6, time.monotonic() - began)
        left_s = (whole - done) / a_second if a_second else 0.0
        words = "%d of %d pumps, %.1f a second, %.0f s left"
        print(words % (done, whole, a_second, left_s), file=sys.stderr, flush=True)

    return advance
