"""Which files the fast build compiles, and why it leaves some of them as they are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("firmware", "host_sim")  # what the built tree holds
COMPILED = (
    "firmware/pump/core/**/*.py",
    "firmware/pump/store/*.py",
    "firmware/pump/app/*.py",
    "host_sim/plant/*.py",
    "host_sim/board/*.py",
    "host_sim/swarm/witness.py",
    "host_sim/swarm/judges/*.py",
)
_WITHIN = "a class within `if TYPE_CHECKING:`, which mypyc takes for a nested one"
LEFT = {
    "firmware/pump/app/firmware_fault.py": _WITHIN,
    "host_sim/plant/faults.py": _WITHIN,
    "firmware/pump/core/undo.py": "asks for each part's fields: the built tree hands it a way",
    "host_sim/board/hal.py": "puts another function in the place of a method of its own",
}


def compiled(tree: Path) -> list[str]:
    """The files of a tree that are compiled, below it, in order."""
    found = {path for pattern in COMPILED for path in tree.glob(pattern)}
    names = sorted(str(path.relative_to(tree)) for path in found)
    return [name for name in names if name not in LEFT and not name.endswith("__init__.py")]
