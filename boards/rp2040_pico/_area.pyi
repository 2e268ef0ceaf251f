"""What a firmware set asks of plain.uf2 (plain/_area.py), as types."""

def part(number: int) -> bytearray | None:
    """Part `number` of plain.uf2's image and the set, read in place; None behind their end."""

def crc() -> int | None:
    """The sum of both; None where no set runs from flash."""
