"""JUnit XML: what a CI shows. A suite for each scenario; a case for its orders, one an expectation.

Valid by the strictest of the common schemas (Apache Ant's, with `package`, `id` and both outputs).
Not shown: expectations behind the first that failed, for they were not played.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from host_sim.report.outcome import CRASHED, Check, Outcome
from host_sim.units import MS_PER_DAY, span

_ORDERS = "every order is taken"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(outcomes: Sequence[Outcome], now: datetime | None = None) -> bytes:
    """The whole file. `now` is the time of the run, UTC; None: this moment."""
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S")
    suites = Element("testsuites")
    for number, outcome in enumerate(outcomes):
        _suite(suites, number, outcome, stamp)
    indent(suites)
    return tostring(suites, encoding="utf-8", xml_declaration=True) + b"\n"


def printable(text: str) -> str:
    """The text; what XML cannot hold stands as its number after a backslash."""
    return _NO_XML.sub(_escaped, text)


def _escaped(found: "re.Match[str]") -> str:
    code = ord(found[0])
    return "\\x%02x" % code if code < 0x100 else "\\u%04x" % code


def _suite(suites: Element, number: int, outcome: Outcome, stamp: str) -> None:
    failed = [check for check in outcome.checks if not check.held]
    unmet = bool(outcome.failure) and not failed  # it ended at an order, not at an expectation
    suite = SubElement(
        suites,
        "testsuite",
        name=printable(outcome.name),
        package="host_sim.scenarios",
        id=str(number),
        timestamp=stamp,
        hostname="localhost",
        tests=str(1 + len(outcome.checks)),
        failures=str(len(failed) + unmet),
        errors=str(int(outcome.kind == CRASHED)),
        skipped="0",
        time="%.3f" % outcome.cpu_seconds,
    )
    properties = SubElement(suite, "properties")
    for name, value in (
        ("title", outcome.title),
        ("simulated", span(outcome.elapsed_ms)),
        ("alarms", ", ".join(outcome.alarms)),
        ("report", outcome.report or ""),
    ):
        SubElement(properties, "property", name=name, value=printable(value))
    orders = _case(suite, outcome, _ORDERS, outcome.cpu_seconds)
    if outcome.kind == CRASHED:
        _fault(orders, "error", "the simulator crashed", outcome.crash)
    elif unmet:
        _fault(orders, "failure", outcome.failure.split("\n")[0], outcome.failure)
    for check in outcome.checks:
        _check(suite, outcome, check)
    SubElement(suite, "system-out").text = ""
    SubElement(suite, "system-err").text = printable(outcome.crash)


def _check(suite: Element, outcome: Outcome, check: Check) -> None:
    day = "day %.2f" % (check.ms / MS_PER_DAY)
    case = _case(suite, outcome, "line %d, %s: %s" % (check.line, day, check.words), 0.0)
    if not check.held:
        _fault(case, "failure", "found " + check.found, outcome.failure or check.found)


def _case(suite: Element, outcome: Outcome, name: str, seconds: float) -> Element:
    classname = "host_sim." + printable(outcome.name).replace(".", "_")
    time = "%.3f" % seconds
    return SubElement(suite, "testcase", name=printable(name), classname=classname, time=time)


def _fault(case: Element, kind: str, message: str, text: str) -> None:
    fault = SubElement(case, kind, message=printable(message), type=kind)
    fault.text = printable(text)
