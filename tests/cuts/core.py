"""The whole firmware cut at every write of a pump's life, and its recovery cut again.

Once: every write of `scenario`, in every state of both media, is followed by a power-on and three
hours. Twice: wherever that power-on found what no other one found, each of its own writes is cut.
Most of those cuts leave the same: a torn littlefs is its old self. Every one is mounted and read;
those that read the same at the same truth are judged once.
"""

import contextlib
import functools
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pump.store import record
from tests.core.bench import HOUR, MIN
from tests.cuts import scenario
from tests.cuts.board import FILES, Board, Media, Power, files_on, flash_of
from tests.cuts.judge import Wrong, judge
from tests.cuts.table import Table
from tests.cuts.tape import Tape

NAMES = [name + end for name in ("state", "prescription", "log", "fault") for end in (".a", ".b")]
SLOT = record.SIZE
_ERASED = b"\xff" * SLOT
_REMEMBERED = 4096
_MESSAGES_MAX = 12  # different wrongs


@dataclass(frozen=True)
class Plan:
    """How much is cut.

    tears     ways within each write of the scenario, others at each write
    again     ways within each write of what follows a cut; 0: that is not cut
    every     one in so many of the first cuts of each operation (a prime: all points come by turns)
    every_again  and of what follows
    phases    of the scenario
    """

    tears: int = 3
    again: int = 1
    every: int = 1
    every_again: int = 1
    phases: tuple = scenario.PHASES


class Cuts:
    """Runs a plan; the cuts are counted in `table`, what went wrong is in `wrongs`."""

    def __init__(self, plan: Plan, show: bool = False) -> None:
        self.table = Table("the whole firmware", show)
        self.wrongs: dict[str, list[str]] = {}  # what: after which cuts
        self._plan = plan
        self._taken: Counter[str] = Counter()  # cuts by operation: a share has each of them
        self._number_again = 0
        self._run_on = 0  # how many were judged
        self._judged: set[int] = set()
        self._looked: tuple = (None, None)  # which media stood then, and what was on them

    def run(self) -> Table:
        with _remembering(record, "sound"):
            self._run()
        self.table.end()
        self.table.name += f" ({self._run_on:,} run on, the others read as one of these)"
        return self.table

    def _run(self) -> None:
        media = Media()
        tape = Tape(media)
        board = Board(media, Power(wall_us=scenario.BEGINS_US), tape)
        for phase in self._plan.phases:
            phase(board)
        board.close()
        place = None
        for number, cut in tape.cuts(self._plan.tears):
            taken = self._taken[cut.operation]
            self._taken[cut.operation] += 1
            if taken % self._plan.every:
                continue
            if number != place:
                self.table.places[cut.operation] += 1
                place = number
            self.table.add(cut.operation, "once", cut.point)
            self.table.progress(number, len(tape))
            self._once(cut)

    def _once(self, cut) -> None:
        tape = None
        if self._plan.again and not self._known(cut):
            self._number_again += 1
            if self._number_again % self._plan.every_again == 0:
                tape = Tape(cut.media)
        if self._holds(cut, str(cut), 3 * HOUR, tape) and tape is not None:
            for _, again in tape.cuts(self._plan.again):
                self.table.add(again.operation, "twice in a row", again.point)
                if not self._known(again):
                    self._holds(again, f"{cut}, then {again}", 20 * MIN, once_more=False)

    def _holds(self, cut, where: str, on_us: int, tape: Tape | None = None, once_more=True) -> bool:
        self._run_on += 1
        try:
            judge(cut, on_us, tape, once_more)
        except Wrong as wrong:
            what = str(wrong)
        except Exception:
            what = traceback.format_exc(limit=-3)
        else:
            return True
        self.wrongs.setdefault(what, []).append(where)
        return False

    def _known(self, cut) -> bool:
        """Whether the same was found before, at the same truth and with the same to be found."""
        if self._looked[0] is not cut.stands:
            self._looked = cut.stands, _content(cut.media)
        maybe = [tuple(one.items()) if one else None for one in cut.maybe]
        key = hash((self._looked[1], cut.power.key(), tuple(maybe)))
        known = key in self._judged
        self._judged.add(key)
        return known

    def messages(self) -> Iterator[str]:
        """The different wrongs, each with its first place."""
        for what, places in list(self.wrongs.items())[:_MESSAGES_MAX]:
            yield f"{len(places)} times, first after {places[0]}:\n    {what}"


@contextlib.contextmanager
def _remembering(room, name: str) -> Iterator[None]:
    """A function of the firmware that has one answer to each question is not asked twice.

    Most slots are seen again after each cut, and every power-on makes the same tables.
    """
    plain = getattr(room, name)
    setattr(room, name, functools.lru_cache(_REMEMBERED)(plain))
    try:
        yield
    finally:
        setattr(room, name, plain)


def _content(media: Media) -> tuple:
    """What stands on the media, as those that read it see it."""
    ring = media.ring
    slots = [_read(ring[at : at + SLOT]) for at in range(0, len(ring), SLOT)]
    try:
        files = files_on(flash_of(FILES, media.files))
    except OSError:
        return ()  # the power-on that is judged will say so
    try:
        return tuple(slots), tuple([_file(files, name) for name in NAMES])
    finally:
        files.close()


def _read(slot: bytes) -> bytes:
    return slot if slot == _ERASED or record.sound(slot) else b""


def _file(files, name: str) -> bytes | None:
    try:
        return files.read(name)
    except OSError as error:
        if error.args[0] != 2:
            raise
        return None


def tables(share: int, show: bool) -> Iterator[Table]:
    """All of it, or one in `share`. AssertionError that says what did not hold."""
    cuts = Cuts(Plan(every=share, every_again=1), show)
    yield cuts.run()
    if cuts.wrongs:
        raise AssertionError("\n".join(cuts.messages()))
