"""operate/always_encrypted.sql: which columns the client alone should be able to read, and the keys that this asks for.

The server sees neither the values nor the key, so it can compare what is encrypted the same way each time (deterministic) and nothing
else: no check of a form, no mask, no order. What must be looked for is deterministic, the rest randomized. The values are encrypted by a
client (Set-SqlColumnEncryption), for the server cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.script import text
from relvar.model import expression as e
from relvar.model.design import Artefact
from relvar.model.physical import CheckConstraint, Physical
from relvar.model.walking import columns_of

KEPT = ("special", "secret")  # whose reading by an administrator of the server would do harm
HEAD = """Always Encrypted, where administrators of the server must not read these columns either. Decide it per column: each gives up what is said.
The master key stays in a key store of the clients; its path and the encrypted column key are variables of sqlcmd, from the environment.
sqlcmd -b -S SERVER -d NAME -i always_encrypted.sql"""


def encryption(physical: Physical) -> tuple[Artefact, ...]:
    """The file; none where no column asks for it."""
    lines = list(_columns(Ddl(physical)))
    if not lines:
        return ()
    listed = "\n".join(lines)
    keys = (
        Statement(
            text=_dynamic("column master key", "client_master", MASTER), because="What the server knows of the master key: where clients find it"
        ),
        Statement(
            text=_dynamic("column encryption key", "client_columns", COLUMNS),
            because=f"Encrypted by the master key, on a client; then for each column, on a client: Set-SqlColumnEncryption\n{listed}",
        ),
    )
    script = Script(path="operate/always_encrypted.sql", head=HEAD, statements=keys, transactional=False)
    return (Artefact(path=script.path, text=text(script)),)


MASTER = "key_store_provider_name = N''$(key_store)'', key_path = N''$(master_key_path)''"
COLUMNS = "values (column_master_key = client_master, algorithm = ''RSA_OAEP'', encrypted_value = $(encrypted_column_key))"


def _dynamic(kind: str, name: str, options: str) -> str:
    clause = f"with ({options})" if kind.startswith("column master") else f"with {options}"
    catalog = "sys.column_master_keys" if kind.startswith("column master") else "sys.column_encryption_keys"
    return f"if not exists (select 1 from {catalog} where name = N'{name}')\n  exec sys.sp_executesql N'create {kind} {name} {clause}'"


def _columns(ddl: Ddl) -> Iterator[str]:
    for table_id, table in ddl.physical.tables.items():
        for key, column in table.columns.items():
            if column.sensitivity in KEPT and column.generated is None and not column.identity:
                kind = "deterministic" if key in ddl.types.keyed[table_id] | _compared(ddl.physical, table_id) else "randomized"
                loses = [c.name for c in table.constraints.values() if isinstance(c, CheckConstraint) and key in columns_of(c.condition)]
                gives = "".join(f", without {name}" for name in loses) + (", without its mask" if ddl.is_masked(table_id, key) else "")
                yield f"{table.schema}.{table.name}.{column.name}: {kind}{gives}"


def _compared(physical: Physical, table_id: str) -> set[str]:
    """Columns that a question asks to be equal to something."""
    found: set[str] = set()
    for query in physical.queries.values():
        if getattr(query.statement, "table", "") == table_id:
            where = getattr(query.statement, "where", None)
            items = where.items if isinstance(where, e.And) else (where,)
            found |= {c for item in items if isinstance(item, e.Compare) and item.op == "=" for c in columns_of(item)}
    return found
