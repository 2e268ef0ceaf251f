"""Every way in which a change of a flash can be cut, one after the other."""

from collections.abc import Callable, Iterator

from host_sim.board.nor import NorFlash, PowerCut, tears


def cuts(flash: NorFlash, change: Callable[[], None], spread: int) -> Iterator[str]:
    """Cut `change` before, within and after each program and erase; stop after each cut.

    The flash holds what is left then; it is put back before the next one, and in the end
    `change` runs through. `spread`: one in so many of the ways to tear a program or erase is
    taken, another one for each place. Yields what was cut, for a message.
    """
    image = bytes(flash.image)
    places = list(_places(flash, change))
    done = bytes(flash.image)
    for number, (kind, size) in enumerate(places):
        for how in (None, *tears(kind, size)[number % spread :: spread]):
            flash.image[:] = image
            _cut(flash, change, number, how)
            yield f"{kind} {number} of {len(places)}, tear {how}"
    flash.image[:] = done


def _places(flash: NorFlash, change: Callable[[], None]) -> list[tuple[str, int]]:
    """(kind, bytes) of each program and erase of a `change` that runs through."""
    seen: list[tuple[str, int]] = []
    flash.before = lambda kind, _at, data: seen.append((kind, len(data or b"")))
    change()
    flash.before = None
    return seen


def _cut(flash: NorFlash, change: Callable[[], None], number: int, how: int | None) -> None:
    """Let `number` programs and erases pass; tear the next, or cut ahead of it (None)."""
    left = number

    def before(kind: str, at: int, data) -> None:
        nonlocal left
        if left == 0:
            if how is not None:
                flash.tear(kind, at, data, how)
            raise PowerCut
        left -= 1

    flash.before = before
    try:
        change()
    except PowerCut:
        return
    finally:
        flash.before = None
    raise AssertionError("nothing was cut")
