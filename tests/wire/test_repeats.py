"""A client that says the same for ever costs nothing that stays."""

import gc
import tracemalloc
from itertools import pairwise

import pytest

from pump.wire.session import Session
from tests.wire.demo import TABLE, Bench

TIMES = 200
ROUNDS = 4
LINES = [b"VAL 5;VAL?\n", b"NO?\n", b"VAL 500\n", b"REF\n", b"BREAK?\n", b"y" * 300 + b"\n"]


@pytest.mark.parametrize("line", LINES)
def test_nothing_piles_up(line: bytes) -> None:
    bench = Bench()
    session = Session(TABLE, bench, 3)

    def kept() -> int:
        for _ in range(TIMES):
            session.feed(line)
            bench.done.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        held = [kept() for _ in range(ROUNDS)]
        # less than a byte a line; what an interpreter makes once may fall into any one round
        assert min(after - before for before, after in pairwise(held)) < TIMES
    finally:
        tracemalloc.stop()
