"""What halts the motor before it is compiled is the table's free row, in both its forms."""

from pump.commands.context import URGENT
from pump.commands.tree import make_tree


def test_the_urgent_headers_are_those_of_the_free_rows():
    free = [row.pattern for row in make_tree().rows if row.free]
    forms = {pattern.upper().encode() for pattern in free}
    for pattern in free:
        forms.add("".join([c for c in pattern if not c.islower()]).encode())
    assert set(URGENT) == forms
