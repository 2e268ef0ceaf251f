"""The project's own files: what git tracks, or would."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks, and every new one that it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def below(*folders: str, suffix: str = ".py") -> list[Path]:
    """Tracked files of that suffix in any of the folders, named relative to the root."""
    roots = [ROOT / folder for folder in folders]
    return [
        path
        for path in tracked()
        if path.suffix == suffix and any(path.is_relative_to(root) for root in roots)
    ]


def name(path: Path) -> str:
    """As the house calls it: relative to the root."""
    return str(path.relative_to(ROOT))
