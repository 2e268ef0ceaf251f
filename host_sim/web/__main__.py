"""python -m host_sim.web FOLDER: the bench page without a server, for any file server."""

import sys
from pathlib import Path

from host_sim.web.static import build


def main(arguments: list[str]) -> int:
    """Exit status 2 where it cannot be made."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        size = build(folder)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    print("%s: %d kB, to be offered by any file server, such as" % (folder, size // 1000))
    print("  %s -m http.server --bind 127.0.0.1 --directory %s" % (sys.executable, folder))
    return 0


sys.exit(main(sys.argv[1:]))
