"""Logical schema: the ER diagram, and every table in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.engines import engine
from relvar.exporting.models.diagrams import mermaid
from relvar.model.design import Design
from relvar.model.figures import count
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, Table, UniqueConstraint
from relvar.write.diagrams import collections
from relvar.write.diagrams.drawn import drawn
from relvar.write.page import column_names, table, table_name

Names = dict[str, list[str]]


def logical_schema(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    if physical.collections:
        yield from ("```mermaid", *collections.mermaid(design, store), "```", "")
    yield from ("```mermaid", *mermaid(drawn(design, store), comments=False), "```", "")
    uses = _uses(physical)
    for id_ in physical.tables:
        yield from _table(design, store, id_, uses)


class _Uses(NamedTuple):
    """Names of what uses a table, by its id: tables that refer to it, patterns that read it, transactions that write it."""

    referrers: Names
    readers: Names
    writers: Names


def _uses(physical: Physical) -> _Uses:
    """Found in one pass over the design, for there are as many users as tables."""
    uses = _Uses({}, {}, {})
    for owner in physical.tables.values():
        _note(uses.referrers, owner.name, (c.table for c in owner.constraints.values() if isinstance(c, ForeignKey)))
    for query in physical.queries.values():
        joined = (join.table for join in getattr(query.statement, "joins", ()))
        _note(uses.readers, query.name, (getattr(query.statement, "table", ""), *joined))
    for transaction in physical.transactions.values():
        _note(uses.writers, transaction.name, (getattr(s, "table", "") for s in transaction.statements))
    return uses


def _note(names: Names, user: str, used: Iterable[str]) -> None:
    for id_ in dict.fromkeys(used):
        names.setdefault(id_, []).append(user)


def _table(design: Design, store: str, id_: str, uses: _Uses) -> Iterator[str]:
    physical = design.physical[store]
    owner = physical.tables[id_]
    yield f"### {owner.name}"
    yield ""
    yield owner.comment + ("" if owner.comment.endswith(".") else ".")
    yield ""
    rows = [
        ("key", column_names(owner, owner.primary_key)),
        ("also unique", "; ".join(column_names(owner, c.columns) for c in owner.constraints.values() if isinstance(c, UniqueConstraint))),
        ("refers to", "; ".join(_reference(physical, owner, c) for c in owner.constraints.values() if isinstance(c, ForeignKey))),
        ("referred to by", ", ".join(uses.referrers.get(id_, ()))),
        ("rules", "; ".join(c.says for c in owner.constraints.values() if isinstance(c, CheckConstraint) and c.says)),
        ("rows", f"{count(owner.rows_at_start)} → {count(owner.rows)}, {count(owner.rows_per_day)} a day"),
        ("bytes", design.topology[store].capacity.arithmetic.get(id_, "") if store in design.topology else ""),
        ("read by", "; ".join(uses.readers.get(id_, ()))),
        ("written by", "; ".join(uses.writers.get(id_, ()))),
    ]
    yield from table(("", ""), ((f"**{k}**", v) for k, v in rows if v))
    yield from ("```sql", engine(physical.engine).ddl(design, store, id_).strip(), "```", "")


def _reference(physical: Physical, owner: Table, key: ForeignKey) -> str:
    action = key.on_delete.replace("_", " ")
    return f"{table_name(physical, key.table)} by {column_names(owner, key.columns)} ({action})"
