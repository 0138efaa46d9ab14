"""Summaries of block ranges in a proof: made at its size, and counted as used only where they leave blocks out.

A proof's table is smaller than the designed one: its ranges are made smaller by as much, so that as many of them are looked at. A planner
takes a summary as gladly where every range reaches over every value, for it reads then what it would read anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg

from relvar.engines.postgresql.ddl import create_index
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Index, Physical

READ_AT_MOST = 0.5  # of a table's blocks: beyond, the summary says nothing (the design's own questions want a few hundredths)


def scaled(connection: psycopg.Connection[Any], physical: Physical, text: str) -> None:
    """Within a transaction that is rolled back: the summaries of the tables that the question names, made anew at its size."""
    writer = PostgresWriter(physical)
    for table_id, _, index in _summaries(physical):
        table = physical.tables[table_id]
        name = writer.qualified(table.schema, index.name)
        if writer.table(table_id) not in text or not _one(connection, f"select to_regclass('{name}') is not null"):
            continue
        rows = _one(connection, f"select count(*) from {writer.table(table_id)}")
        blocks = max(1, round(index.block_range * min(1.0, rows / max(table.rows, 1.0))))
        connection.execute(f"drop index {name}")
        connection.execute(create_index(writer, table_id, msgspec.structs.replace(index, block_range=blocks)))


def through(connection: psycopg.Connection[Any], physical: Physical, text: str, parents: dict[str, str]) -> frozenset[str]:
    """Summaries ("table.index") with which the question, asked for real, still reads most of its table. `parents`: of partitions' indexes."""
    row = connection.execute(f"explain (analyze, timing off, format json) {text}").fetchone()
    assert row is not None
    writer, idle = PostgresWriter(physical), set()
    for table_id, index_id, index in _summaries(physical):
        heaps = [n for n in nodes(row[0][0]["Plan"]) if index.name in _looked_up(n, parents)]
        read = sum(n.get("Exact Heap Blocks", 0) + n.get("Lossy Heap Blocks", 0) for n in heaps)
        if heaps and read > READ_AT_MOST * int(_one(connection, _BLOCKS.format(table=writer.table(table_id)))):
            idle.add(f"{table_id}.{index_id}")
    return frozenset(idle)


def _looked_up(node: dict[str, Any], parents: dict[str, str]) -> set[str]:
    names = (child.get("Index Name", "") for child in node.get("Plans", ()))
    return {parents.get(name, name) for name in names}


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's node and all below it."""
    yield node
    for child in node.get("Plans", ()):
        yield from nodes(child)


# Of all partitions; a plain table has none.
_BLOCKS = """select coalesce((select sum(pg_relation_size(relid)) from pg_partition_tree('{table}') where isleaf), pg_relation_size('{table}'))
  / current_setting('block_size')::int"""


def _summaries(physical: Physical) -> Iterator[tuple[str, str, Index]]:
    for table_id, table in physical.tables.items():
        yield from ((table_id, index_id, index) for index_id, index in table.indexes.items() if index.block_range)


def _one(connection: psycopg.Connection[Any], question: str) -> Any:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]
