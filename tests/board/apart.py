"""Work on a copy of this process: a board that has booted once serves many cases, untouched.

The emulated board is plain memory, so a fork is a second board at the same nanosecond in the same
state, for some milliseconds. Knows no boards. Not for work that needs a thread of its parent.
"""

import os
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import NoReturn, TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What `work` returns, made in a copy. AssertionError with the copy's traceback if it raised.

    Whatever it does to objects is gone with it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # from Python 3.12 on; threads of pytest's own hold nothing that the work needs
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        result_bytes = answer.read()
    os.waitpid(child, 0)
    assert result_bytes, "the copy ended without a word"
    failed, result = pickle.loads(result_bytes)
    if failed:
        raise AssertionError(result)
    return result


def _work(work: Callable[[], object], writing: int) -> NoReturn:
    """In the copy: it must not come back into the tests that it was copied from."""
    try:
        result_bytes = pickle.dumps((False, work()))
    except BaseException:
        result_bytes = pickle.dumps((True, traceback.format_exc()))
    try:
        with os.fdopen(writing, "wb") as answer:
            answer.write(result_bytes)
    finally:
        os._exit(0)
