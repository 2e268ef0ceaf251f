"""An integer that stays inside a board's small integers or says where it did not.

On a board an integer beyond 31 bits silently becomes a heap object. Hand Int31s to a function of
the hot path: whatever it computes from them is an Int31 again, and every result outside
-2^30 .. 2^30-1, and every true division, raises Left31 with the sum that led there.

    plan(Int31(5), Int31(86_399_999))

Counts only what an Int31 took part in: a product of two constants or of two len() is not seen.
"""

import operator

LEAST = -(1 << 30)
MOST = (1 << 30) - 1


class Left31(ArithmeticError):
    """A result that a board would have put on the heap, or that would have been a float."""


class Int31(int):
    """An int in LEAST .. MOST; comparisons, hash, formatting and indexing are int's own."""

    __slots__ = ()

    def __new__(cls, value: int = 0) -> "Int31":
        if not LEAST <= value <= MOST:
            raise Left31(f"{int(value)} is outside 31 bits")
        return super().__new__(cls, value)

    def __truediv__(self, other: object):
        raise Left31(f"{int(self)} / {other} is a float")

    def __rtruediv__(self, other: object):
        raise Left31(f"{other} / {int(self)} is a float")

    def __divmod__(self, other: int):
        return self // other, self % other

    def __rdivmod__(self, other: int):
        return other // self, other % self


def _checked(symbol: str, left: object, right: object, result: object):
    if not isinstance(result, int) or isinstance(result, bool):
        return result  # NotImplemented
    if LEAST <= result <= MOST:
        return Int31(result)
    raise Left31(f"{left} {symbol} {right} = {result} is outside 31 bits")


def _binary(name: str, symbol: str) -> None:
    forward = getattr(int, f"__{name}__")
    backward = getattr(int, f"__r{name}__")

    def left(self: Int31, other: int):
        return _checked(symbol, int(self), other, forward(self, other))

    def right(self: Int31, other: int):
        return _checked(symbol, other, int(self), backward(self, other))

    setattr(Int31, f"__{name}__", left)
    setattr(Int31, f"__r{name}__", right)


def _unary(name: str, symbol: str) -> None:
    plain = getattr(int, f"__{name}__")

    def only(self: Int31):
        return _checked(symbol, "", int(self), plain(self))

    setattr(Int31, f"__{name}__", only)


for _name, _symbol in {
    "add": "+", "sub": "-", "mul": "*", "floordiv": "//", "mod": "%", "pow": "**",
    "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^",
}.items():  # fmt: skip
    _binary(_name, _symbol)
for _name, _symbol in {"neg": "-", "pos": "+", "abs": "abs", "invert": "~"}.items():
    _unary(_name, _symbol)

DYADIC = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv,
    "%": operator.mod, "<<": operator.lshift, ">>": operator.rshift,
    "&": operator.and_, "|": operator.or_, "^": operator.xor,
}  # fmt: skip
