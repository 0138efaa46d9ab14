"""What the planner would do: indexes used and tables read as a whole, by the design's ids."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from relvar.engines.base import Plan, Values
from relvar.engines.postgresql.block_ranges import nodes, scaled, through
from relvar.engines.postgresql.index_names import index_ids
from relvar.engines.postgresql.refusals import refusal
from relvar.model.physical import Physical

if TYPE_CHECKING:
    from relvar.engines.postgresql.live import PostgresDatabase

# An index of a partition, and the partition itself, count as the parent's.
PARENTS = """select c.relname, p.relname from pg_catalog.pg_class c
join pg_catalog.pg_class p on p.oid = pg_catalog.pg_partition_root(c.oid) where c.relispartition"""


def plan(database: PostgresDatabase, text: str, role: str, context: Values) -> Plan:
    """EXPLAIN in a transaction that is rolled back, as the role. Raises Refusal."""
    with _transaction(database) as connection:
        scaled(connection, database.physical, text)
        parents = dict(connection.execute(PARENTS).fetchall())
        for name, value in context.items():
            connection.execute("select set_config(%s, %s, true)", (f"app.{name}", str(value)))
        try:
            if role:
                connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
            row = connection.execute(f"explain (format json, costs off) {text}").fetchone()
            words = connection.execute(f"explain (costs off) {text}").fetchall()
            idle = through(connection, database.physical, text, parents) if "Bitmap Heap Scan" in str(row) else frozenset()
        except psycopg.Error as error:
            raise refusal(error) from error
    assert row is not None
    found = row[0] if isinstance(row[0], list) else json.loads(row[0])
    read = _read(database.physical, list(nodes(found[0]["Plan"])), parents, "\n".join(line[0] for line in words))
    return read._replace(uses=read.uses - idle, scans=read.scans | {element.partition(".")[0] for element in idle})


@contextlib.contextmanager
def _transaction(database: PostgresDatabase) -> Iterator[psycopg.Connection[Any]]:
    """A transaction, or a savepoint in the one that holds an index dropped; nothing of it stays."""
    connection, inside = database.main, database.within
    connection.execute("savepoint explaining" if inside else "begin")
    try:
        yield connection
    finally:
        connection.execute("rollback to savepoint explaining" if inside else "rollback")


def _read(physical: Physical, nodes: list[dict[str, Any]], parents: dict[str, str], text: str) -> Plan:
    indexes, tables = index_ids(physical), {table.name: key for key, table in physical.tables.items()}
    tables |= {view.name: key for key, view in physical.views.items()}
    used = [node["Index Name"] for node in nodes if "Index Name" in node]
    used += [node["Conflict Arbiter Indexes"][0] for node in nodes if node.get("Conflict Arbiter Indexes")]
    scanned = [node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"]
    uses = frozenset(indexes.get(parents.get(name, name), parents.get(name, name)) for name in used)
    scans = frozenset(tables.get(parents.get(name, name), parents.get(name, name)) for name in scanned)
    return Plan(uses, scans, text)
