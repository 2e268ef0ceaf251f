"""Every write of a run, with the truth at its moment; and every power cut that it allows.

Nothing is cut while the run goes on: media and firmware are deterministic, so what a cut at any
write would have left is put together afterwards, from the writes before it.
"""

from host_sim.board.nor import NorFlash
from tests.cuts.board import FILES, RING, Media, flash_of
from tests.cuts.harness import BEFORE, Change, leave, point
from tests.cuts.seen import seen

QUIET = "no write"
_SLOT = 16


class Cut:
    """The power went: what stands on the media, the truth, and what may be found again.

    operation  the write at hand
    point      before, torn or after
    stands     the same thing for the same media
    maybe      what was acknowledged last, and what it was to become: one of these must be found
    """

    def __init__(self, write, how, number, flashes, maybe, stands):
        self.operation = write.operation()
        self.point = point(how)
        self.media = Media(bytes(flashes[0].image), bytes(flashes[1].image))
        self.power = write.power
        self.maybe = maybe
        self.stands = stands
        self._where = number, how

    def __str__(self):
        s = self.power.us // 1_000_000
        number, how = self._where
        at = f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}"
        return f"{self.operation}, write {number}, cut {how}, at {at}"


class _Write:
    def __init__(self, change, power, seen_before):
        self.change = change  # None: the power goes between two writes
        self.power = power
        self.seen_before = seen_before  # how much of what was seen came before

    def operation(self):
        change = self.change
        if change is None:
            return QUIET
        if change.medium:
            return "littlefs " + change.kind
        if change.kind == "erase":
            return "ring erase"
        return "ring record" if change.at % RING[1] >= _SLOT else "ring header"


class Tape:
    """Listens to one board from its power-on, until it is `muted`."""

    def __init__(self, media):
        self._media = media
        self._writes: list[_Write] = []
        self._seen = [(None, True)]  # each with whether it was acknowledged to the operator
        self.muted = False

    def found(self, known):
        """What was acknowledged before this board's power-on; None: the media were blank."""
        self._seen[0] = (known, True)

    def listen(self, board, ring: NorFlash, files: NorFlash):
        for medium, flash in enumerate((ring, files)):
            flash.before = self._ear(board, medium)

    def _ear(self, board, medium):
        def before(kind, at, data):
            held = None if data is None else bytes(data)
            self._add(board, Change(medium, kind, at, held))

        return before

    def pause(self, board):
        """Time passes, and the motor may turn in it."""
        self._add(board, None)

    def _add(self, board, change):
        if not self.muted:
            self._writes.append(_Write(change, board.power(), len(self._seen)))

    def see(self, board, acknowledged):
        """What stands from now on, or (not `acknowledged`) is about to be written down."""
        if not self.muted:
            self._seen.append((seen(board), acknowledged))

    def __len__(self):
        return len(self._writes)

    def cuts(self, tears):
        """(number of the write, cut): before, `tears` times within, and after each write."""
        flashes = (flash_of(RING, self._media.ring), flash_of(FILES, self._media.files))
        stands = object()
        for number, write in enumerate(self._writes):
            maybe = self._maybe(write.seen_before)
            change = write.change
            yield number, Cut(write, BEFORE, number, flashes, maybe, stands)
            if change is None:
                continue
            flash = flashes[change.medium]
            before = bytes(flash.image)
            for how in list(change.points(tears, number))[1:]:
                flash.image[:] = before
                leave(flash, change, how)
                stands = object()
                yield number, Cut(write, how, number, flashes, maybe, stands)

    def _maybe(self, seen_before):
        start, end = seen_before - 1, seen_before
        while not self._seen[start][1]:
            start -= 1
        while end < len(self._seen) and not self._seen[end][1]:
            end += 1
        return [one for one, _ in self._seen[start : end + 1]]
