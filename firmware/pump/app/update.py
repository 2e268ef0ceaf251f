"""Whether a firmware set that has arrived is signed for this pump.

The set that runs judges the next one (docs/update.md), with the SERVICE key in its own store. Not
run while therapy does, nor by the program itself.
"""

from pump.app.keys import keyring
from pump.wire.rights import SERVICE
from pump.wire.signing import request_mac, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import Files

_WORD = b"FIRMWARE "  # no line that is signed begins so: none can be taken for an update


def signed(files: "Files", serial: str, digest: str, mac: str) -> bool:
    """Whether `mac` is the SERVICE key's over a manifest's digest, for that serial number."""
    keys = keyring(files, serial)
    keys.open()
    key = keys.key(SERVICE)
    if key is None:
        return False
    return same(request_mac(key, serial, _WORD + digest.encode()), mac.encode())
