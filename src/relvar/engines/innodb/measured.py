"""How large the rows and keys of a design are, as they are written."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Size
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.sizes import inline_bytes
from relvar.model.physical import Physical


def sizes(physical: Physical) -> Iterator[Size]:
    """The least of each row that stays in its page, and each key."""
    writer = InnodbWriter(physical, readable=False)
    for id_, table in physical.tables.items():
        row = inline_bytes({column: writer.types.bare(id_, column) for column in table.columns})
        yield Size("inline_row_bytes", f"{id_}.columns", f"a row of {table.name}", row)
        for key, name, bytes_ in writer.key_bytes(id_):
            yield Size("index_key_bytes", f"{id_}.{key}", name, bytes_)
