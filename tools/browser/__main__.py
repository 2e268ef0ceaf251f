"""python -m tools.browser: says where Chromium is, having fetched it where there was none."""

import sys

from tools.board.trouble import Trouble
from tools.browser.chromium import fetched


def main() -> int:
    """Exit status 1 and what to do where none can be had."""
    try:
        print(fetched())
    except Trouble as trouble:
        print(f"{trouble}\n{trouble.next_step}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
