"""A client that says the same for ever costs nothing that stays."""

import gc

import pytest

from pump.wire.session import Session
from tests.wire.demo import TABLE, Bench


@pytest.mark.parametrize(
    "line", [b"VAL 5;VAL?\n", b"NO?\n", b"VAL 500\n", b"REF\n", b"BREAK?\n", b"y" * 300 + b"\n"]
)
def test_nothing_piles_up(line: bytes) -> None:
    bench = Bench()
    session = Session(TABLE, bench, 3)
    for _ in range(20):
        session.feed(line)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(500):
        session.feed(line)
        bench.done.clear()
    gc.collect()
    assert len(gc.get_objects()) - before < 20
