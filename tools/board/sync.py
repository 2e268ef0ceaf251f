"""Making a board's copy of our files equal to ours: what differs is copied, what is stale goes.

main.py goes first and comes back last: a board on which a copy broke off runs nothing, and never a
mixture of two versions. The pump's own files lie beside ours and are never looked at. Knows what to
say to the board. Does not know whether it is a fit one.
"""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from tools.board.console import Console
from tools.board.plan import START, Plan, plan
from tools.board.trouble import UNVERIFIED, Trouble

ROUNDS = 2  # of copying: the second for what did not arrive
# Names of an older or hand-made copy that would be found before, or instead of, what we copy.
SHADOWS = ("/board.py", "/wiring.py", "/boot.mpy", "/main.mpy")
Tell = Callable[[str, int, int], None]  # path, bytes done, bytes in all

# Prints the path and sha256 of every file of ours that is there, a line each.
_SUMS = """
import os, hashlib
b = bytearray(1024)
m = memoryview(b)
def print_sum(p):
 h = hashlib.sha256()
 with open(p, 'rb') as f:
  while True:
   n = f.readinto(b)
   if not n:
    break
   h.update(m[:n])
 print(p, h.digest().hex())
def walk(d):
 for e in os.ilistdir(d):
  p = d + '/' + e[0]
  if e[1] == 0x4000:
   walk(p)
  else:
   print_sum(p)
for e in os.ilistdir('/'):
 p = '/' + e[0]
 if p == '/pump':
  walk(p)
 elif p in {names!r}:
  print_sum(p)
"""


def bring(console: Console, files: dict[str, bytes], tell: Tell) -> Plan:
    """Copy and remove until the board's digests are ours; what had to be done at first."""
    there = _sums(console, files)
    first = todo = plan(files, there)
    for _ in range(ROUNDS):
        if not todo:
            break
        _carry_out(console, files, todo, tell)
        there = _sums(console, files)
        todo = plan(files, there)
    if todo:
        console.run(_removal(path for path in (START,) if path in there))
        raise Trouble(
            f"After {ROUNDS} copies these are still not as they should be: {', '.join(todo.copy)}.",
            "main.py was taken away, so that the board runs nothing. Its flash may be worn out.",
            UNVERIFIED,
        )
    return first


def _carry_out(console: Console, files: dict[str, bytes], todo: Plan, tell: Tell) -> None:
    console.run(_removal(todo.remove))
    console.run(_folders(todo.copy))
    whole = sum(len(files[path]) for path in todo.copy)
    before = 0
    for path in todo.copy:
        start = before
        console.write(path, files[path], lambda at, _, p=path, s=start: tell(p, s + at, whole))
        before += len(files[path])
        tell(path, before, whole)


def _removal(paths: Iterable[str]) -> str:
    return "import os\n" + "".join(f"os.remove({path!r})\n" for path in paths)


def _folders(paths: Iterable[str]) -> str:
    """Make each folder above the paths that is not there yet (17: it is), the outer ones first."""
    folders = {str(above) for path in paths for above in PurePosixPath(path).parents} - {"/"}
    return "import os\n" + "".join(
        f"try:\n os.mkdir({folder!r})\nexcept OSError as e:\n if e.errno != 17: raise\n"
        for folder in sorted(folders)
    )


def _sums(console: Console, files: dict[str, bytes]) -> dict[str, str]:
    names = {path for path in files if path.count("/") == 1} | set(SHADOWS)
    said = console.run(_SUMS.format(names=tuple(sorted(names))))
    pairs = (line.rsplit(" ", 1) for line in said.split("\n") if line.strip())
    return {path: digest.strip() for path, digest in pairs}
