"""Power cuts at every change of a medium: ahead of it, within it in many ways, and right after it.

A workload runs once, watched; at each program and erase, `each` gets the change while the media
still hold what they held before it. It copies them to media of its own, lets leave() do as much
of the change as the power lasted for, and looks what a power-on makes of that.

Knows media with `image`, `before`, `program`, `erase` and `tear` (host_sim.board.nor.NorFlash).
Does not know what is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from host_sim.board.nor import NorFlash, tears

BEFORE = -1
AFTER = -2


@dataclass(frozen=True, slots=True)
class Change:
    """A program of `data` at byte `at`, or an erase of sector `at`, of the medium so numbered."""

    medium: int
    kind: str
    at: int
    data: bytes | None

    def points(self, most: int = 0, turn: int = 0) -> Iterator[int]:
        """Where to cut: BEFORE, every way to tear, AFTER. `most`: so many ways, by turns others."""
        ways = tears(self.kind, len(self.data or b""))
        step = max(len(ways) // most, 1) if most else 1
        yield BEFORE
        yield from ways[turn % step :: step]
        yield AFTER


def watched(media: list[NorFlash], run: Callable[[], None], each: Callable[[Change], None]) -> None:
    """Run, and call `each` ahead of every change of these media. What it raises ends the run."""
    for number, medium in enumerate(media):
        medium.before = _telling(number, each)
    try:
        run()
    finally:
        for medium in media:
            medium.before = None


def _telling(number: int, each: Callable[[Change], None]) -> Callable[..., None]:
    def before(kind: str, at: int, data: bytes | None) -> None:
        each(Change(number, kind, at, None if data is None else bytes(data)))

    return before


def leave(flash: NorFlash, change: Change, how: int) -> None:
    """Do as much of the change to this flash, which holds what was before it, as `how` says."""
    if how == BEFORE:
        return
    if how != AFTER:
        flash.tear(change.kind, change.at, change.data, how)
    elif change.data is None:
        flash.erase(change.at)
    else:
        flash.program(change.at, change.data)


def point(how: int) -> str:
    """Its column in the table."""
    return {BEFORE: "before", AFTER: "after"}.get(how, "torn")
