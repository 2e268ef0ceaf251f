"""Which files a board finds rotten as it starts. Imports nothing."""


def lost(rotten: "list[str]", name: str) -> bool:
    """Whether both copies of that file are among them."""
    return name + ".a" in rotten and name + ".b" in rotten


def at_boot(rotten: "list[str]", before: "list[str]") -> "list[str]":
    """Files that are rotten as a board starts, and both copies of one where both were so `before`:
    as it started and went down again, the loss in its memory, one copy perhaps written anew."""
    return rotten + [each for each in before if lost(before, each[:-2]) and each not in rotten]
