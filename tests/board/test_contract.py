"""Every promise of the Hal, kept by the real drivers on an emulated Pico."""

import pytest

from tests.board.contract_bench import ContractBench
from tests.contract import (
    test_files,
    test_flash,
    test_guard_trial,
    test_hal,
    test_link,
    test_motor,
    test_restart,
    test_signals,
)
from tests.contract.suite import promises

CASES = [
    pytest.param(promise, arguments, id=name)
    for promise, arguments, name in promises(
        test_motor,
        test_guard_trial,
        test_hal,
        test_link,
        test_flash,
        test_files,
        test_restart,
        test_signals,
    )
]


@pytest.mark.parametrize(("promise", "arguments"), CASES)
def test_the_board_keeps_it(promise, arguments) -> None:
    promise(ContractBench, **arguments)
