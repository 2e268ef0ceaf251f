"""The pump that docs/clients.md talks to: in the second week of its therapy, open to orders."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.documented import SCENARIO
from tests.protocol.served import Served


@contextmanager
def running_pump(folder: Path, plain: str | None = "SERVICE") -> Iterator[Served]:
    """Served while the block runs, `plain` as Served has it; its end must be a good one."""
    served = Served(folder, "--scenario", SCENARIO, plain=plain)
    try:
        assert served.first_line == "ready"
        yield served
    finally:
        code = served.end()
    assert code == 0
