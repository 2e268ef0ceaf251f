"""One line of a scenario, read chunk by chunk; every mistake is named by line and column.

Knows white space, commas, quotes and comments. Does not know what any word means.
"""

from host_sim.scenario.words.place import Place, ScenarioError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

COMMENT = "#"


class Chunk:
    """A run of characters without white space, or one quoted string without its quotes."""

    def __init__(self, text: str, column: int, width: int, quoted: bool = False) -> None:
        self.text = text
        self.column = column
        self.width = width
        self.quoted = quoted


class Cursor:
    """The chunks of one line and how far they have been read."""

    def __init__(self, name: str, line: int, text: str) -> None:
        self.name = name
        self.line = line
        self.text = text.replace("\t", " ")
        self.chunks: list[Chunk] = []
        self._at = 0
        self._split()

    def peek(self) -> str:
        """The next chunk without taking it; an empty text at the end of the line."""
        return self.chunks[self._at].text if self._at < len(self.chunks) else ""

    def ended(self) -> bool:
        return self._at == len(self.chunks)

    def take(self, expected: str) -> Chunk:
        """The next chunk. `expected` says what should have stood there when the line ends."""
        if self.ended():
            raise self.error(expected)
        chunk = self.chunks[self._at]
        self._at += 1
        return chunk

    def back(self) -> None:
        """Give the last chunk back, so that an error points at it."""
        self._at -= 1

    def split_last(self, length: int) -> Chunk:
        """Keep the first `length` characters of the last chunk taken; the rest comes next."""
        whole = self.chunks[self._at - 1]
        first = Chunk(whole.text[:length], whole.column, length)
        rest = Chunk(whole.text[length:], whole.column + length, whole.width - length)
        self.chunks[self._at - 1 : self._at] = [first, rest]
        return first

    def accept(self, word: str) -> bool:
        """Take the next chunk if it is this word."""
        if self.peek() != word or self.chunks[self._at].quoted:
            return False
        self._at += 1
        return True

    def need(self, word: str) -> None:
        """Take this word, or say that it belongs here."""
        if not self.accept(word):
            raise self.error("`%s`" % word)

    def choice(self, words: "Iterable[str]", what: str) -> str:
        """Take one of the words. The error names the nearest, or else lists them all."""
        word = self.peek()
        if word in words:
            self._at += 1
            return word
        near = nearest(word, words)
        if near:
            raise self.error("%s, perhaps `%s`" % (what, near))
        raise self.error("%s: %s" % (what, ", ".join(words)))

    def string(self, expected: str) -> str:
        """Take a text in double quotes."""
        if self.ended() or not self.chunks[self._at].quoted:
            raise self.error(expected)
        self._at += 1
        return self.chunks[self._at - 1].text

    def rest(self) -> str:
        """All that is left of the line, as it was written."""
        if self.ended():
            return ""
        column = self.chunks[self._at].column
        self._at = len(self.chunks)
        return self.text[column - 1 :].strip()

    def text_from(self, column: int) -> str:
        """The line from that column up to the last chunk taken, as it was written."""
        last = self.chunks[self._at - 1]
        return self.text[column - 1 : last.column - 1 + last.width]

    def done(self) -> None:
        """Say so when something is left over."""
        if not self.ended():
            raise self.error("the end of the line")

    def place(self) -> Place:
        """The place of the next chunk, or just behind the line when it has ended."""
        if self.ended():
            return Place(self.name, self.line, len(self.text.rstrip()) + 1, self.text)
        chunk = self.chunks[self._at]
        return Place(self.name, self.line, chunk.column, self.text, chunk.width)

    def error(self, expected: str) -> ScenarioError:
        """What was expected at the next chunk and what stands there."""
        found = "the line ends" if self.ended() else "found `%s`" % self.peek()
        return ScenarioError(self.place(), "expected %s; %s" % (expected, found))

    def _split(self) -> None:
        at, text = 0, self.text
        while at < len(text):
            if text[at] == COMMENT:
                self.text = text[:at].rstrip()
                return
            if text[at] == " ":
                at += 1
            elif text[at] == ">" and not self.chunks:
                self.chunks.append(Chunk(">", at + 1, 1))
                self._whole(at + 1)
                return
            elif text[at] == '"':
                at = self._quoted(at)
            elif text[at] == ",":
                self.chunks.append(Chunk(",", at + 1, 1))
                at += 1
            else:
                end = at
                while end < len(text) and text[end] not in ' ,"#':
                    end += 1
                self.chunks.append(Chunk(text[at:end], at + 1, end - at))
                at = end

    def _whole(self, start: int) -> None:
        """A raw protocol line: `#` and commas belong to it."""
        body = self.text[start:].strip()
        if body:
            column = self.text.find(body, start) + 1
            self.chunks.append(Chunk(body, column, len(body)))

    def _quoted(self, at: int) -> int:
        end = self.text.find('"', at + 1)
        if end < 0:
            place = Place(self.name, self.line, at + 1, self.text, len(self.text) - at)
            raise ScenarioError(place, "this text in quotes never ends")
        self.chunks.append(Chunk(self.text[at + 1 : end], at + 1, end + 1 - at, True))
        return end + 1


def nearest(word: str, words: "Iterable[str]") -> str:
    """The one word at most two typing errors away; an empty text when none is."""
    best, best_distance = "", 3
    for other in words:
        distance = _distance(word.lower(), other.lower())
        if distance < best_distance and distance < len(other):
            best, best_distance = other, distance
    return best


def _distance(a: str, b: str) -> int:
    """Insertions, deletions and changes from a to b."""
    row = list(range(len(b) + 1))
    for i in range(len(a)):
        before, row[0] = row[0], i + 1
        for j in range(len(b)):
            same = before if a[i] == b[j] else before + 1
            before = row[j + 1]
            row[j + 1] = min(same, before + 1, row[j] + 1)
    return row[len(b)]
