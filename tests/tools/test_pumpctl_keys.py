"""Keys on their way to the pump: none is ever known to the pump alone, whatever the line says."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tests.tools.pumpctl_peer import Peer
from tests.tools.pumpctl_wire import (
    SIGNED,
    Wire,
    call,
    checked,
    silent_after_a_signed_reply,
    unsigned,
)
from tools.pumpctl import Keys, Mistake, Pump, Refused, Uncertain
from tools.pumpctl.client.keys import published

SERIAL = "SIM00001"


@pytest.fixture
def bench():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    return bench


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.toml"


def enrolled(bench, role):
    return f"{role},ENROLLED" in bench.exchange("AUTH:KEYS?")


def test_a_rotation_whose_end_was_silent_is_done(bench, file):
    wire = Wire(bench)
    silent_after_a_signed_reply(wire)
    done = call(wire, "keys", "rotate", "SERVICE", keys=file)
    assert done.exit_code == 0, done.output
    assert "could not be asked" in done.stdout
    assert "_NEXT" not in file.read_text()
    assert call(Wire(bench), "keys", "rotate", "SERVICE", keys=file).exit_code == 0


@pytest.mark.parametrize("role", ["OPERATE", "SERVICE"])
def test_a_rotation_whose_answer_was_lost_is_found_by_the_next_run(bench, file, role):
    wire = Wire(bench)
    ordered = []

    def back(data):
        ordered.extend(line for line in wire.sent if b"AUTH:ROT" in line)
        return b"" if ordered else data

    wire.back = back
    assert call(wire, "keys", "rotate", role, keys=file).exit_code == 4
    assert enrolled(bench, role)
    assert f"{role}_NEXT" in file.read_text()
    again = Wire(bench)
    assert call(again, "keys", "rotate", role, keys=file).exit_code == 0
    assert "_NEXT" not in file.read_text()
    assert call(Wire(bench), "keys", "rotate", role, keys=file).exit_code == 0


def test_a_waiting_key_that_is_in_force_is_found_though_the_pump_refuses(bench, file):
    wire = Wire(bench)
    pump = Pump(wire, Keys(file))
    sent = bytes(range(32))
    pump.keys.file.propose(SERIAL, "OPERATE", sent)
    pump.order("SERVICE", f'AUTH:ROT OPER,"{sent.hex()}"')
    bench.exchange("SIM:FAUL:CLE BUTTON")
    pump.keys.rotate("OPERATE")
    assert Keys(file).key(SERIAL, "OPERATE") == sent


@pytest.mark.parametrize("said", [b"-203", b"-360", b"0"])
def test_no_unsigned_word_throws_a_rotated_key_away(bench, file, said):
    wire = Wire(bench)
    unsigned(wire, said)
    assert call(wire, "keys", "rotate", "SERVICE", keys=file).exit_code == 4
    assert enrolled(bench, "SERVICE")
    assert call(Wire(bench), "keys", "rotate", "SERVICE", keys=file).exit_code == 0
    assert "_NEXT" not in file.read_text()


def test_no_unsigned_word_throws_a_first_key_away(bench, file):
    """He says that the pump has refused it; the pump has it."""
    wire = Wire(bench)

    def back(data):
        enrolling = b"AUTH:ENR" in wire.sent[-1]
        return checked(data.split(b" ")[0] + b" -221") if enrolling or SIGNED.search(data) else data

    wire.back = back
    assert call(wire, "keys", "enrol", "OPERATE", "--generate", keys=file).exit_code == 1
    assert enrolled(bench, "OPERATE")
    waiting = Keys(file).proposed(SERIAL, "OPERATE")
    assert call(Wire(bench), "keys", "enrol", "OPERATE", "--generate", keys=file).exit_code == 0
    assert Keys(file).key(SERIAL, "OPERATE") == waiting


def test_a_first_key_is_not_believed_to_be_there_before_the_pump_signs_with_it(bench, file):
    wire = Wire(bench)
    pump = Pump(wire, Keys(file))
    wire.there = lambda line: b"!X *OPC? ~0\n" if b"AUTH:ENR" in line else line
    wire.back = lambda data: (
        checked(wire.sent[-1].split(b" ")[0] + b" 0") if b"AUTH:ENR" in wire.sent[-1] else data
    )
    with pytest.raises(Uncertain, match="has not signed"):
        pump.keys.enrol("OPERATE", bytes(32))
    assert pump.keys.file.proposed(SERIAL, "OPERATE") == bytes(32)
    assert pump.keys.file.key(SERIAL, "OPERATE") == published("OPERATE")


def test_a_first_key_whose_answers_are_lost_is_kept_and_found(bench, file):
    wire = Wire(bench)
    wire.back = lambda data: b"" if b"AUTH:ENR" in b"".join(wire.sent) else data
    done = call(wire, "keys", "enrol", "OPERATE", "--generate", keys=file)
    assert done.exit_code == 4
    assert "sends the same key again" in done.stderr
    assert call(Wire(bench), "keys", "enrol", "OPERATE", keys=file).exit_code == 0
    assert "_NEXT" not in file.read_text()


def test_a_first_key_refused_for_want_of_the_button_is_sent_again(bench, file):
    bench.exchange("SIM:FAUL:CLE BUTTON")
    done = call(Wire(bench), "keys", "enrol", "SERVICE", "--generate", keys=file)
    assert done.exit_code == 1
    assert "hold the button" in done.stderr
    waiting = Keys(file).proposed(SERIAL, "SERVICE")
    bench.exchange("SIM:FAUL:INJ BUTTON")
    assert call(Wire(bench), "keys", "enrol", "SERVICE", "--generate", keys=file).exit_code == 0
    assert Keys(file).key(SERIAL, "SERVICE") == waiting


def test_a_refusal_that_is_proven_leaves_no_waiting_key(bench, file):
    bench.exchange("SIM:FAUL:CLE BUTTON")
    with pytest.raises(Refused):
        Pump(Wire(bench), Keys(file)).keys.rotate("OPERATE")
    assert Keys(file).proposed(SERIAL, "OPERATE") is None


def test_no_other_key_takes_the_place_of_one_that_waits(file):
    peer = Peer()
    pump = Pump(peer, Keys(file))
    pump.keys.file.propose("SIM00007", "OPERATE", bytes(32))
    for order in (pump.keys.rotate, pump.keys.enrol):
        with pytest.raises(Mistake, match="may be the pump's already"):
            order("OPERATE", bytes(range(32)))
    assert peer.done == []
    pump.keys.rotate("OPERATE", bytes(32))
    assert peer.keys["OPERATE"] == bytes(32)


def test_what_plain_lines_may_is_set_with_the_button_held(bench, file):
    done = call(Wire(bench), "keys", "plain", "operate", keys=file)
    assert done.exit_code == 0, done.output
    assert "a plain line may OPERATE" in done.stdout
    assert bench.instrument.context.keys.plain == 1
    bench.exchange("SIM:FAUL:CLE BUTTON")
    done = call(Wire(bench), "keys", "plain", "OBSERVE", keys=file)
    assert done.exit_code == 1
    assert "-203" in done.stderr


def test_a_serial_number_that_is_none_gets_no_place_in_the_key_file(file):
    peer = Peer('SIM"]\nOPERATE')
    peer.answers["*IDN?"] = 'CISTERNA,CISTERNA-20,SIM"] x = [",0.1.0'
    with pytest.raises(Exception, match="is no serial number"):
        Pump(peer, Keys(file))
