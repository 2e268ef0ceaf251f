"""Everything that a pump knows, as nested tuples that compare: for "and nothing has changed"."""

_LEFT_OUT = {
    "log": "the log is compared by its own contents",
    "_note": "a bound method of the pump itself",
    "_sha256": "a function",
    "model": "a constant",
    "quantum": "a constant",
}


def state_of(thing: object) -> object:
    """Numbers and texts as they are, containers and objects by their contents.

    An object that many parts hold is told where it is met first, and by its number after that.
    """
    return _state(thing, {})


def _state(thing: object, met: dict[int, tuple[int, object]]) -> object:
    if thing is None or isinstance(thing, int | str | bytes):
        return thing
    if isinstance(thing, bytearray):
        return bytes(thing)
    if isinstance(thing, list | tuple):
        return tuple(_state(each, met) for each in thing)
    if isinstance(thing, dict):
        return tuple((key, _state(value, met)) for key, value in sorted(thing.items()))
    if id(thing) in met:
        return type(thing).__name__, met[id(thing)][0]
    met[id(thing)] = len(met), thing  # held, so that no other one gets its id
    names = [name for name in vars(thing) if name not in _LEFT_OUT]
    return type(thing).__name__, tuple((name, _state(getattr(thing, name), met)) for name in names)
