"""Rows as Parquet and back. One writer with fixed settings: equal rows are equal bytes.

Nothing of the machine, the time or the number of workers is in a file; pyarrow's version is.
"""

import io
from typing import Any

from host_sim.campaign.columns import COLUMNS, FLAG, REAL, TEXT, WHOLE
from host_sim.campaign.mistakes import CampaignMistake

try:
    import pyarrow
    from pyarrow import parquet
except ImportError:
    words = "campaigns need pyarrow: `make campaign` installs it, and so does cisterna[campaign]"
    raise CampaignMistake(words) from None

_TYPES = {
    WHOLE: pyarrow.int64(),
    REAL: pyarrow.float64(),
    TEXT: pyarrow.string(),
    FLAG: pyarrow.bool_(),
}
SCHEMA = pyarrow.schema([(column.name, _TYPES[column.kind]) for column in COLUMNS])
_ROWS = 1 << 20  # a row group holds them all

Row = dict[str, Any]


def packed(rows: list[Row]) -> bytes:
    """The rows as a Parquet file, in order of their seeds."""
    ordered = sorted(rows, key=lambda row: row["seed"])
    table = pyarrow.Table.from_pylist(ordered, schema=SCHEMA)
    sink = io.BytesIO()
    parquet.write_table(
        table,
        sink,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=False,
        store_schema=False,
        row_group_size=_ROWS,
    )
    return sink.getvalue()


def unpacked(data: bytes) -> list[Row]:
    """The rows of such a file. ValueError for another."""
    try:
        table = parquet.read_table(io.BytesIO(data))
    except pyarrow.ArrowException as error:
        raise ValueError("no Parquet: %s" % error) from None
    if table.schema.names != SCHEMA.names:
        raise ValueError("other columns than a campaign's")
    return table.to_pylist()
