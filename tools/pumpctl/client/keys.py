"""Role keys on the host: a file of the user's, and the published ones of unprovisioned pumps.

    ["C20-000123"]
    OPERATE = "<64 hexadecimal digits>"

A key on its way to the pump stands as OPERATE_NEXT until the pump has taken it, so that none is
ever known to the pump alone.
"""

import hashlib
import os
import re
import secrets
import stat
from pathlib import Path

from .toml_file import TomlFile, text_of
from .trouble import Mistake

ROLES = ("OPERATE", "PRESCRIBE", "SERVICE")
DEFAULT = Path("~/.config/cisterna/keys.toml")
_NEXT = "_NEXT"
_MEND = "mend the file, or give --keys FILE"
_FORM = '["<serial number>"], then OPERATE = "<64 hexadecimal digits>"'
_NOBODYS = ("SIM", "BENCH")


def published(role: str) -> bytes:
    """The published test key of a role: no secret at all."""
    return hashlib.sha256(f"Cisterna published test key {role}".encode()).digest()


def generated() -> bytes:
    """A new key of 32 bytes from the system's randomness."""
    return secrets.token_bytes(32)


class Keys:
    """The keys of one file, by serial number and role. The file need not exist to be read."""

    def __init__(self, path: Path | None = None) -> None:
        """Mistake when the file can be read by others, or is not of this form."""
        self.path = (path or DEFAULT).expanduser()
        self._pumps = self._read()

    def key(self, serial: str, role: str) -> bytes:
        """The key of that pump. Mistake when none is known."""
        own = self._pumps.get(serial, {}).get(role)
        if own is not None:
            return bytes.fromhex(own)
        if serial.startswith(_NOBODYS):
            return published(role)
        raise Mistake(
            f"{self.path} has no {role} key of {serial}",
            f"pumpctl keys enrol {role} --generate, with the pump's button held; or --keys FILE",
        )

    def source(self, serial: str, role: str) -> str:
        """FILE, PUBLISHED or NONE: where `key` takes it from."""
        if role in self._pumps.get(serial, {}):
            return "FILE"
        return "PUBLISHED" if serial.startswith(_NOBODYS) else "NONE"

    def origin(self, serial: str, role: str) -> str:
        """Which key that is and where it comes from, in words for an error."""
        if self.source(serial, role) == "FILE":
            return f"the {role} key of {serial} in {self.path}"
        return f"the published {role} key of {serial} ({self.path} has none of it)"

    def proposed(self, serial: str, role: str) -> bytes | None:
        """A key that was to be sent, and of which it is not known whether the pump has taken it."""
        key = self._pumps.get(serial, {}).get(role + _NEXT)
        return None if key is None else bytes.fromhex(key)

    def propose(self, serial: str, role: str, key: bytes) -> None:
        """Write a key down before it goes to the pump."""
        self._pumps.setdefault(serial, {})[role + _NEXT] = key.hex()
        self._write()

    def adopt(self, serial: str, role: str) -> None:
        """The pump has taken the proposed key. KeyError when none is proposed."""
        pump = self._pumps[serial]
        pump[role] = pump.pop(role + _NEXT)
        self._write()

    def withdraw(self, serial: str, role: str) -> None:
        """It is proven that the pump has not taken the proposed key."""
        if self._pumps.get(serial, {}).pop(role + _NEXT, None):
            self._write()

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            with self.path.open("rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise Mistake(f"{self.path} can be read by others", f"chmod 600 {self.path}")
                data = file.read()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise Mistake(f"{self.path}: {error.strerror}", _MEND) from None
        found = TomlFile(text_of(data, str(self.path), _MEND), str(self.path), _MEND, secret=True)
        names = [role + end for role in ROLES for end in ("", _NEXT)]
        for serial, keys in found.whole.items():
            if not isinstance(keys, dict):
                raise found.wrong((serial,), "is no key", _FORM)
            for name, key in keys.items():
                if name not in names or not re.fullmatch("[0-9A-Fa-f]{64}", str(key)):
                    raise found.wrong((serial, name), "is no key", _FORM)
        return found.whole

    def _write(self) -> None:
        """Old or new, never half: written beside it and moved over it."""
        text = "# Keys of Cisterna pumps, kept by pumpctl. Whoever reads them can dose.\n"
        for serial, keys in self._pumps.items():
            text += f'\n["{serial}"]\n' + "".join(f'{name} = "{keys[name]}"\n' for name in keys)
        beside = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.unlink(missing_ok=True)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise Mistake(f"{self.path}: {error}", "give a writable file: --keys FILE") from None
