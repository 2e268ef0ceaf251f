"""Media in memory for the exact bench, in the places of ring, logs and the two-copy documents.

They keep what they are given and fail on request. The real ones are in pump.store.
"""


class Store:
    """Records in memory, in the ring's place; `failing` refuses that many appends, -1 all."""

    prepared_sector = 0  # one that is erased ahead

    def __init__(self):
        self.kept = []
        self.failing = 0
        self.refused = 0
        self.on_append = None

    def open(self, known=0):
        pass

    @property
    def next(self):
        return len(self.kept)

    def append(self, data):
        if self.failing:
            self.failing -= self.failing > 0
            self.refused += 1
            raise OSError(5)
        self.kept.append(bytes(data))
        if self.on_append:
            self.on_append()

    def records(self, since):
        for number in range(since, len(self.kept)):
            yield number, self.kept[number]


class Lines(Store):
    """Lines in memory, in the place of a log."""

    newest = b""

    def open(self):
        self.newest = self.kept[-1] if self.kept else b""

    def append(self, line):
        if self.failing:
            self.failing -= self.failing > 0
            self.refused += 1
            return False
        self.kept.append(bytes(line))
        return True

    def append_all(self, lines):
        kept = 0
        while kept < len(lines) and self.append(lines[kept]):
            kept += 1
        return kept


class Kept:
    """Two copies in memory that are always sound; `failing` writes none of them."""

    damaged = 0

    def __init__(self):
        self.data = None
        self.failing = False
        self.written = 0

    def load(self):
        return self.data

    def save(self, data, both):
        if self.failing:
            return 0
        self.data = data
        self.written += 1
        return 2

    def mend(self):
        pass

    def mirror(self):
        pass

    def damage(self, copies):
        """So many of them are not sound any more."""
        self.damaged = copies
        if copies == 2:
            self.data = None
