"""`python -m tests.images RELEASE`: keep the images of this tree, see README.md."""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Put the firmware on the path, and write."""
    sys.path[:0] = [str(_ROOT / "host_sim/shim"), str(_ROOT / "firmware")]
    from tests.images.write import write

    write(sys.argv[1])


if __name__ == "__main__":
    main()
