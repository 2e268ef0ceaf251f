"""python -m host_sim.pico serve IMAGE --pty PATH: a board that runs the image, on a pty."""

import argparse
import sys
from pathlib import Path

from host_sim.pico.build import NotBuilt, emulator_path


def main() -> None:
    """One command; a mistake ends it with one line that names it."""
    parser = argparse.ArgumentParser(prog="python -m host_sim.pico", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("serve", help="run an image, in real time, on a pty")
    command.add_argument("image", type=Path, help="a .uf2, or a flash image of 2 MB at most")
    command.add_argument("--pty", type=Path, required=True, help="the path that clients open")
    wanted = parser.parse_args()
    try:
        emulator_path()
        from host_sim.pico.pico import Pico
        from host_sim.pico.ptyserver import serve
        from host_sim.pico.uf2 import flash_of

        serve(Pico(flash_of(wanted.image)), wanted.pty)
    except (NotBuilt, OSError, ValueError) as error:
        sys.exit("pico: %s" % error)


if __name__ == "__main__":
    main()
