"""JUnit XML: the form of the strictest common schema, what a case says, what XML cannot hold."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest

from host_sim.report.junit import document, printable
from host_sim.report.outcome import CRASHED, FAILED, Check, Outcome

HELD = Check(5, "expect state RUN", 86_400_000, True, "RUN")
UNMET = Check(6, 'expect reply "<&>"', 86_400_000, False, "\x1b[31m\ud800")
NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
# Apache Ant's: attributes that must be there, and children in their order.
MUST = {
    "testsuite": {
        *("name", "package", "id", "timestamp", "hostname"),
        *("tests", "failures", "errors", "time"),
    },
    "testcase": {"name", "classname", "time"},
    "property": {"name", "value"},
    "failure": {"type"},
    "error": {"type"},
}
CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase", "system-out", "system-err"],
    "properties": ["property"],
    "testcase": ["error", "failure"],
}


def suites(*outcomes: Outcome) -> Element:
    return fromstring(document(outcomes, NOW))


def keeps_to_the_schema(element: Element) -> bool:
    kinds = [child.tag for child in element]
    order = CHILDREN.get(element.tag, [])
    return (
        set(element.keys()) >= MUST.get(element.tag, set())
        and set(kinds) <= set(order)
        and kinds == sorted(kinds, key=order.index)
        and all(keeps_to_the_schema(child) for child in element)
    )


@pytest.fixture
def failed() -> Outcome:
    words = "x.txt:6:1: expected a reply, found \x1b[31m"
    return Outcome("x", "x.txt", "A title", FAILED, words, checks=[HELD, UNMET])


def test_it_keeps_to_the_schema(failed: Outcome) -> None:
    crashed = Outcome("y", "y.txt", kind=CRASHED, crash="Traceback")
    tree = suites(failed, crashed, Outcome("z", "z.txt"))
    assert keeps_to_the_schema(tree)
    assert [suite.get("id") for suite in tree] == ["0", "1", "2"]
    for suite in tree:
        assert suite.get("timestamp") == "2030-01-02T03:04:05"
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("errors") == str(len(suite.findall("testcase/error")))


def test_each_expectation_is_a_case(failed: Outcome) -> None:
    orders, held, unmet = suites(failed)[0].findall("testcase")
    assert orders.get("name") == "every order is taken"
    assert held.get("name") == "line 5, day 1.00: expect state RUN"
    assert (len(orders), len(held)) == (0, 0)
    failure = unmet[0]
    assert failure.get("message") == "found \\x1b[31m\\ud800"
    assert (failure.text or "").endswith("found \\x1b[31m")


def test_a_refused_order_fails_the_orders() -> None:
    refused = Outcome("x", "x.txt", "", FAILED, "x.txt:4:1: refused\n    start", checks=[HELD])
    orders, held = suites(refused)[0].findall("testcase")
    assert orders[0].get("message") == "x.txt:4:1: refused"
    assert len(held) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("a\tb\nµ", "a\tb\nµ"), ("\x00\x07", "\\x00\\x07"), ("\udcff\ufffe", "\\udcff\\ufffe")],
)
def test_what_xml_cannot_hold_is_written_out(text: str, said: str) -> None:
    assert printable(text) == said
