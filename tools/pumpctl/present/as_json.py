"""Any answer as JSON, numbers digit for digit: a Decimal never becomes a float on the way out."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from ..client.quantities import Amount


def text_of(value: object) -> str:
    """JSON text. null: not known; "beyond": beyond the horizon; amounts as text with their unit."""
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else '"beyond"'
    if isinstance(value, Amount | Path | datetime | Enum):
        return json.dumps(value.isoformat() if isinstance(value, datetime) else str(value))
    if is_dataclass(value):
        return text_of({each.name: getattr(value, each.name) for each in fields(value)})
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(str(name))}: {text_of(value[name])}" for name in value)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(text_of(each) for each in value) + "]"
    return json.dumps(value)
