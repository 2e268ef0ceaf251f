"""Where an exception came from, as text: MicroPython prints that and keeps it nowhere else."""

import io
import sys


def traceback(fault: Exception) -> str:
    """A line a frame, the innermost last. MemoryError when there is no room for it."""
    text = io.StringIO()
    sys.print_exception(fault, text)  # pyright: ignore[reportArgumentType] - a stream of text will do
    return text.getvalue()  # pyright: ignore - the stubs do not know it
