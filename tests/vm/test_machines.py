"""The machines themselves: that the VMs are what the other tests take them for."""

import pytest

from tests.vm import vm
from tests.vm.vm import MACHINES, on_each_machine

FACTS = "tests/vm/scripts/facts.py"


@pytest.mark.parametrize(("machine", "bits"), [("unix", 63), ("wasm", 31)])
def test_small_integers_have(machine: str, bits: int) -> None:
    assert f"small integers: {bits} bits" in MACHINES[machine](FACTS, "size").checked().decode()


@on_each_machine
def test_bytes_and_arguments_pass_through(machine: str) -> None:
    out = MACHINES[machine](FACTS, "echo", 'µ "quoted" \\ 12').checked()
    assert out == 'µ "quoted" \\ 12\n'.encode()


@on_each_machine
def test_a_large_output_arrives_whole(machine: str) -> None:
    out = MACHINES[machine](FACTS, "lines", "50000").checked()
    assert out == b"".join(b"line %d\n" % number for number in range(50_000))


@on_each_machine
@pytest.mark.parametrize(("how", "status"), [("exit", 3), ("raise", 1)])
def test_the_exit_status_is_the_scripts(machine: str, how: str, status: int) -> None:
    run = MACHINES[machine](FACTS, how)
    assert run.status == status


def test_where_node_is_missing_the_webassembly_half_says_so(monkeypatch) -> None:
    monkeypatch.setattr(vm, "node", lambda: None)
    with pytest.raises(pytest.skip.Exception, match="node is missing"):
        MACHINES["wasm"](FACTS, "size")
