"""Everything that a thing holds, as plain data: two of them are equal or something has changed."""

PLAIN = (int, str, bytes, bytearray, float, type(None))


def snapshot(thing):
    """Deep copy as tuples. Functions and methods are left out: they hold nothing of their own."""
    if isinstance(thing, PLAIN):
        return bytes(thing) if isinstance(thing, bytearray) else thing
    if isinstance(thing, (list, tuple)):
        return tuple([snapshot(each) for each in thing])
    if isinstance(thing, dict):
        return tuple([(key, snapshot(thing[key])) for key in sorted(thing)])
    held = getattr(thing, "__dict__", None)
    if held is None:
        return None
    return type(thing).__name__, snapshot({key: held[key] for key in held if key != "log"})
