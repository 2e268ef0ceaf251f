"""The promises of files, each as test_files has it, kept by a real littlefs."""

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from tests.contract import test_files
from tests.contract.benches import SimBench
from tests.contract.suite import promises

PROMISES = promises(test_files)


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


@pytest.mark.parametrize(
    ("promise", "arguments"), [case[:2] for case in PROMISES], ids=[case[2] for case in PROMISES]
)
def test_littlefs_keeps_it(promise, arguments) -> None:
    promise(LittleBench, **arguments)


def test_there_are_promises() -> None:
    assert len({promise for promise, _, _ in PROMISES}) == 10
