"""`python -m tests.cuts [PART ...] [--share N]`: power cuts by the hundred thousand, and a table.

`make cuts` runs all. Ends with 1 at the first cut after which something does not hold, and says
which cut that was.
"""

import argparse
import sys
from pathlib import Path

from tests.counting import positive

_ROOT = Path(__file__).resolve().parents[2]
PARTS = ("ring", "core")


def main() -> int:
    """Put the firmware on the path and run the parts asked for."""
    sys.path[:0] = [str(_ROOT / "host_sim/shim"), str(_ROOT / "firmware")]
    from tests.cuts import core, ring

    parts = {"ring": ring.tables, "core": core.tables}
    asked = _arguments()
    total, cpu_s = 0, 0.0
    for name in asked.parts or PARTS:
        try:
            for table in parts[name](asked.share, True):
                print(table.text(), end="\n\n", flush=True)
                total += table.total()
                cpu_s += table.cpu_s()
        except AssertionError as error:
            print(f"\nafter a power cut: {error}", file=sys.stderr)
            return 1
    print(f"{total:,} power cuts in {cpu_s:,.0f} CPU seconds; after each, everything held")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.cuts")
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--share", type=positive, default=1, help="one in so many (a prime)")
    return parser.parse_args()


def _part(name: str) -> str:
    # argparse's choices refuse an empty list
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"{name} is not one of {', '.join(PARTS)}")
    return name


if __name__ == "__main__":
    sys.exit(main())
