"""`python -m tests.board.cuts [--share N] [--tears N]`: power cuts of the real image, and a table.

One boot of an emulated Pico each. Ends with 1 at the first cut after which something does not
hold, and says which cut that was.
"""

import argparse
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Put the firmware on the path, cut, and run."""
    sys.path[:0] = [str(_ROOT / "host_sim/shim"), str(_ROOT / "firmware")]
    from tests.board.cuts.run import run

    parser = argparse.ArgumentParser(prog="python -m tests.board.cuts")
    parser.add_argument("--share", type=int, default=1, help="one in so many of each kind")
    parser.add_argument("--tears", type=int, default=2, help="ways to tear each change")
    asked = parser.parse_args()
    try:
        done = run(asked.share, asked.tears, show=True)
    except AssertionError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(done.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
