"""plain.uf2's program: one of two firmware sets, as _slots chooses. Without any: the REPL."""

import micropython

micropython.kbd_intr(-1)  # first of all: Ctrl-C is a byte like any other

import sys  # noqa: E402

import _slots  # noqa: E402
import machine  # noqa: E402
from _area import WHERE  # noqa: E402


def start():
    """Run what was chosen; what it raises on trial ends in a restart, with its reason kept."""
    global _slots  # noqa: PLW0603 - its last use
    sys.path.insert(1, WHERE)  # behind .frozen, before anything else that lies in the files
    on_trial = _slots.on_trial()
    _slots = None  # the heap is the program's
    for name in ("_slots", "_set"):
        sys.modules[name] = machine  # what is only deleted keeps its value, out of sight
        del sys.modules[name]
    try:
        import program  # noqa: F401 - it runs when it is imported
    except Exception as fault:
        if not on_trial:
            raise
        import _slots

        _slots.tell("%s program %s" % (type(fault).__name__, fault))
        machine.reset()


if _slots.choose() is not None:
    start()
micropython.kbd_intr(3)  # no set, or the REPL was asked for
