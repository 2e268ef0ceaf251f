"""The C module usb_line (usb_line.c), as types."""

def is_open() -> bool:
    """Whether a host holds the USB line open."""

def losses() -> int:
    """How often one has let go since power-on, ring of 2^30."""
