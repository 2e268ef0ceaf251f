"""`python -m tools.schemas` writes docs/schemas/pumpctl-*.json; --check tells what is stale."""

import json
import sys
from pathlib import Path

from tools.schemas.models import schema
from tools.schemas.shapes import SHAPES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"
_MINE = "pumpctl-*.json"


def made() -> dict[str, str]:
    """Name of each file, and its text."""
    return {
        f"pumpctl-{command.replace(' ', '-')}.json": json.dumps(schema(command), indent=2) + "\n"
        for command in SHAPES
    }


def write(check: bool) -> list[str]:
    """Names of stale files, also of commands that are no more. Put right, but for a `check`."""
    wanted = made()
    stale = [path.name for path in FOLDER.glob(_MINE) if path.name not in wanted]
    for name in stale if not check else ():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        path = FOLDER / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text)
    return sorted(stale)


if __name__ == "__main__":
    only_check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not only_check:
        sys.exit("python -m tools.schemas [--check]")
    found = write(only_check)
    if only_check and found:
        sys.exit(f"docs/schemas: {', '.join(found)}: stale: make schemas")
