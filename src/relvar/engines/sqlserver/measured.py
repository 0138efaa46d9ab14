"""How large the rows and keys of a design are, as they are written. The server takes them all, and refuses the rows that are longer."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Size
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.sizes import column_bytes, fixed_bytes
from relvar.model.physical import Physical, UniqueConstraint


def sizes(physical: Physical) -> Iterator[Size]:
    """The least of each row that stays in its page, and each key: of a unique index that stands in for one as well."""
    ddl = Ddl(physical)
    for id_, table in physical.tables.items():
        bytes_ = {column: column_bytes(ddl.types.bare(id_, column)) for column in table.columns}
        yield Size("row_bytes", f"{id_}.columns", f"a row of {table.name}", fixed_bytes([ddl.types.bare(id_, c) for c in table.columns]))
        keys = {"primary_key": table.primary_key}
        keys |= {k: c.columns for k, c in table.constraints.items() if isinstance(c, UniqueConstraint) and ddl.is_written(id_, c)}
        for key, columns in keys.items():
            yield Size("index_key_bytes", f"{id_}.{key}", f"{key} of {table.name}", sum(bytes_[c] for c in columns), sure=False)
        for key, index in ddl.indexes.of(id_).items():
            if index.unique:
                yield Size("index_key_bytes", f"{id_}.{key}", index.name, ddl.indexes.key_bytes(id_, index), sure=False)
