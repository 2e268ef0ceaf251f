"""A whole log over the line: every line once, in order, as it is stored."""

import pytest

from tests.commands.ports import Port
from tests.store.chain import ZEROS, unfit


def body(reply):
    """What a definite-length block holds; the reply is that block and nothing else."""
    assert reply[:1] == b"#"
    digits = int(reply[1:2])
    begin = 2 + digits
    assert reply[begin + int(reply[2:begin]) :] == b"\n"
    return reply[begin:-1]


def download(port, lines, which="LOG"):
    number, last = [int(port.ask(f"{which}:{word}?")) for word in ("FIRS", "COUN")]
    parts = []
    while number <= last:
        part = body(port.exchange(f"{which}:DATA? {number},{lines}\n".encode()))
        assert part.endswith(b"\n") and len(part) <= 2048
        parts.append(part)
        number += part.count(b"\n")
    return [line + b"\n" for line in b"".join(parts).split(b"\n")[:-1]]


def eventful(log_bytes):
    port = Port()
    port.bench.hal.files.log_bytes = log_bytes
    port.run()
    for minute in range(60):
        port.ask(f"SYST:TIME 12,{minute},0;:DEL:SUSP 1 MIN;:SIM:TIME:ADV 30 S;:DEL:RES")
    return port


@pytest.mark.parametrize("lines", [1, 7, 1000])
@pytest.mark.parametrize("log_bytes", [4_000_000, 6_000])
def test_every_line_comes_once(lines, log_bytes):
    port = eventful(log_bytes)
    stored = download(port, lines)
    first, count = int(port.ask("LOG:FIRS?")), int(port.ask("LOG:COUN?"))
    assert (first == 1) is (log_bytes > 6_000)
    numbers = [int(line[line.rfind(b"#") + 1 : -17]) for line in stored]
    assert numbers == list(range(first, count + 1))
    assert unfit(stored, ZEROS) == ([] if first == 1 else [0])
    assert port.ask("LOG:HASH?") == "#H" + stored[-1][-17:-1].decode().upper()


def test_a_log_that_cannot_be_read_says_so():
    port = eventful(4_000_000)

    def part(name, at, count):
        raise OSError(5)

    port.bench.hal.files.part = part
    assert port.ask("LOG:DATA? 1,1") == ""
    assert port.error() == -320
    assert port.ask("DEL:STAT?") == "RUN"


def test_an_instrument_without_a_log_says_so():
    port = Port()
    port.context.log = port.context.faults = None
    for query in ("LOG:COUN?", "LOG:FIRS?", "LOG:DATA? 1,1", "LOG:HASH?", "LOG:FAUL:COUN?"):
        assert port.ask(query) == ""
        assert port.error() == -320
