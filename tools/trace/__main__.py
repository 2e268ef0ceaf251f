"""python -m tools.trace writes docs/traceability.md and docs/catalogue.md; --check looks only.

--summary prints the counts and what is not built, then every finding; exit status 1 where there is
one.
"""

import sys

from tools.trace.findings import findings
from tools.trace.holders import ROOT, by_id, holders
from tools.trace.page import pages, summary
from tools.trace.requirements import load

_USAGE = "python -m tools.trace [--check | --summary]"


def write(check: bool) -> list[str]:
    """Names of the pages that were stale. They are written, but for a `check`."""
    stale = []
    for name, text in pages().items():
        path = ROOT / "docs" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append("docs/" + name)
        if not check:
            path.write_text(text, encoding="utf-8")
    return stale


def main(arguments: list[str]) -> int:
    """The exit status."""
    if arguments not in ([], ["--check"], ["--summary"]):
        print(_USAGE, file=sys.stderr)
        return 2
    if arguments == ["--summary"]:
        print("\n".join(summary(load(), by_id(holders()))))
        wrong = findings()
        print("\n".join(wrong) if wrong else "nothing is stale")
        return int(bool(wrong))
    check = bool(arguments)
    stale = write(check)
    for name in stale:
        print(f"{name} is stale: python -m tools.trace" if check else f"{name} written")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
