"""Files as other programs leave them are read alike; text that is more than text is shown so."""

import csv
import io
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.chain import chained
from tests.tools.pumpctl_call import FLEX, LOG, Call
from tools.pumpctl import Keys, Mistake, load_programme
from tools.pumpctl.client import toml
from tools.pumpctl.client.toml_places import places
from tools.pumpctl.export import as_csv, as_jsonl
from tools.pumpctl.jig.operator import SAID, Rig
from tools.pumpctl.present.terminal import printable
from tools.pumpctl.stored import read

BOM = b"\xef\xbb\xbf"
KEY = "ab" * 32
LEFT = {
    "as it is": lambda data: data,
    "a byte order mark": lambda data: BOM + data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "both": lambda data: BOM + data.replace(b"\n", b"\r\n"),
}
ESCAPE = "\x1b]0;owned\x07\u202e"
ANSWERS = 'serial = "x"\n' + "".join(f"{name} = true\n" for name in list(SAID)[1:])


@pytest.fixture(params=LEFT)
def left(request):
    return LEFT[request.param]


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


# What other programs add ------------------------------------------------------------------------


def test_a_programme(left, tmp_path):
    path = tmp_path / "rx.toml"
    path.write_bytes(left(FLEX.encode()))
    assert load_programme(path) == toml.parse(FLEX, "x")


def test_a_key_file(left, tmp_path):
    path = tmp_path / "keys.toml"
    path.write_bytes(left(f'["C20-1"]\nOPERATE = "{KEY}"\n'.encode()))
    path.chmod(0o600)
    assert Keys(path).key("C20-1", "OPERATE") == bytes.fromhex(KEY)


def test_a_rigs_answers(left, tmp_path):
    path = tmp_path / "answers.toml"
    path.write_bytes(left(ANSWERS.encode()))
    assert Rig(path).read("serial", "") == "x"


def test_a_log_is_not_tampered_by_it(left, call, tmp_path):
    path = tmp_path / "raw.log"
    path.write_bytes(left(LOG))
    done = call("verify-log", str(path), port=False)
    assert done.exit_code == 0, done.output
    assert read(left(LOG)) == read(LOG)


@pytest.mark.parametrize("change", [b"\r\n", b" \n", b"\r\r\n"])
def test_a_log_of_which_one_line_has_it_was_touched(call, tmp_path, change):
    path = tmp_path / "raw.log"
    lines = LOG.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5]) + lines[5][:-1] + change + b"".join(lines[6:]))
    assert call("verify-log", str(path), port=False).exit_code == 1


# Mistakes have a line and a column --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FLEX.replace("360 UG/D", "360"), "x.toml:4:71: segment 2, rate: "),
        (FLEX.replace('start = "22:00"', 'start = "٢٢:00"'), "x.toml:4:54: segment 2, start: "),
        (FLEX.replace('start = "22:00", ', ""), "x.toml:4:52: segment 2, start: is missing"),
        (FLEX + "limits.day = 5\n", "x.toml:5:1: limits, day: is no text"),
        (FLEX + "limits = { day = '1 UG', week = 1 }\n", "x.toml:5:26: limits, week: is no key"),
        (FLEX + '"dr\\u0075g2" = 1\n', "x.toml:5:1: drug2: is no key"),
        (FLEX + "x = ", "x.toml:5:5: Invalid value"),
    ],
)
def test_where_a_mistake_stands(text, told):
    with pytest.raises(Mistake) as mistake:
        toml.parse(text, "x.toml")
    assert mistake.value.text.startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [('["C"]\nOPERATE = "' + KEY + '"\nOPERATOR = ""\n', ":3:1: C, OPERATOR: is no key"),
     ('C = { OPERATE = "x" }', ":1:7: C, OPERATE: is no key"), ("C = 1", ":1:1: C: is no key"),
     ("\xff", ":1:1: no UTF-8 text"), ("[C]\n=", ":2:1: ")],
)  # fmt: skip
def test_where_a_mistake_in_a_key_file_stands(text, told, tmp_path):
    path = tmp_path / "keys.toml"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(Mistake) as mistake:
        Keys(path)
    assert mistake.value.text.startswith(f"{path}{told}")


KEYS = st.text("ab", min_size=1, max_size=2)
VALUES = st.recursive(
    st.sampled_from(['"a#[{"', "'''x\n'''", '"""a\\"""""', "'='", "1", "-1.5e3", "true",
                     "2030-01-01 10:00:00"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: "[\n # ]\n" + ",\n".join(found) + "]"),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda found: "{ " + ", ".join(f"{name} = {of}" for name, of in found.items()) + " }"
        ),
    ),
    max_leaves=5,
)  # fmt: skip
LINES = st.one_of(
    st.builds("{}{} = {} # x = [\n".format, KEYS, st.sampled_from(["", ".a", '."b"']), VALUES),
    st.builds("[{}{}]\n".format, KEYS, st.sampled_from(["", ".c", " . 'd'"])),
    st.builds("[[{}]] # [\n".format, KEYS),
)


def paths(value, path=()):
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in inside:
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, name))


@given(st.lists(LINES, max_size=8).map("".join))
def test_every_place_of_any_toml_text_is_known(text):
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = places(text)
    assert set(paths(whole)) <= set(found)
    lines = text.split("\n")
    for line, column in found.values():
        assert 1 <= column <= len(lines[line - 1]) + 1


# Text that is more than text --------------------------------------------------------------------


def test_a_file_steers_no_terminal(call, tmp_path):
    path = tmp_path / "rx.toml"
    path.write_text(f'"{ESCAPE}" = 1\n'.replace("\x1b", "\\u001b").replace("\x07", "\\u0007"))
    done = call("program", str(path))
    assert done.exit_code == 2
    assert "?]0;owned?: is no key" in done.stderr
    keys = tmp_path / "keys.toml"
    keys.write_text('["\\u001b[2J"]\nx = 1\n')
    keys.chmod(0o600)
    done = call("identify")
    assert done.exit_code == 2
    assert "?[2J, x: is no key" in done.stderr


def test_a_log_steers_no_terminal(call, tmp_path):
    path = tmp_path / "raw.log"
    path.write_bytes(b"".join(chained([b"\x1b[2J\xc2\x9b2J \xe2\x80\xae\n", b"no event\n"])))
    done = call("verify-log", str(path), port=False)
    assert done.exit_code == 1
    for steering in ("\x1b", "\x9b", "\u202e"):
        assert steering not in done.output


def test_a_device_steers_no_terminal(call, monkeypatch):
    told = lambda: [("/dev/ttyACM0", "Pump\x1b[2J")]  # noqa: E731
    monkeypatch.setattr("tools.pumpctl.commands.query.found_ports", told)
    done = call("ports", port=False)
    assert "Pump?[2J" in done.stdout
    assert "\x1b" not in done.output


@given(st.text())
def test_what_is_printable_is_left_and_all_else_stands_for_itself(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(now == was or now == "?" for now, was in zip(shown, text, strict=True))
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_is_a_formula(begin):
    said = f'{begin}cmd|"/c calc"!A1'
    lines = read(b"".join(chained([said.encode() + b"\n", b"D0 00:00:00.000 BOOT a=-5 b=1\n"])))
    rows = list(csv.reader(io.StringIO(as_csv(lines), newline="")))
    assert [cell for row in rows[1:] for cell in row if cell.startswith(tuple("=+@\t\r"))] == []
    assert rows[1][4] == "'" + said
    assert rows[2][5:9] == ["a", "-5", "b", "1"]  # a figure stays one
    assert "'" not in as_jsonl(lines)
