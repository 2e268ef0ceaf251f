"""The part of pytest that plain table tests use, for the VMs: raises, param, mark.parametrize and,
which does nothing there, mark.req.

CPython has the real one. What is absent here is refused by an AttributeError, never ignored.
"""

import re


class Raised:
    """`with raises(Refused, match="...") as caught:`; `caught.value` is the exception."""

    def __init__(self, expected, match):
        self.expected = expected
        self.match = match
        self.value = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            raise AssertionError("did not raise %s" % self.expected)
        if not issubclass(kind, self.expected):
            return False
        self.value = value
        if self.match is not None and not re.search(self.match, str(value)):
            raise AssertionError("%r does not match %r" % (str(value), self.match))
        return True


def raises(expected, match=None):
    return Raised(expected, match)


class Case:
    """A test, or a test with arguments waiting: functions take no attributes here."""

    def __init__(self, function, rows):
        self.function = function
        self.rows = rows


class Param:
    def __init__(self, values):
        self.values = values


def param(*values, id=None):  # noqa: A002  (pytest's own name)
    return Param(values)


def _values(entry, width):
    if isinstance(entry, Param):
        return entry.values
    return tuple(entry) if width > 1 else (entry,)


class _Mark:
    @staticmethod
    def parametrize(names, entries, ids=None):  # noqa: ARG004  (ids only name the rows)
        if isinstance(names, str):
            names = [name.strip() for name in names.split(",")]
        added = [dict(zip(names, _values(entry, len(names)))) for entry in entries]

        def decorate(test):
            if not isinstance(test, Case):
                test = Case(test, [{}])
            rows = []
            for row in test.rows:
                for extra in added:
                    merged = dict(row)
                    merged.update(extra)
                    rows.append(merged)
            return Case(test.function, rows)

        return decorate

    @staticmethod
    def req(*ids):  # noqa: ARG004  (tools.trace reads them)
        return lambda test: test


mark = _Mark()
