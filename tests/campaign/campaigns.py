"""A campaign that is small enough for a test, and what calls the command in a process."""

import os
import subprocess
import sys
from pathlib import Path

from host_sim.campaign.campaign_file import Campaign, parse

ROOT = Path(__file__).resolve().parents[2]

TINY = """
title = "Tiny"
pumps = 20
days = 4
worst = "lead_50_h least"
board_quanta_every = 16

[population]
clearance_ml_per_h = { uniform = [16, 40] }
csf_volume_ml = { uniform = [22, 157] }
dose_ug_per_day = { uniform = [100, 800] }
head_gain_percent = { normal = [0, 5], within = [-15, 20] }
cuts_per_year = 200

[[fault]]
name = "stall"
percent = 50
at_day = 2

[[question]]
words = "WITHDRAWAL was raised before half of the effect was gone"
among = ["below_50_h known"]
holds = ["lead_50_h > 0"]
"""


def tiny(**instead: object) -> str:
    """Its text, with other values of its first lines."""
    lines = []
    for line in TINY.splitlines():
        key = line.split(" = ")[0]
        lines.append(f"{key} = {instead.pop(key)}" if key in instead else line)
    assert not instead
    return "\n".join(lines)


def read(source: str = TINY) -> Campaign:
    return parse("tiny", source)


def environment() -> dict[str, str]:
    """As `make` has it, and what a worker of Dask needs to find this tree."""
    paths = [ROOT, ROOT / "firmware", ROOT / "host_sim/shim"]
    paths += [Path(each) for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "host_sim", "campaign", *map(str, arguments)]


def called(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def folder(out: Path) -> Path:
    """The one campaign below."""
    (found,) = [each for each in out.iterdir() if each.is_dir()]
    return found


def files(out: Path) -> dict[str, bytes]:
    """Its parts and rows by name."""
    whole = folder(out)
    paths = [*whole.glob("parts/*"), whole / "rows.parquet"]
    return {path.name: path.read_bytes() for path in sorted(paths)}
