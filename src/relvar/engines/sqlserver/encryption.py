"""encryption/always_encrypted.sql: the columns that the client alone should be able to read, beside those that are, and the keys that this asks for.

The server sees neither the values nor the key, so it can compare what is encrypted the same way each time (deterministic) and nothing
else: no check of a form, no mask, no order. What must be looked for is deterministic, the rest randomized. No statement of the server
encrypts what is there (always-encrypted-database-engine): a client that has the key copies each value into the new column.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.script import text
from relvar.model import expression as e
from relvar.model.design import Artefact
from relvar.model.physical import CheckConstraint, Column, Physical
from relvar.model.walking import columns_of

PATH = "encryption/always_encrypted.sql"
KEPT = ("special", "secret")  # whose reading by an administrator of the server would do harm
MASTER, KEY = "client_master", "client_columns"
# What is compared is compared by its bytes (always-encrypted-database-engine, limitations), and nothing else is there to compare by.
BYTES = "Latin1_General_BIN2"
ALGORITHM = "AEAD_AES_256_CBC_HMAC_SHA_256"
HEAD = f"""Always Encrypted, where administrators of the server must not read these columns either. Decide it per column, and take the others \
out: each gives up what is said.
The master key stays in a key store of the clients; its path and the encrypted column key are variables of sqlcmd, from the environment.
sqlcmd -b -S SERVER -d NAME -i always_encrypted.sql
Then a client that has the key (Column Encryption Setting = enabled) copies each value, code that reads the new column goes out, and the old \
column goes with its checks. {MASTER} and {KEY} are made once."""


def encryption(physical: Physical) -> tuple[Artefact, ...]:
    """The file; none where no column asks for it."""
    columns = list(_columns(Ddl(physical)))
    if not columns:
        return ()
    script = Script(path=PATH, head=HEAD, statements=(*_keys(), *columns), transactional=False)
    return (Artefact(path=script.path, text=text(script)),)


def _keys() -> Iterator[Statement]:
    """Each statement names what the one before makes, so it is a batch of its own."""
    master = f"create column master key {MASTER}\nwith (key_store_provider_name = N'$(key_store)', key_path = N'$(master_key_path)')"
    yield Statement(text=master, because="What the server knows of the master key: where clients find it")
    values = f"column_master_key = {MASTER}, algorithm = 'RSA_OAEP', encrypted_value = $(encrypted_column_key)"
    yield Statement(text=f"create column encryption key {KEY}\nwith values ({values})", because="Encrypted by the master key, on a client")


def _columns(ddl: Ddl) -> Iterator[Statement]:
    for table_id, table in ddl.physical.tables.items():
        for key, column in table.columns.items():
            if column.sensitivity in KEPT and column.generated is None and not column.identity:
                kind = "deterministic" if key in ddl.types.keyed[table_id] | _compared(ddl.physical, table_id) else "randomized"
                loses = [c.name for c in table.constraints.values() if isinstance(c, CheckConstraint) and key in columns_of(c.condition)]
                gives = "".join(f", without {name}" for name in loses) + (", without its mask" if ddl.is_masked(table_id, key) else "")
                yield Statement(text=_added(ddl, table_id, key, column, kind), because=f"{table.name}.{column.name}: {kind}{gives}", element=table_id)


def _added(ddl: Ddl, table_id: str, key: str, column: Column, kind: str) -> str:
    """The column beside: of the same type, empty until a client fills it."""
    collation = f" collate {BYTES}" if ddl.types.bare(table_id, key).startswith(("char", "nchar", "varchar", "nvarchar")) else ""
    how = f"encrypted with (column_encryption_key = {KEY}, encryption_type = {kind}, algorithm = '{ALGORITHM}')"
    name = ddl.writer.quote(f"{column.name}_encrypted")
    return f"alter table {ddl.writer.table(table_id)}\nadd {name} {ddl.types.bare(table_id, key)}{collation}\n  {how} null"


def _compared(physical: Physical, table_id: str) -> set[str]:
    """Columns that a question asks to be equal to something."""
    found: set[str] = set()
    for query in physical.queries.values():
        if getattr(query.statement, "table", "") == table_id:
            where = getattr(query.statement, "where", None)
            items = where.items if isinstance(where, e.And) else (where,)
            found |= {c for item in items if isinstance(item, e.Compare) and item.op == "=" for c in columns_of(item)}
    return found
