"""How values are written in responses (IEEE 488.2 chapter 8)."""

NAN = "9.91E37"  # SCPI's "not a number": nothing is known
INFINITY = "9.9E37"  # SCPI's infinity: not within any horizon


def quoted(text: str) -> str:
    """String response data: quotes around, quotes inside doubled."""
    return '"' + text.replace('"', '""') + '"'


def block(text: str) -> str:
    """Definite-length block of ASCII text: #, the number of digits, the length, the text."""
    length = str(len(text))
    return "#%d%s%s" % (len(length), length, text)


def byte_block(data: bytes) -> bytes:
    """Definite-length block of any bytes."""
    length = b"%d" % len(data)
    return b"#%d%s" % (len(length), length) + data


def record(*fields: object) -> str:
    """Fields of one response, joined by commas."""
    return ",".join([str(field) for field in fields])


def as_bytes(reply: object) -> bytes:
    """What a handler has answered, as it is sent: bytes as they are, all else as its text."""
    return reply if isinstance(reply, bytes) else str(reply).encode()
