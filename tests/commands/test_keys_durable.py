"""Keys, plain lines' role and the wait after wrong signatures: what they are after a power cut."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.wire.signing import request_mac
from tests.commands.published import KEYS

SERIAL = "SIM00001"
KEY = "00112233445566778899AABBCCDDEEFF" * 2


def signed(bench, line, key, wait="0 S", instead=None):
    tag = bench.exchange("AUTH:CHAL?")
    bench.exchange("SIM:TIME:ADV " + wait)
    tag = instead or tag
    head = f"!{tag} {line}"
    reply = bench.exchange(head + " ~" + request_mac(key, SERIAL, head.encode()).decode())
    assert reply.startswith(f"!{tag} "), reply
    return reply.split(" ")[1]


@pytest.mark.req("FI-24")
def test_a_challenge_is_worth_a_minute_and_its_own_tag():
    bench = Bench(Setup())
    assert signed(bench, "*OPC?", KEYS["OPERATE"], "59 S") == "0"
    assert signed(bench, "*OPC?", KEYS["OPERATE"], "60 S") == "-203"
    assert signed(bench, "*OPC?", KEYS["OPERATE"], instead="0123456789ABCDEF") == "-203"
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "0"


def failed(bench, times):
    for _ in range(times):
        assert signed(bench, "*OPC?", b"wrong") == "-360"
        bench.exchange("*CLS")


def waits_s(bench):
    return int(bench.exchange("AUTH:STAT?").split(",")[2])


def test_a_wait_outlives_the_power():
    bench = Bench(Setup())
    failed(bench, 5)
    for wait_s in (1, 2, 4):
        assert waits_s(bench) == wait_s
        bench.exchange(f"SIM:TIME:ADV {wait_s} S")
        failed(bench, 1)
    assert waits_s(bench) == 8
    bench.exchange("SIM:POW:CYCL 3 S")
    assert waits_s(bench) == 5
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "-203"
    bench.exchange("SIM:TIME:ADV 5 S")
    failed(bench, 1)
    assert waits_s(bench) == 16
    bench.exchange("SIM:TIME:ADV 16 S")
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "0"
    bench.exchange("SIM:POW:CYCL 1 S")
    failed(bench, 4)
    assert waits_s(bench) == 0


def test_a_wait_grows_to_five_minutes_and_no_further():
    bench = Bench(Setup())
    failed(bench, 5)
    seen = []
    for _ in range(12):
        seen.append(waits_s(bench))
        bench.exchange(f"SIM:TIME:ADV {seen[-1]} S")
        failed(bench, 1)
    assert seen == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_pump_that_lost_its_time_waits_no_longer_than_that():
    bench = Bench(Setup())
    bench.exchange("SIM:TIME:ADV 40 D")
    failed(bench, 5)
    for name in ("state.a", "state.b"):
        bench.hal.files.write(name, b"rot")
    bench.exchange("SIM:POW:CYCL 1 S")
    assert waits_s(bench) == 300
    bench.exchange("SIM:TIME:ADV 300 S")
    assert waits_s(bench) == 0
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "0"


def test_who_waits_is_told_in_the_fault_log():
    bench = Bench(Setup())
    failed(bench, 5)
    count = bench.exchange("LOG:FAUL:COUN?")
    assert "DENIED failures=5 wait_s=1 " in bench.exchange(f"LOG:FAUL:DATA? {count},1")


def test_keys_and_the_plain_role_outlive_the_power():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    assert bench.exchange(f'AUTH:ENR OPER,"{KEY}";:AUTH:PLA PRES;:SYST:ERR?') == '0,"No error"'
    bench.exchange("SIM:POW:CYCL 1 S")
    assert bench.exchange("AUTH:KEYS?").startswith("OPERATE,ENROLLED,PRESCRIBE,PUBLISHED")
    assert bench.instrument.plain == 2
    assert signed(bench, "*OPC?", bytes.fromhex(KEY)) == "0"
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "-360"


def test_a_signature_is_worth_nothing_at_another_pump():
    bench = Bench(Setup())
    tag = bench.exchange("AUTH:CHAL?")
    head = f"!{tag} *OPC?"
    mac = request_mac(KEYS["OPERATE"], "SIM00002", head.encode()).decode()
    assert bench.exchange(f"{head} ~{mac}").startswith(f"!{tag} -360 ~")


def test_no_reply_ever_holds_a_key():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    bench.exchange(f'AUTH:ENR OPER,"{KEY}"')
    replies = ""
    for row in bench.instrument.tree.rows:
        if row.pattern.endswith("?") and "<n>" not in row.pattern:
            replies += bench.exchange(row.pattern.replace("[", "").replace("]", ""))
    assert KEY not in replies.upper() and KEYS["SERVICE"].hex().upper() not in replies.upper()


def test_a_lost_line_takes_window_memory_and_challenge():
    bench = Bench(Setup())
    session = bench.turn.session
    session.granted = 0
    assert signed(bench, "AUTH:OPEN 900", KEYS["OPERATE"]) == "0"
    bench.exchange("@7 *ESE 4")
    tag = bench.exchange("AUTH:CHAL?")
    bench.exchange("SYST:COMM:CHEC ON")
    session.lost()
    assert bench.exchange("AUTH:STAT?") == "OBSERVE,0,0"
    assert bench.exchange("SYST:COMM:CHEC?") == "0"
    assert bench.exchange("*ESE 0;:SYST:COMM:LAST?") == '"7",0'
    assert bench.exchange("@7 *ESE 5") == "@7 0"
    head = f"!{tag} *OPC?"
    mac = request_mac(KEYS["OPERATE"], SERIAL, head.encode()).decode()
    assert bench.exchange(f"{head} ~{mac}").startswith(f"!{tag} -203 ")


def test_what_plain_lines_of_a_provisioned_pump_may_stays_as_it_is():
    bench = Bench(Setup())
    bench.instrument.context.unprovisioned = False
    before = bench.instrument.context.keys.plain
    bench.exchange("AUTH:PLA OBS")
    assert bench.exchange("SYST:ERR?").startswith("-203,")
    assert bench.instrument.context.keys.plain == before
    assert bench.exchange("AUTH:PLA?") != "OBSERVE"


def test_a_key_is_one_role_s_alone_and_made_by_chance():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    another = KEYS["PRESCRIBE"].hex()
    few = "0011223344556600" * 4  # seven different bytes
    for key in (another, few):
        bench.exchange(f'AUTH:ENR OPER,"{key}"')
        assert bench.exchange("SYST:ERR?").startswith("-224,")
    assert bench.exchange("AUTH:KEYS?").startswith("OPERATE,PUBLISHED")
    assert signed(bench, "*OPC?", KEYS["OPERATE"]) == "0"


def button_pressed():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    bench.exchange(f'AUTH:ENR OPER,"{KEY}";:AUTH:PLA SERV')
    assert bench.exchange("SYST:ERR?") == '0,"No error"'
    return bench


def test_keys_that_cannot_be_read_are_no_keys_an_alarm_and_the_buttons_to_enrol():
    """Not even the published ones, on a unit that began with those; and therapy does not stop."""
    for content in (b"rot", b"", bytes(60)):
        bench = button_pressed()
        for name in ("keys.a", "keys.b"):
            bench.hal.files.write(name, content)
        bench.exchange("SIM:FAUL:CLE BUTTON;:SIM:POW:CYCL 1 S")
        assert "STORED_DATA,MEDIUM,LATCHED" in bench.exchange("ALAR:LIST?")
        assert bench.exchange("AUTH:KEYS?") == "OPERATE,NONE,PRESCRIBE,NONE,SERVICE,NONE"
        assert bench.instrument.plain == 0
        assert "TESTKEYS" not in bench.exchange("*OPT?")
        for key in [KEYS[role] for role in KEYS] + [bytes.fromhex(KEY)]:
            assert signed(bench, "*OPC?", key, "10 MIN") == "-203"  # too old: no wrong signature
            assert signed(bench, "*OPC?", key) == "-360"
        bench.exchange(f'*CLS;:AUTH:ENR OPER,"{KEY}"')
        assert bench.exchange("SYST:ERR?").startswith('-203,"Command protected;AUTH:ENR: hold')
        bench.exchange("SIM:FAUL:INJ BUTTON")
        bench.exchange(f'AUTH:ENR OPER,"{KEY}"')
        assert bench.exchange("SYST:ERR?") == '0,"No error"'
        bench.exchange("SIM:POW:CYCL 1 S")
        assert bench.exchange("AUTH:KEYS?") == "OPERATE,ENROLLED,PRESCRIBE,NONE,SERVICE,NONE"
        bench.exchange("SIM:TIME:ADV 10 MIN")
        assert signed(bench, "*OPC?", bytes.fromhex(KEY)) == "0"


def test_a_key_that_was_rotated_out_stays_out_when_the_copy_with_the_new_one_rots():
    bench = button_pressed()
    files = bench.hal.files
    another = "8899AABBCCDDEEFF0011223344556677" * 2
    written = []

    def before(_kind, name, _data):
        if name.startswith("keys"):
            written.append(name)
            if len(written) == 4:
                raise OSError(5)  # the second copy does not take it

    bench.exchange("AUTH:CHAL?")  # the seed is written now
    files.before = before
    assert signed(bench, f'AUTH:ROT OPER,"{another}"', KEYS["SERVICE"]) == "0"
    files.before = None
    files.write(written[2], b"rot")
    bench.exchange("SIM:POW:CYCL 1 S")
    assert "STORED_DATA,MEDIUM,LATCHED" in bench.exchange("ALAR:LIST?")
    assert "KEYS_DAMAGED copies=2 of=2" in bench.exchange("LOG:DATA? 1,100")
    assert bench.exchange("AUTH:KEYS?") == "OPERATE,NONE,PRESCRIBE,PUBLISHED,SERVICE,PUBLISHED"
    assert signed(bench, "*OPC?", bytes.fromhex(KEY)) == "-360"
