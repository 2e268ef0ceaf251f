"""Everything that a thing holds, as plain data: two of them are equal or something has changed."""

PLAIN = (int, str, bytes, bytearray, float, type(None))


def snapshot(thing, seen=None):
    """Deep copy as tuples. Functions and methods are left out: they hold nothing of their own.

    What several parts hold stands where it is met first.
    """
    if isinstance(thing, PLAIN):
        return bytes(thing) if isinstance(thing, bytearray) else thing
    seen = set() if seen is None else seen
    if isinstance(thing, (list, tuple)):
        return tuple([snapshot(each, seen) for each in thing])
    if isinstance(thing, dict):
        return tuple([(key, snapshot(thing[key], seen)) for key in sorted(thing)])
    held = getattr(thing, "__dict__", None)
    if held is None or id(thing) in seen:
        return None
    seen.add(id(thing))
    fields = {key: held[key] for key in held if key != "log"}
    return type(thing).__name__, snapshot(fields, seen)
