"""Keys, plain lines' role and the wait after wrong signatures: what they are after a power cut."""

from host_sim.runner import Runner
from host_sim.words.setup import Setup
from pump.wire.signing import request_mac
from tests.commands.published import KEYS

SERIAL = "SIM00001"
KEY = "00112233445566778899AABBCCDDEEFF" * 2


def signed(runner, line, key):
    tag = runner.exchange("AUTH:CHAL?")
    head = f"!{tag} {line}"
    reply = runner.exchange(head + " ~" + request_mac(key, SERIAL, head.encode()).decode())
    assert reply.startswith(f"!{tag} "), reply
    return reply.split(" ")[1]


def failed(runner, times):
    for _ in range(times):
        assert signed(runner, "*OPC?", b"wrong") == "-360"
        runner.exchange("*CLS")


def waits_s(runner):
    return int(runner.exchange("AUTH:STAT?").split(",")[2])


def test_a_wait_outlives_the_power():
    runner = Runner(Setup())
    failed(runner, 5)
    for wait_s in (1, 2, 4):
        assert waits_s(runner) == wait_s
        runner.exchange(f"SIM:TIME:ADV {wait_s} S")
        failed(runner, 1)
    assert waits_s(runner) == 8
    runner.exchange("SIM:POW:CYCL 3 S")
    assert waits_s(runner) == 5
    assert signed(runner, "*OPC?", KEYS["OPERATE"]) == "-203"
    runner.exchange("SIM:TIME:ADV 5 S")
    failed(runner, 1)
    assert waits_s(runner) == 16
    runner.exchange("SIM:TIME:ADV 16 S")
    assert signed(runner, "*OPC?", KEYS["OPERATE"]) == "0"
    runner.exchange("SIM:POW:CYCL 1 S")
    failed(runner, 4)
    assert waits_s(runner) == 0


def test_a_wait_grows_to_five_minutes_and_no_further():
    runner = Runner(Setup())
    failed(runner, 5)
    seen = []
    for _ in range(12):
        seen.append(waits_s(runner))
        runner.exchange(f"SIM:TIME:ADV {seen[-1]} S")
        failed(runner, 1)
    assert seen == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_pump_that_lost_its_time_waits_no_longer_than_that():
    runner = Runner(Setup())
    runner.exchange("SIM:TIME:ADV 40 D")
    failed(runner, 5)
    for name in ("state.a", "state.b"):
        runner.hal.files.write(name, b"rot")
    runner.exchange("SIM:POW:CYCL 1 S")
    assert waits_s(runner) == 300
    runner.exchange("SIM:TIME:ADV 300 S")
    assert waits_s(runner) == 0
    assert signed(runner, "*OPC?", KEYS["OPERATE"]) == "0"


def test_who_waits_is_told_in_the_fault_log():
    runner = Runner(Setup())
    failed(runner, 5)
    count = runner.exchange("LOG:FAUL:COUN?")
    assert "DENIED failures=5 wait_s=1 " in runner.exchange(f"LOG:FAUL:DATA? {count},1")


def test_keys_and_the_plain_role_outlive_the_power():
    runner = Runner(Setup())
    runner.exchange("SIM:FAUL:INJ BUTTON")
    assert runner.exchange(f'AUTH:ENR OPER,"{KEY}";:AUTH:PLA PRES;:SYST:ERR?') == '0,"No error"'
    runner.exchange("SIM:POW:CYCL 1 S")
    assert runner.exchange("AUTH:KEYS?").startswith("OPERATE,ENROLLED,PRESCRIBE,PUBLISHED")
    assert runner.instrument.plain == 2
    assert signed(runner, "*OPC?", bytes.fromhex(KEY)) == "0"
    assert signed(runner, "*OPC?", KEYS["OPERATE"]) == "-360"


def test_a_signature_is_worth_nothing_at_another_pump():
    runner = Runner(Setup())
    tag = runner.exchange("AUTH:CHAL?")
    head = f"!{tag} *OPC?"
    mac = request_mac(KEYS["OPERATE"], "SIM00002", head.encode()).decode()
    assert runner.exchange(f"{head} ~{mac}").startswith(f"!{tag} -360 ~")


def test_no_reply_ever_holds_a_key():
    runner = Runner(Setup())
    runner.exchange("SIM:FAUL:INJ BUTTON")
    runner.exchange(f'AUTH:ENR OPER,"{KEY}"')
    replies = ""
    for row in runner.instrument.tree.rows:
        if row.pattern.endswith("?") and "<n>" not in row.pattern:
            replies += runner.exchange(row.pattern.replace("[", "").replace("]", ""))
    assert KEY not in replies.upper() and KEYS["SERVICE"].hex().upper() not in replies.upper()


def test_a_lost_line_takes_window_memory_and_challenge():
    runner = Runner(Setup())
    session = runner.turn.session
    session.granted = 0
    assert signed(runner, "AUTH:OPEN 900", KEYS["OPERATE"]) == "0"
    runner.exchange("@7 *ESE 4")
    tag = runner.exchange("AUTH:CHAL?")
    runner.exchange("SYST:COMM:CHEC ON")
    session.lost()
    assert runner.exchange("AUTH:STAT?") == "OBSERVE,0,0"
    assert runner.exchange("SYST:COMM:CHEC?") == "0"
    assert runner.exchange("*ESE 0;:SYST:COMM:LAST?") == '"7",0'
    assert runner.exchange("@7 *ESE 5") == "@7 0"
    head = f"!{tag} *OPC?"
    mac = request_mac(KEYS["OPERATE"], SERIAL, head.encode()).decode()
    assert runner.exchange(f"{head} ~{mac}").startswith(f"!{tag} -203 ")


def test_what_plain_lines_of_a_provisioned_pump_may_stays_as_it_is():
    runner = Runner(Setup())
    runner.instrument.context.unprovisioned = False
    before = runner.instrument.context.keys.plain
    runner.exchange("AUTH:PLA OBS")
    assert runner.exchange("SYST:ERR?").startswith("-203,")
    assert runner.instrument.context.keys.plain == before
    assert runner.exchange("AUTH:PLA?") != "OBSERVE"


def test_a_key_is_one_role_s_alone_and_made_by_chance():
    runner = Runner(Setup())
    runner.exchange("SIM:FAUL:INJ BUTTON")
    another = KEYS["PRESCRIBE"].hex()
    few = "0011223344556600" * 4  # seven different bytes
    for key in (another, few):
        runner.exchange(f'AUTH:ENR OPER,"{key}"')
        assert runner.exchange("SYST:ERR?").startswith("-224,")
    assert runner.exchange("AUTH:KEYS?").startswith("OPERATE,PUBLISHED")
    assert signed(runner, "*OPC?", KEYS["OPERATE"]) == "0"
