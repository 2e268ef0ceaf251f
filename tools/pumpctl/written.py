"""Files that pumpctl writes: tried before anything is ordered, then whole or not at all."""

from pathlib import Path

from .client.trouble import Mistake

_NEXT = "name a file that can be written"


def need_writable(file: Path | None) -> None:
    """Mistake when it cannot be written. What is there stays. None: no file is wanted."""
    if file is None:
        return
    _need_file(file)
    there = file.exists()
    try:
        with file.open("ab"):
            pass
        if not there:
            file.unlink()
    except OSError as error:
        raise Mistake(f"{file}: {error.strerror}", _NEXT) from None


def write(file: Path, data: bytes) -> None:
    """A device is no place for it: the rename would put a file there. Mistake."""
    _need_file(file)
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Mistake(f"{file}: {error.strerror}", _NEXT) from None


def _need_file(file: Path) -> None:
    if file.exists() and not file.is_file():
        raise Mistake(f"{file}: is no file", _NEXT)
