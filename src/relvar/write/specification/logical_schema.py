"""Logical schema: the ER diagram, and every table in full."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, Table, UniqueConstraint
from relvar.write.diagrams.mermaid import mermaid
from relvar.write.page import column_names, number, table, table_name


def logical_schema(design: Design, store: str) -> Iterator[str]:
    yield from ("```mermaid", *mermaid(design, store), "```", "")
    physical = design.physical[store]
    for id_ in physical.tables:
        yield from _table(design, store, id_)


def _table(design: Design, store: str, id_: str) -> Iterator[str]:
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
        ("referred to by", ", ".join(_referrers(physical, id_))),
        ("rules", "; ".join(c.says for c in owner.constraints.values() if isinstance(c, CheckConstraint) and c.says)),
        ("rows", f"{number(owner.rows_at_start)} → {number(owner.rows)}, {number(owner.rows_per_day)} a day"),
        ("bytes", design.topology[store].capacity.arithmetic.get(id_, "") if store in design.topology else ""),
        ("read by", "; ".join(q.name for q in physical.queries.values() if _reads(q.statement, id_))),
        (
            "written by",
            "; ".join(t.name for t in physical.transactions.values() if any(getattr(s, "table", "") == id_ for s in t.statements)),
        ),
    ]
    yield from table(("", ""), ((f"**{k}**", v) for k, v in rows if v))
    yield from ("```sql", engine(physical.engine).ddl(design, store, id_).strip(), "```", "")


def _reads(statement: object, id_: str) -> bool:
    joins = getattr(statement, "joins", ())
    return getattr(statement, "table", "") == id_ or any(j.table == id_ for j in joins)


def _reference(physical: Physical, owner: Table, key: ForeignKey) -> str:
    action = key.on_delete.replace("_", " ")
    return f"{table_name(physical, key.table)} by {column_names(owner, key.columns)} ({action})"


def _referrers(physical: Physical, id_: str) -> Iterator[str]:
    for other in physical.tables.values():
        if any(isinstance(c, ForeignKey) and c.table == id_ for c in other.constraints.values()):
            yield other.name
