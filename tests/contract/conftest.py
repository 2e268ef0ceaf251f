"""Benches that only CPython can carry: pytest reads this file, the bench on the VMs does not."""

from tests.contract.benches import BENCHES
from tests.contract.esp32_bench import Esp32Bench

BENCHES.append(Esp32Bench)
