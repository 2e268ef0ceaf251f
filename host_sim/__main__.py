"""`python -m host_sim`: finds the firmware beside this folder, then hands over to the CLI."""

import os
import sys
from pathlib import Path

_ASKED = "_HOST_SIM_COMPLETE"  # by a shell, for the words that fit: `completion`
_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Put the firmware's root and the micropython stand-in on the path and run a command."""
    for folder in (_HERE / "shim", _HERE.parent / "firmware"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    from host_sim.cli import app

    if _ASKED in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
    app(prog_name="python -m host_sim", complete_var=_ASKED)


if __name__ == "__main__":
    main()
