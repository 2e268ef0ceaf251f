"""Where an exception came from, as text, on CPython and on MicroPython."""

import io
import sys

# MicroPython's own; CPython has a library instead
_print_exception = getattr(sys, "print_exception", None)


def traceback(fault: Exception) -> str:
    """A line a frame, the innermost last."""
    if _print_exception is None:
        from traceback import format_exception

        return "".join(format_exception(fault))
    text = io.StringIO()
    _print_exception(fault, text)
    return text.getvalue()
