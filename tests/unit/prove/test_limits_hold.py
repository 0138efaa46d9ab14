"""A design that an engine's limits are too narrow for says so, on each engine in its own measure, before anything is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar import api
from relvar.model.design import Finding

LONG = "a_name_that_somebody_made_much_too_long_for_any_store_of_rows_or_documents"
WORDS = ("maker", "series", "model", "variant")


def _named(n: int) -> str:
    """Names that are no numbered columns of one fact."""
    return f"{'bcdfgklmnp'[n // 10 % 10]}{'aeiou'[n % 5]}{'bcdfgklmnp'[n % 10]}{'aeiou'[n // 100 % 5]}t"


def _columns(number: int, kind: str) -> str:
    return ", ".join(f"{_named(n)} {kind} not null" for n in range(number))


KINDS = "".join(f"create table {_named(n)}s ({_named(n)}_id bigint primary key, name varchar(50) not null);" for n in range(70))
REFERENCES = ", ".join(f"{_named(n)}_id bigint not null references {_named(n)}s" for n in range(70))
TEXTS = ", ".join(f"{word} varchar(400) not null" for word in WORDS)
TWENTY = ", ".join(map(_named, range(20)))
SCHEMAS = {
    "300 texts": f"create table parts (part_id bigint primary key, {_columns(300, 'varchar(400)')})",
    "70 references": f"{KINDS} create table parts (part_id bigint primary key, {REFERENCES})",
    "a key of 20 columns": f"create table parts (part_id bigint primary key, {_columns(20, 'integer')}, unique ({TWENTY}))",
    "a key of 1,600 characters": f"create table parts (part_id bigint primary key, {TEXTS}, unique ({', '.join(WORDS)}))",
    "a long name": f"create table {LONG} ({LONG}_id bigint primary key, name varchar(50) not null)",
}
SAID = {
    ("300 texts", "mysql"): "12,",
    ("300 texts", "sqlserver"): "",
    ("70 references", "mariadb"): "70 secondary indexes; MariaDB takes 64",
    ("70 references", "mongodb"): "71 indexes; MongoDB takes 64",
    ("70 references", "sqlserver"): "",
    ("a key of 20 columns", "mysql"): "20 columns; MySQL takes 16",
    ("a key of 20 columns", "postgresql"): "",
    ("a key of 1,600 characters", "sqlserver"): "3,200 bytes of a nonclustered key; SQL Server takes 1,700",
    ("a key of 1,600 characters", "mysql"): "",  # the digest of three of them
    ("a long name", "sqlite"): "of which a name keeps 63",
}


@pytest.mark.parametrize(("what", "store"), SAID)
def test_what_is_too_large_for_an_engine_is_found(what: str, store: str, tmp_path: Path) -> None:
    source = tmp_path / "wide.sql"
    source.write_text(SCHEMAS[what])
    made = api.lifted(api.imported(str(source), "postgresql"), [store])
    found = [f for f in api.design_of(made.brief, made.model).findings if f.check == "limits_hold" and f.verdict != "holds"]
    assert _in(found, SAID[what, store]), [f.message for f in found]


def _in(found: list[Finding], said: str) -> bool:
    return any(said in f.message for f in found) if said else not found
