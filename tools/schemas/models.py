"""A type that pumpctl answers with, as a pydantic model: that makes the schema and judges JSON.

Follows present/as_json.py: every field stands in the object and no other one does; a Decimal is a
number or "beyond"; times and paths are text.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model
from pydantic.json_schema import GenerateJsonSchema

from tools.schemas.shapes import SHAPES, Failure

_WALL = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"  # the pump knows no time zone
_PLAIN: dict[Any, Any] = {
    Decimal: float | Literal["beyond"],
    datetime: Annotated[str, Field(pattern=_WALL)],
    Path: str,
}
_CONFIG = ConfigDict(extra="forbid", strict=True)


class _NoTitles(GenerateJsonSchema):
    """A field's name stands beside it already."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def adapter(command: str) -> TypeAdapter[Any]:
    """Of everything that a command may print with --json. KeyError for no command."""
    return TypeAdapter(_either(_as_json(each) for each in (*SHAPES[command], Failure)))


def schema(command: str) -> dict[str, Any]:
    """The same as JSON Schema. KeyError for no command."""
    found = adapter(command).json_schema(schema_generator=_NoTitles)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"pumpctl {command} --json",
    }
    return head | found


def _as_json(kind: Any) -> Any:
    """The type that JSON has for it."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_dataclass(kind):
        return _model(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _either(_as_json(each) for each in inner)
    if origin in (tuple, list):
        if origin is list or inner[-1] is Ellipsis:
            return list[_as_json(inner[0])]
        one, count = _as_json(inner[0]), len(inner)  # all of one type
        return Annotated[list[one], Field(min_length=count, max_length=count)]
    if origin is dict:
        return dict[inner[0], _as_json(inner[1])]
    if kind in (str, int, float, bool, NoneType):
        return kind
    raise TypeError(f"no JSON is known for {kind}")


def _either(kinds: Any) -> Any:
    return Union[tuple(kinds)]  # noqa: UP007 - of a computed tuple


@cache
def _model(kind: Any) -> type[BaseModel]:
    hints = get_type_hints(kind)
    found: dict[str, Any] = {each.name: (_as_json(hints[each.name]), ...) for each in fields(kind)}
    make: Callable[..., type[BaseModel]] = create_model
    about = " ".join((kind.__doc__ or "").split())
    return make(kind.__name__, __config__=_CONFIG, __doc__=about, **found)
