"""How much of each long run `make test` takes. `python -m tests.share` says it in one line.

`make test-long` sets CISTERNA_SHARES=whole: everything here is whole then, and hypothesis takes its
profile `long` (tests/conftest.py). CISTERNA_<NAME>=<number> sets one of them.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`usual` of `whole`; where less is more (one case in so many), `whole` is 1."""

    usual: int
    whole: int
    of: str


SHARES = {
    "FUZZ_BYTES": Share(100_000, 10_000_000, "bytes of make fuzz"),
    "WATCHED_MS": Share(360_000, 3_600_000, "ms of a watched pump"),
    "CORRUPTIONS": Share(20_000, 1_000_000, "damaged lines"),
    "RING_CUTS": Share(41, 1, "make cuts, the ring"),
    "TIP_LIVES": Share(40, 20_000, "lives whose windows are looked at"),
    "SWARM_LIVES": Share(60, 20_000, "lives of the swarm, other ones each day"),
    "CORE_CUTS": Share(67, 1, "make cuts, the whole firmware"),
    "CORE_CUTS_AGAIN": Share(17, 1, "the cuts of what follows a cut"),
    "LITTLEFS_CUTS": Share(5, 1, "cuts of littlefs on the VM"),
    "BOARD_CUTS": Share(211, 1, "cuts of the emulated board"),
    "BOARD_DIALOGUES": Share(4, 1, "dialogues on the emulated board"),
    "BOARD_ORDERS": Share(4, 1, "lines within a bolus on the emulated board"),
    "KILLED_ROUNDS": Share(3, 300, "kills of a served pump"),
    "EXAMPLES": Share(100, 5_000, "hypothesis examples"),
}


def share(name: str) -> int:
    """The environment's number of it, else the usual or the whole."""
    asked = SHARES[name]
    whole = os.environ.get("CISTERNA_SHARES") == "whole"
    return int(os.environ.get("CISTERNA_" + name, asked.whole if whole else asked.usual))


def line() -> str:
    """Each share, in one line."""
    return "; ".join(f"{_amount(each)} {each.of}" for each in SHARES.values())


def _amount(each: Share) -> str:
    if each.whole == 1:
        return f"1 in {each.usual} of"
    return f"{each.usual:,} of {each.whole:,}"


if __name__ == "__main__":
    print("shares of the long runs (make test-long):", line())
