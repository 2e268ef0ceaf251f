"""Requirements and tests name each other, and nothing of it is stale. Each rule is seen to fail."""

from pathlib import Path

import pytest

from tools.trace import alarms, figures, findings, tolerances
from tools.trace.__main__ import write
from tools.trace.holders import ROOT, Holder, headed, holders
from tools.trace.requirements import BUILT, NOT_OURS, NOT_YET, UNSEEN, Requirement, load

ALL = load()
HELD = holders()


@pytest.mark.req("C-24")
def test_nothing_is_stale() -> None:
    assert findings.findings() == []


def test_the_pages_are_not_stale() -> None:
    assert write(check=True) == [], "python -m tools.trace"


def test_all_of_them_are_there() -> None:
    wanted = [f"S{n}" for n in range(1, 81)] + [f"C-{n:02}" for n in range(1, 32)]
    wanted += [f"D-{n}" for n in range(1, 17)] + [f"FI-{n}" for n in range(1, 46)]
    assert list(ALL) == wanted
    assert len(HELD) > 250


def one(name: str, verdict: str) -> dict[str, Requirement]:
    why = "" if verdict == BUILT else "a reason"
    return {name: Requirement(name, "a text", "1", "firmware", verdict, why)}


def test_an_unknown_id_is_found() -> None:
    held = [Holder("tests/core/test_rules.py", "test_it", ("S1", "S81"))]
    assert findings.unknown(ALL, held) == [
        "tests/core/test_rules.py::test_it: S81 is no requirement"
    ]


def test_an_unknown_id_in_a_text_is_found(tmp_path: Path) -> None:
    page = tmp_path / "docs/page.md"
    page.parent.mkdir()
    page.write_text("D-2 holds.\nAs FI-46 and C-99 have it.\n")
    assert findings.mentioned(ALL, tmp_path) == [
        "docs/page.md:2: FI-46 is no requirement",
        "docs/page.md:2: C-99 is no requirement",
    ]


def test_a_test_that_names_an_id_has_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "tests/core/test_it.py"
    path.parent.mkdir(parents=True)
    path.write_text('def test_it():\n    """D-2: held."""\n    a = 1  # S25, and S99 of nothing\n')
    told = "tests/core/test_it.py::test_it names {}, and no mark of it does"
    assert findings.unmarked(ALL, [], tmp_path) == [told.format("D-2"), told.format("S25")]
    own = Holder("tests/core/test_it.py", "test_it", ("S25",))
    assert findings.unmarked(ALL, [own], tmp_path) == [told.format("D-2")]
    files = Holder("tests/core/test_it.py", "", ("D-2",))
    assert findings.unmarked(ALL, [own, files], tmp_path) == []


@pytest.mark.parametrize("verdict", [BUILT, UNSEEN])
def test_one_that_nothing_holds_is_found(verdict: str) -> None:
    holder = Holder("tests/a.py", "test_it", ("S1",))
    assert findings.untested(one("S1", verdict), [holder]) == []
    assert findings.untested(one("S1", verdict), []) == [f"S1 is {verdict}, and no test holds it"]


def test_each_real_one_is_missed_when_its_tests_lose_their_marks() -> None:
    for name, requirement in ALL.items():
        if requirement.verdict in (BUILT, UNSEEN):
            others = [holder for holder in HELD if name not in holder.ids]
            assert f"{name} is {requirement.verdict}, and no test holds it" in findings.untested(
                ALL, others
            )


def test_what_is_not_ours_is_not_held() -> None:
    holder = Holder("tests/a.py", "test_it", ("S8",))
    assert findings.untested(one("S8", NOT_OURS), [holder]) == [
        "S8 is not a device's, and tests/a.py::test_it holds it"
    ]
    assert findings.untested(one("S8", NOT_YET), []) == []


def test_a_failure_without_its_file_is_found(tmp_path: Path) -> None:
    told = "FI-1: no file of the catalogue tells it, what happened and what must happen here"
    assert findings.unplayed(one("FI-1", BUILT), tmp_path) == [told]
    assert findings.unplayed(one("FI-1", NOT_YET), tmp_path) == []
    path = tmp_path / "host_sim/scenarios/catalogue/fi_01_a.txt"
    path.parent.mkdir(parents=True)
    path.write_text("# FI-1: a\n# What happened: b\n# Holds: FI-1\n\npump 20 mL\n")
    assert findings.unplayed(one("FI-1", BUILT), tmp_path) == [told]
    head = "# FI-1: a\n# What happened: b\n# c.\n# What must happen here: d.\n# Holds: FI-1\n\n"
    path.write_text(head + "pump 20 mL\n")
    assert findings.unplayed(one("FI-1", BUILT), tmp_path) == []
    assert headed(tmp_path, 1) == ("host_sim/scenarios/catalogue/fi_01_a.txt", "b c.", "d.")
    assert holders(tmp_path) == [Holder("host_sim/scenarios/catalogue/fi_01_a.txt", "", ("FI-1",))]


def test_what_nobody_can_see_stands_in_the_limits() -> None:
    assert findings.unsaid(one("FI-4", UNSEEN), "FI-41, FI-44") == [
        "docs/limits.md does not name FI-4, which cannot be detected"
    ]
    assert findings.unsaid(one("FI-4", UNSEEN), "as FI-4 was") == []


MARKED = """import pytest

pytestmark = pytest.mark.req("D-1")


class TestIt:
    @pytest.mark.req("S1", "S2")
    @pytest.mark.parametrize("a", [1])
    def test_inner(self, a): ...


@pytest.mark.parametrize("a", [1])
def test_bare(a): ...
"""


def test_marks_of_tests_classes_and_modules_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tests/core/test_it.py"
    path.parent.mkdir(parents=True)
    path.write_text(MARKED)
    assert holders(tmp_path) == [
        Holder("tests/core/test_it.py", "", ("D-1",)),
        Holder("tests/core/test_it.py", "test_inner", ("S1", "S2")),
    ]
    path.write_text(MARKED.replace('"S1", "S2"', "*IDS"))
    with pytest.raises(ValueError, match="malformed"):
        holders(tmp_path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('X1 = { text = "a", line = "1", kind = "rule", verdict = "built" }', "no id"),
        ('S1 = { text = "a", line = "1", verdict = "built" }', "are wanted"),
        ('S1 = { text = "a", line = "1", kind = "rule", verdict = "built" }', "kind: firmware"),
        ('S1 = { text = "a", line = "1", kind = "host", verdict = "half" }', "verdict: built"),
        ('S1 = { text = "a", line = "1", kind = "host", verdict = "not yet" }', "why is for"),
        (
            'S1 = { text = "a", line = "1", kind = "host", verdict = "built", why = "b" }',
            "why is for",
        ),
    ],
)
def test_a_line_that_is_no_requirement_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.toml").write_text(line + "\n")
    with pytest.raises(ValueError, match=reason):
        load(tmp_path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    line = 'D-1 = { text = "a", line = "1", kind = "rule", verdict = "built" }\n'
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(line)
    with pytest.raises(ValueError, match="D-1 stands in two files"):
        load(tmp_path)


# Figures ---------------------------------------------------------------------------------------

PROFILE = "BOLUS_LIMIT_NG = const(100_000)\nLOCKOUT_MS = const(3_600_000)\nFEW = const(9_999)\n"
OWNERS = figures.owned(PROFILE)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("if dose_ng > 100_000: pass", ["BOLUS_LIMIT_NG"]),
        ("_MOST_NG = const(100_000)", ["BOLUS_LIMIT_NG"]),
        ("_MOST = 100_000", ["BOLUS_LIMIT_NG"]),
        ("_TRIAL_US = const(100_000)", []),  # another unit is another figure
        ("A = B + 3_600_000", ["LOCKOUT_MS"]),
        ("MS_PER_HOUR = const(3_600_000)", []),  # a unit's own factor
        ("few = 9_999", []),  # too common to say anything
        ("most = 100_001", []),
    ],
)
def test_a_figure_with_two_owners_is_found(source: str, found: list[str]) -> None:
    assert [
        owner for twin in figures.twins(source, "a.py", OWNERS) for owner in twin.owners
    ] == found


def test_a_second_owner_in_the_firmware_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "firmware/pump/core"
    folder.mkdir(parents=True)
    (folder / "profile.py").write_text(PROFILE)
    (folder / "rules.py").write_text("\nmost_ng = 100_000\n")
    told = "firmware/pump/core/rules.py:2: 100,000 has an owner already: profile.BOLUS_LIMIT_NG"
    assert told in figures.findings(tmp_path)
    missed = [line for line in figures.findings(tmp_path) if line.endswith("and not there")]
    assert len(missed) == len(figures.EXCEPTIONS)  # an exception that is none is found too
    assert all(len(reason.split()) > 3 for reason in figures.EXCEPTIONS.values())


# Tolerances --------------------------------------------------------------------------------------


def profile_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / tolerances.PROFILE
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(("reading", "wrong"), [(1_999_999, False), (2_000_000, True)])
def test_a_tolerance_as_wide_as_its_threshold_is_found(
    tmp_path: Path, reading: int, wrong: bool
) -> None:
    text = f"READING_NL = const({reading})\nRESIDUAL_NL = const(2_000_000)\n"
    pair = tolerances.Pair("READING_NL", "RESIDUAL_NL", "a reason")
    found = tolerances.findings(profile_of(tmp_path, text), (pair,))
    told = "READING_NL is not below RESIDUAL_NL: a reason"
    assert bool(found) == wrong
    assert all(line.endswith(told) for line in found)


def test_a_tolerance_without_a_pair_and_a_pair_without_its_constant_are_found(
    tmp_path: Path,
) -> None:
    root = profile_of(tmp_path, "PRESSURE_SLACK_KPA = const(3)\n")
    found = tolerances.findings(root, (tolerances.Pair("GONE_NL", "7", "a reason"),))
    assert [line.split(": ")[1] for line in found] == [
        "GONE_NL of a pair in tools/trace is not there",
        "PRESSURE_SLACK_KPA sounds like a tolerance; tools/trace has no pair for it",
    ]


def test_each_pair_is_seen_when_its_tolerance_grows(tmp_path: Path) -> None:
    """With thresholds of nothing every one of them is too wide."""
    known = tolerances.constants((ROOT / tolerances.PROFILE).read_text())
    for pair in tolerances.PAIRS:
        narrow = tolerances.Pair(pair.tolerance, "0", pair.why)
        assert len([line for line in tolerances.findings(ROOT, (narrow,)) if pair.why in line]) == 1
    assert known["READING_NL"] > 0


# Alarms ------------------------------------------------------------------------------------------

TABLE = [("EMPTY", "last stroke finished, stopped"), ("LOW", "therapy continues")]
ROWS = [("EMPTY", "HIGH", "FAULT"), ("LOW", "LOW", "RUN"), ("LOW", "HIGH", "RUN")]


def test_three_tables_that_agree_have_no_finding() -> None:
    assert alarms.compared(TABLE, TABLE, ROWS) == []


@pytest.mark.parametrize(
    ("table", "page", "rows", "told"),
    [
        ([*TABLE, ("LOW", "stopped")], TABLE, ROWS, "the table: LOW has two actions"),
        (TABLE, [*TABLE, ("LOW", "stopped")], ROWS, "docs/alarms.md: LOW has two actions"),
        (TABLE, [TABLE[0], ("LOW", "stopped")], ROWS, "another action than the table: LOW"),
        (TABLE, TABLE, ROWS[:1], "LOW is brought about by nothing"),
        (TABLE, TABLE, [*ROWS, ("LOW", "LOW", "STOPPED")], "leaves RUN and STOPPED: two actions"),
        (TABLE, TABLE, [*ROWS[1:], ("EMPTY", "HIGH", "RUN")], "EMPTY leaves RUN, its action says"),
    ],
)
def test_an_alarm_with_two_actions_is_found(table, page, rows, told: str) -> None:
    assert any(told in line for line in alarms.compared(table, page, rows))


def test_the_three_are_read_as_they_stand() -> None:
    texts = [(ROOT / file).read_text() for file in (alarms.TABLE, alarms.PAGE, alarms.CAUSES)]
    assert len(alarms.actions(texts[0])) == len(alarms.told(texts[1])) > 20
    assert len(alarms.causes(texts[2])) > 30
    for (name, priority), reason in alarms.TWO.items():
        states = {row[2] for row in alarms.causes(texts[2]) if row[:2] == (name, priority)}
        assert len(states) == 2, f"{name} {priority} is no exception any more: {reason}"
