"""Both VMs import every module that runs on a board or in a scenario: names they lack show."""

from pathlib import Path

from tests.house.files import below
from tests.vm.vm import MACHINES, ROOT, on_each_machine

# Need a board's own modules, or the CPython host's.
NOT_ON_A_VM = ("drivers", "hal.py")
PLAIN_HOST = (
    *(f"board.{name}" for name in ("clock", "hal", "motor", "nor", "files", "link", "bench")),
    *("scenario.parser", "scenario.player"),
)


def module(path: Path, root: str) -> str:
    parts = path.relative_to(ROOT / root).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_there_are_modules() -> None:
    assert len(FIRMWARE) > 40
    assert len(PLANT) > 8


FIRMWARE = [
    module(path, "firmware")
    for path in below("firmware/pump")
    if not set(NOT_ON_A_VM) & set(path.parts)
]
PLANT = [module(path, ".") for path in below("host_sim/plant", "host_sim/scenario/words")]
HOST = [f"host_sim.{name}" for name in PLAIN_HOST]


@on_each_machine
def test_imports_all_of(machine: str) -> None:
    modules = [*FIRMWARE, *PLANT, *HOST]
    out = MACHINES[machine]("tests/vm/scripts/imports.py", *modules).checked().decode()
    assert out.splitlines()[-1] == f"{len(modules)} imported"
