"""The command table that the build freezes is the one declared beside the handlers, row for row."""

import pytest

from pump.commands.tree import make_tree
from pump.wire.frozen import kind_of
from pump.wire.kinds import Amount, Bound, Choice
from pump.wire.table import Row
from tools.board.rows import frozen, tree_source
from tools.board.strip import strip_rows


def made() -> list[Row]:
    """The rows of the frozen table, with the handlers of this tree."""
    names: dict[str, object] = {}
    exec(tree_source(), names)
    return list(names["make_tree"]().rows)  # type: ignore[operator]


def told(row: Row) -> tuple[object, ...]:
    """All that a row is."""
    return (
        row.pattern, row.role, row.optional, row.free, row.numbers, row.fixed, row.handler,
        tuple(_kind(kind) for kind in row.kinds),
    )  # fmt: skip


def _kind(kind: object) -> tuple[object, ...]:
    of = {k: _kind(v) if isinstance(v, Amount) else v for k, v in vars(kind).items()}
    return type(kind), tuple(of.items())


def test_every_row_is_frozen_as_it_is_declared() -> None:
    declared = list(make_tree().rows)
    found = made()
    assert [row.pattern for row in found] == [row.pattern for row in declared]
    for ours, theirs in zip(found, declared, strict=True):
        assert told(ours) == told(theirs)


def test_it_is_found_by_header_like_the_other() -> None:
    names: dict[str, object] = {}
    exec(tree_source(), names)
    table = names["make_tree"]()  # type: ignore[operator]
    row, leading = table.find("stat:ques:ntr?")
    assert row.pattern == "STATus:QUEStionable:NTRansition?"
    assert leading == [6]
    assert table.patterns == make_tree().patterns


@pytest.mark.parametrize(
    "kind",
    [
        Amount((1, 2, 3), default=4, words=True, bare=5),
        Bound(Amount((1, 2, 3), (4, 5, 6))),
        Choice("A|B", numbered=True),
    ],
)
def test_a_kind_comes_back_as_it_was(kind) -> None:
    assert _kind(kind_of(frozen(kind))) == _kind(kind)


def test_handlers_stay_where_they_are_and_what_they_use_too() -> None:
    source = (
        "from pump.wire.kinds import Text, Whole\n"
        "from pump.wire.table import Rows\n"
        "R = Rows()\n"
        "_A, _B = Whole(0, 1), Text(2)\n"
        "_USED = Text(64)\n"
        "@R.row('A', 0, _A)\n"
        "@R.row(\n"
        "    'B', 0, _B\n"
        ")\n"
        "@other\n"
        "def f(ctx, a):\n"
        "    return _USED\n"
    )
    kept = "\n".join(source.split("\n")[:2]) + "\n\n\n_USED = Text(64)\n\n\n\n\n@other\n"
    assert strip_rows(source) == kept + "def f(ctx, a):\n    return _USED\n"
