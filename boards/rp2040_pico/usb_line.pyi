"""The C module usb_line (usb_line.c), as types."""

def is_open() -> bool:
    """Whether a host holds the USB line open."""

def losses() -> int:
    """How often one has let go since power-on, ring of 2^30."""

def take(into: bytearray) -> int:
    """How many bytes were put there: of one host, and of one line, its end included."""

def closing() -> bool:
    """Whether a host has let go and lost() has not told it."""

def lost() -> bool:
    """True once after a loss, or several, when all that was sent before was taken."""
