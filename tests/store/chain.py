"""The log's chain, recomputed by the letter of its description, without the log's code."""

import hashlib

ZEROS = b"0" * 16


def link(above, text):
    return hashlib.sha256(above + text).digest()[:8].hex().encode()


def chained(lines, above=ZEROS, number=1):
    """Stored lines of these texts (each with its LF), as the first ones of a log or going on."""
    stored = []
    for line in lines:
        text = line[:-1] + b" #%d " % number
        above = link(above, text)
        stored.append(text + above + b"\n")
        number += 1
    return stored


def unfit(stored, above=ZEROS):
    """Indexes of stored lines that do not fit the one above."""
    found = []
    for index, line in enumerate(stored):
        if line[-17:-1] != link(above, line[:-17]):
            found.append(index)
        above = line[-17:-1]
    return found
