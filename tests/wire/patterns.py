"""What the patterns of one table may not have. Plain: runs on the VMs too.

A board does not look for it at each power-on: the table that it ships is held to it here.
"""

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ*_"


def words_of(pattern):
    """Its nodes as (short, long), and whether the last may be left out."""
    nodes = pattern.rstrip("?").replace("[:", ":").rstrip("]").replace("<n>", "").split(":")
    pairs = [("".join([c for c in node if not "a" <= c <= "z"]), node.upper()) for node in nodes]
    return pairs, "[" in pattern


def clashes(patterns):
    """Headers that stand for two rows, and forms that belong to two words in one place."""
    found = []
    headers = []
    forms = {}
    for pattern in patterns:
        pairs, optional = words_of(pattern)
        mark = "?" if pattern.endswith("?") else ""
        for count in range(len(pairs) - optional, len(pairs) + 1):
            header = ":".join([pair[0] for pair in pairs[:count]]) + mark
            if header in headers:
                found.append(header)
            headers.append(header)
        for depth in range(len(pairs)):
            place = ":".join([pair[0] for pair in pairs[:depth]]) + ":"
            for form in pairs[depth]:
                if forms.setdefault(place + form, pairs[depth]) != pairs[depth]:
                    found.append(place + form)
    return found


def misspelt(patterns):
    """Words that the search would not find: two capitals at least stand first, then small letters.

    And brackets stand round a last node only.
    """
    found = []
    for pattern in patterns:
        plain = pattern.rstrip("?").replace("[:", ":").rstrip("]").replace("<n>", "")
        for word in plain.split(":"):
            small = word.lstrip(CAPITALS)
            if len(word) - len(small) < 2 or (small and not (small.isalpha() and small.islower())):
                found.append(word)
    return found
