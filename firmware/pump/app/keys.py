"""A pump's keys, out of its files. Knows which serial numbers are those of unprovisioned units."""

from pump.store.keyring import Keyring
from pump.store.mirrored_file import MirroredFile
from pump.wire.rights import ROLE_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import Files

_BENCH_SERIALS = ("SIM", "BENCH")  # what the serial number of an unprovisioned unit begins with


def keyring(files: "Files", serial: str) -> Keyring:
    """The keys of that pump, not opened yet; published ones where it is unprovisioned."""
    published = ROLE_NAMES[1:] if is_unprovisioned(serial) else ()
    return Keyring(MirroredFile(files, "keys"), published)


def is_unprovisioned(serial: str) -> bool:
    """Whether that serial number is a simulator's or a bench unit's."""
    # one by one: not every MicroPython takes a tuple here
    return serial.startswith(_BENCH_SERIALS[0]) or serial.startswith(_BENCH_SERIALS[1])  # noqa: PIE810
