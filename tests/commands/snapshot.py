"""Everything that a pump knows, as nested tuples that compare: for "and nothing has changed"."""

_LEFT_OUT = {
    "log": "the log is compared by its own contents",
    "_note": "a bound method of the pump itself",
    "_sha256": "a function",
    "model": "a constant",
    "quantum": "a constant",
}


def state_of(thing: object) -> object:
    """Numbers and texts as they are, containers and objects by their contents."""
    if thing is None or isinstance(thing, int | str | bytes):
        return thing
    if isinstance(thing, bytearray):
        return bytes(thing)
    if isinstance(thing, list | tuple):
        return tuple(state_of(each) for each in thing)
    if isinstance(thing, dict):
        return tuple((key, state_of(value)) for key, value in sorted(thing.items()))
    names = [name for name in vars(thing) if name not in _LEFT_OUT]
    return type(thing).__name__, tuple((name, state_of(getattr(thing, name))) for name in names)
