"""0001 down: everything that deploy made is taken away again; the file and how it is kept stay."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlite.catalog import CREATED
from relvar.engines.sqlite.files import deploy
from relvar.engines.sqlite.query import SqliteWriter
from relvar.model.design import Design
from relvar.model.physical import Physical

DROP_ROWS = "drop_rows"
HEAD = f"""Back to before 0001: drops every object of the design. Indexes and triggers go with their tables. \
sqlite3 -bail DATABASE < 0001_create.down.sql.
It refuses while any table holds a row. Where the rows may go: sqlite3 -bail -cmd 'create temp table {DROP_ROWS} (yes)' DATABASE < ... \
(there is no way back but a backup). A database without rows is as well deleted as a file."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files. Foreign keys are off meanwhile: tables may refer to each other in a circle."""
    off = Statement(text="pragma foreign_keys = off", because="Dropping a table deletes its rows first, which rows that refer to them would refuse")
    statements = (
        off,
        Statement(text="begin immediate"),
        *_guard(design.physical[store]),
        *_drops(design, store),
        Statement(text="drop table guard"),
        Statement(text="commit"),
        Statement(text="pragma foreign_keys = on"),
    )
    return Script(path="migrations/0001_create.down.sql", head=HEAD, statements=statements, transactional=False)


def _guard(physical: Physical) -> Iterator[Statement]:
    writer = SqliteWriter(physical)
    text = 'create temp table guard (empty integer constraint "a table still holds rows" check (empty))'
    yield Statement(text=text, because="Refuses while a row is there; the transaction keeps new ones out until the end")
    none = "\n    and ".join(f"not exists (select 1 from {writer.table(table)})" for table in physical.tables)
    marked = f"exists (select 1 from sqlite_temp_schema where name = '{DROP_ROWS}')"
    yield Statement(text=f"insert into guard select {marked}\n  or ({none})")


def _drops(design: Design, store: str) -> Iterator[Statement]:
    """The last made first."""
    found = [CREATED.match(statement.text) for script in deploy(design, store) for statement in script.statements]
    for made in reversed([match for match in found if match is not None]):
        if made[1] in ("table", "view"):
            yield Statement(text=f"drop {made[1]} {made[2]}")
