"""Reply bytes to lines, fields and values: pure, and the worked examples of the protocol."""

from tools.pumpctl.client import envelope, replies


def test_lines_end_outside_blocks_only():
    lines = replies.Lines()
    data = b'!A 0 #15a\nb;c;"#9" ~00000000\r\nnext\n'
    found = [line for at in range(len(data)) for line in lines.feed(data[at : at + 1])]
    assert found == [b'!A 0 #15a\nb;c;"#9" ~00000000', b"next"]


def test_a_block_is_asked_for_as_a_whole():
    lines = replies.Lines()
    assert lines.feed(b"!A 0 #3100") == []
    assert lines.wanted == 101


def test_units_and_fields_are_split_outside_quotes_and_blocks():
    assert replies.units(b'#15a;b,c;"x;y";#H7C') == [b"#15a;b,c", b'"x;y"', b"#H7C"]
    assert replies.fields(b'1,"a,""b"""') == ["1", 'a,"b"']


def test_the_worked_example_of_the_protocol():
    assert envelope.checked("7", "PRES:MODE FLEX").data == b"!7 PRES:MODE FLEX ~426F6BFC"
    reply = envelope.checked("7", "PRES:MODE FLEX").opened(b"!7 0 ~ABB3F05C")
    assert reply is not None
    assert (reply.error, reply.response, reply.proven) == (0, b"", False)


def test_nobody_waits_for_a_block_of_a_disturbed_length():
    lines = replies.Lines()
    assert lines.feed(b"!A 0 #9999999999 ~00000000\n") == [b"!A 0 #9999999999 ~00000000"]


def test_a_key_is_in_no_traceback():
    line = envelope.signed("0" * 16, "DEL:STAR", b"secret" * 6, "SIM00007")
    assert "secret" not in repr(line)
