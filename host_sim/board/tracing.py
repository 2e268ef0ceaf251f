"""Where an exception came from, as text, on CPython and on MicroPython."""

import io
import sys

_print_exception = getattr(sys, "print_exception", None)  # MicroPython's own


def traceback(fault: Exception) -> str:
    """A line a frame, the innermost last; then its type and its words."""
    if _print_exception is not None:
        text = io.StringIO()
        _print_exception(fault, text)
        return text.getvalue()
    lines = ["Traceback (most recent call last):"]
    at = fault.__traceback__
    while at is not None:
        code = at.tb_frame.f_code
        lines.append('  File "%s", line %d, in %s' % (code.co_filename, at.tb_lineno, code.co_name))
        at = at.tb_next
    return "\n".join(lines + ["%s: %s" % (type(fault).__name__, fault), ""])
