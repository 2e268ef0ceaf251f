"""The promises of files, each as test_files has it, kept by a real littlefs."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from host_sim.littlefiles import LittleFiles
from host_sim.nor import NorFlash
from tests.contract import test_files
from tests.contract.benches import SimBench

PROMISES = [value for name, value in vars(test_files).items() if name.startswith("test_")]


class LittleBench(SimBench):
    """The simulator's board with its files on a real littlefs."""

    name = "littlefs"
    files_bytes = 8 * 4096

    def new_files(self) -> LittleFiles:
        return LittleFiles(NorFlash(self.files_bytes // 4096))

    def power_cycle(self) -> None:
        files = self.hal.files
        assert isinstance(files, LittleFiles)
        super().power_cycle()
        self.hal.files = LittleFiles(files.nor, self.hal.plant.board)


def cases(promise: Callable[..., None]) -> Iterator[dict[str, object]]:
    """What the promise is parametrized with, beside its bench."""
    marks = [mark.args for mark in promise.pytestmark if mark.args[0] != "bench"]
    for values in product(*[values for _, values in marks]):
        yield dict(zip([name for name, _ in marks], values, strict=True))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_littlefs_keeps_it(promise) -> None:
    for case in cases(promise):
        promise(LittleBench, **case)


def test_there_are_promises() -> None:
    assert len(PROMISES) == 10
