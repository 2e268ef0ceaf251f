"""Counts what one motor order takes of CPython: bytecodes and calls, function by function.

    python -P count.py MODULE KIND FROM-TO [FROM-TO ...]      windows in days of delivery, in order

Runs `python -m MODULE KIND DAYS`, the bench driver of whatever tree PYTHONPATH names, and traces
it. Needs nothing of this tree, and of that one only that a motor order is a call of `start(self,
steps, ...)` in a file motor.py. A window goes from the first order of its first day to the first
order of the day after its last, so whole turns are counted: planning, writing down, the motor, the
plant that follows, the run of the clock to the next order. Prints one line of JSON.
Of the orders in a window, `path` is the one taken most often: each call from a file to another, by
the function that is entered.

A bytecode is one `opcode` event of sys.settrace: an instruction as `dis` lists it, but for RESUME,
a function's entry. A call is one such entry, those of comprehensions and of a generator that goes
on included. What C functions do is neither. Both depend on the version of Python and on nothing
else: not on the machine nor on its load.
"""

import contextlib
import io
import json
import os
import platform
import runpy
import sys
from collections import Counter
from types import CodeType, FrameType
from typing import Any

STEPS_PER_DAY = 12_800  # of the driver's prescription: 0.2 mL/d at 64,000 steps/mL


class Window:
    """What is counted between two days of delivery."""

    def __init__(self, text: str) -> None:
        first, _, end = text.partition("-")
        self.first_step = int(first) * STEPS_PER_DAY
        self.end_step = int(end) * STEPS_PER_DAY
        self.text = text
        self.orders = 0
        self.bytecodes: dict[int, int] = {}
        self.calls: dict[int, int] = {}
        self.paths: Counter[tuple[int, ...]] = Counter()


class Tracer:
    """Follows the motor orders, and counts while they lie in a window."""

    def __init__(self, windows: list[Window]) -> None:
        self._ahead = list(windows)
        self._open: Window | None = None
        self._steps = 0
        self._tally: dict[int, int] = {}
        self._entered: dict[int, int] = {}
        self._path: list[int] = []
        self.codes: dict[int, CodeType] = {}

    def called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """A Python function is entered: sys.settrace's."""
        code = frame.f_code
        if code.co_name == "start" and os.path.basename(code.co_filename) == "motor.py":
            self._order(frame)
        if self._open is None:
            return None
        key = id(code)
        if key not in self._tally:
            self._known(code)
        self._entered[key] += 1
        if frame.f_back is not None and frame.f_back.f_code.co_filename != code.co_filename:
            self._path.append(key)
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._stepped

    def _stepped(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "opcode":
            self._tally[id(frame.f_code)] += 1
        return self._stepped

    def _known(self, code: CodeType) -> None:
        self.codes[id(code)] = code
        self._tally[id(code)] = self._entered[id(code)] = 0

    def _order(self, frame: FrameType) -> None:
        """The last order's turn is over, and another order begins."""
        if self._open is not None and self._path:
            self._open.paths[tuple(self._path)] += 1
        if self._open is not None and self._steps >= self._open.end_step:
            self._open = None
        if self._open is None and self._ahead and self._steps >= self._ahead[0].first_step:
            self._begin(self._ahead.pop(0), frame)
        if self._open is None and not self._ahead:
            sys.settrace(None)
        elif self._open is not None:
            self._open.orders += 1
            self._path = []
        self._steps += int(frame.f_locals[frame.f_code.co_varnames[1]])

    def _begin(self, window: Window, frame: FrameType) -> None:
        """From here on it counts, also in the functions that are under way already."""
        self._open = window
        self._tally, self._entered = window.bytecodes, window.calls
        outer = frame.f_back
        while outer is not None:
            if id(outer.f_code) not in self._tally:
                self._known(outer.f_code)
            outer.f_trace = self._stepped
            outer.f_trace_opcodes, outer.f_trace_lines = True, False
            outer = outer.f_back


def main() -> None:
    """Run the driver that the command line names, and print the counts."""
    module, kind, *texts = sys.argv[1:]
    windows = [Window(text) for text in texts]
    tracer = Tracer(windows)
    sys.argv = [module, kind, str(max(window.end_step for window in windows) // STEPS_PER_DAY + 1)]
    with contextlib.redirect_stdout(io.StringIO()):
        sys.settrace(tracer.called)
        try:
            runpy.run_module(module, run_name="__main__")
        finally:
            sys.settrace(None)
    found = [
        {
            "days": window.text,
            "orders": window.orders,
            "functions": [
                (code.co_filename, code.co_qualname, window.bytecodes[key], window.calls[key])
                for key, code in tracer.codes.items()
                if window.bytecodes.get(key)
            ],
            "path": [
                (tracer.codes[key].co_filename, tracer.codes[key].co_qualname)
                for path, _ in window.paths.most_common(1)
                for key in path
            ],
        }
        for window in windows
    ]
    print(json.dumps({"python": platform.python_version(), "windows": found}))


if __name__ == "__main__":
    main()
