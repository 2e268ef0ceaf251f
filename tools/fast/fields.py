"""The fields of a part whose class is compiled: it has no dictionary, but a list of their names."""

_names: "dict[type, tuple[str, ...]]" = {}


def fields_of(part: object) -> "dict[str, object]":
    """What it holds, by name; an attribute that was never set is left out."""
    kind = type(part)
    if kind not in _names:
        listed = getattr(kind, "__mypyc_attrs__", ())
        _names[kind] = tuple(name for name in listed if name != "__dict__")
    names = _names[kind]
    if not names:
        return dict(part.__dict__)
    return {name: getattr(part, name) for name in names if hasattr(part, name)}
