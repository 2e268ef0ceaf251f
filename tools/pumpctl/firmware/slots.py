"""A board's two slots, over its console: what is there, a set sent, taken, or left again.

The board decides: plain.uf2's _slots.py and _set.py check, name and switch. What both slots have
already is copied there and not sent. Knows the scripts. Does not know how a console is reached.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..client.envelope import mac
from ..client.keys import Keys
from ..client.trouble import Mistake
from .console import Console
from .firmware_set import FirmwareSet
from .raw_repl import BLOCK

Tell = Callable[[str, int, int], None]  # path, bytes done, bytes in all

# (slot, other, what is known), then each file of both sets: where, its sha256, at, bytes.
_STATE = """
try:
 import _slots
except ImportError:
 print(None)
else:
 print(_slots.state())
 import io
 from struct import unpack_from
 for s in 'ab':
  try:
   f = open(_slots.path(s), 'rb')
  except OSError:
   continue
  begin = 16 + unpack_from('<I', f.read(16), 8)[0]
  while f.tell() < begin:
   l = f.readline().decode().split()
   if len(l) == 4 and len(l[0]) == 64:
    print(_slots.path(s), l[0], begin + int(l[1]), l[2])
  f.close()
"""

# Makes the set that arrives: parts from the line and parts of the sets that are there, in turn;
# a block is acknowledged once it is written.
_TAKE = """
import sys, micropython, _slots
b = bytearray({block})
m = memoryview(b)
t = open(_slots.ARRIVED, 'wb')
micropython.kbd_intr(-1)
sys.stdout.write('.')
try:
 for p, at, n in {parts!r}:
  f = open(p, 'rb') if p else sys.stdin.buffer
  if p:
   f.seek(at)
  while n:
   k = min(n, {block})
   f.readinto(m[:k])
   t.write(m[:k])
   n -= k
   sys.stdout.write('.')
  if p:
   f.close()
finally:
 micropython.kbd_intr(3)
 t.close()
"""

# The proven set's own code judges the signature, with the keys that this pump has. Where none is
# there, or none that can be imported, nobody can: the REPL is all the right there is then.
_JUDGE = """
import sys, _slots, _area
def judge(mac):
 return lambda digest: keys is None or signed(keys, serial, digest, mac)
keys = None
serial = ''
if _slots.proven() and _slots.ready(_slots.proven()):
 sys.path.insert(1, _area.WHERE)
 try:
  from board import Bare, serial_number
  from pump.app.update import signed
  keys = Bare().files
  serial = serial_number()
 except (ImportError, MemoryError, SyntaxError):
  pass
print('serial', serial)
"""
_ACCEPT = "print(_slots.accept(judge({mac!r})))"
_ROLL_BACK = "import _slots\nprint(_slots.roll_back())"
_MODULES = "import sys\nprint(' '.join(sys.modules))"


@dataclass(frozen=True)
class Slots:
    """What a board's slots hold. `here`: by sha256, where on the board a file's bytes lie."""

    slot: str
    other: str
    known: str
    here: dict[str, tuple[str, int]]


@dataclass(frozen=True)
class Sent:
    """What was done: paths that went over the line, and their bytes; into which slot."""

    slot: str
    sent: tuple[str, ...]
    sent_bytes: int
    unchanged: int
    signed: bool


def looked_at(console: Console) -> Slots:
    """The slots. Mistake for a board whose image has none."""
    first, *rows = console.run(_STATE).splitlines()
    if not rows and first == "None" and "_slots" not in console.run(_MODULES):
        raise Mistake(
            "this board's image has no slots: the firmware is part of it",
            "hold BOOTSEL while you plug it in, and copy firmware.uf2, or plain.uf2 for sets, onto"
            " the drive that appears",
        )
    slot, other, known = ast.literal_eval(first) or ("-", "-", "-")
    words = [row.split(" ") for row in rows]
    return Slots(slot, other, known, {row[1]: (row[0], int(row[2])) for row in words})


def send(console: Console, firmware: FirmwareSet, slots: Slots, keys: Keys, tell: Tell) -> Sent:
    """Send what the board has not, have it checked there, and taken for the next start."""
    parts = _parts(firmware, slots)
    blocks = sum(-(-part.length // BLOCK) for part in parts)
    script = _TAKE.format(
        parts=[(part.source, part.at, part.length) for part in parts], block=BLOCK
    )
    progress = _progress(parts)
    done = 0
    for _ in console.stream(script, _from_line(firmware.data, parts), blocks):
        name, count = next(progress)
        done += count
        tell(name, done, len(firmware.data))
    serial = console.run(_JUDGE).rpartition("serial")[2].strip()
    signature = signature_of(firmware, serial, keys) if serial else ""
    slot = console.run(_ACCEPT.format(mac=signature)).split()[-1]
    new = [part for part in parts[1:-1] if not part.source]
    return Sent(
        slot,
        tuple(part.name for part in new),
        sum(part.length for part in new),
        len(firmware.members) - len(new),
        bool(signature),
    )


def signature_of(firmware: FirmwareSet, serial: str, keys: Keys) -> str:
    """The SERVICE key's, over the manifest's digest, for that pump alone. Mistake without a key."""
    message = f"PUMP1|{serial}|C|FIRMWARE {firmware.digest}"
    return mac(keys.key(serial, "SERVICE"), message.encode()).decode()


@dataclass(frozen=True)
class _Part:
    """A stretch of the set, from the line, or from `source` on the board."""

    length: int
    source: str = ""
    at: int = 0
    name: str = "manifest"


def _parts(firmware: FirmwareSet, slots: Slots) -> list[_Part]:
    """Manifest and the image's head, each file, and the folders behind them."""
    parts = [_Part(firmware.members[0].at)]
    for member in firmware.members:
        path, at = slots.here.get(member.sha256, ("", member.at))
        parts.append(_Part(member.length, path, at, member.path))
    last = firmware.members[-1]
    end = last.at + last.length
    return [*parts, _Part(len(firmware.data) - end, "", end, "folders")]


def _blocks(part: _Part) -> Iterator[int]:
    for at in range(0, part.length, BLOCK):
        yield min(BLOCK, part.length - at)


def _progress(parts: list[_Part]) -> Iterator[tuple[str, int]]:
    """What each acknowledged block was of, and its bytes."""
    for part in parts:
        for count in _blocks(part):
            yield part.name, count


def _from_line(data: bytes, parts: list[_Part]) -> Iterator[bytes]:
    """The blocks that the board does not find at its own end."""
    for part in parts:
        at = part.at
        for count in _blocks(part) if not part.source else ():
            yield data[at : at + count]
            at += count


def roll_back(console: Console) -> str:
    """The other set from the next start on; its slot. Differs when there is none."""
    return console.run(_ROLL_BACK).split()[-1]
