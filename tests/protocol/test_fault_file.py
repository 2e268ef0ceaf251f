"""A served pump with a fault of one's own: on the line as the shipped ones are."""

import socket
from pathlib import Path

from tests.protocol.served import Served

FAULTS = """from host_sim.plant.faults import Fault


class Worn(Fault):
    name = "worn"
    off, on, low, high = 0, 30, 0, 90
    about = "%: so much of the stroke is lost"

    def turn(self, plant, value):
        plant.leak_percent = value
"""


def asked(port: int, *lines: str) -> str:
    """Lines to the pump; the reply to the last."""
    with socket.create_connection(("127.0.0.1", port)) as end, end.makefile("rw") as text:
        text.write("\n".join(lines) + "\n")
        text.flush()
        return text.readline().strip()


def test_the_line_injects_and_lists_it(tmp_path: Path) -> None:
    path = tmp_path / "my faults é.py"
    path.write_text(FAULTS, encoding="utf-8")
    served = Served(tmp_path, "--faults", str(path))
    try:
        assert served.first_line == "ready"
        assert asked(served.port, "SIM:FAUL:LIST?").endswith("WORN,0")
        assert asked(served.port, "SIM:FAUL:INJ WORN,40;:SIM:FAUL:LIST?").endswith("WORN,40")
        assert asked(served.port, "SIM:FAUL:INJ WORN,91", "SYST:ERR?").startswith("-222,")
        assert asked(served.port, "SIM:FAUL:CLE;:SIM:FAUL:LIST?").endswith("WORN,0")
    finally:
        assert served.end() == 0
