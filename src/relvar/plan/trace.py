"""From the conceptual model to the tables that realize it: where a relationship's reference stands, which column is the tenant's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.model.behaviour import Freeze, KeepTotal, TakeStock, TouchTime
from relvar.model.design import Design
from relvar.model.expression import And, ColumnRef, Compare, Context, Exists, Expression
from relvar.model.physical import ForeignKey, Physical, Table

TENANT = "tenant_id"  # the context that names the tenant, whatever its column is called


class Hop(NamedTuple):
    """One reference: the table that holds it, and the foreign key."""

    table: str
    key: ForeignKey


class Trace:
    """An index of one store's references by relationship, built once for an advisor (linear in the design)."""

    def __init__(self, design: Design, store: str) -> None:
        self.design = design
        self.physical: Physical = design.physical[store]
        self.hops: dict[str, list[Hop]] = {}
        self.referrers: dict[str, list[Hop]] = {}
        self.holders: dict[str, list[tuple[str, ForeignKey]]] = {}
        self.kept: dict[str, set[str]] = {}  # columns that only the database sets after insert
        for behaviour in self.physical.behaviours.values():
            if isinstance(behaviour, KeepTotal | TakeStock | TouchTime):
                self.kept.setdefault(behaviour.table, set()).add(behaviour.column)
            elif isinstance(behaviour, Freeze):
                self.kept.setdefault(behaviour.table, set()).update(behaviour.columns)
        for id_, table in self.physical.tables.items():
            for key in foreign_keys(table):
                self.referrers.setdefault(key.table, []).append(Hop(id_, key))
            for relationship, key in self._realized(table):
                self.hops.setdefault(relationship, []).append(Hop(id_, key))
                self.holders.setdefault(id_, []).append((relationship, key))

    def _realized(self, table: Table) -> Iterator[tuple[str, ForeignKey]]:
        relation = self.design.logical.relations.get(table.relation)
        for reference in relation.references.values() if relation else ():
            wanted = set(reference.attributes)
            for key in foreign_keys(table):
                if key.table == reference.relation and wanted <= set(key.columns):
                    yield reference.relationship or (relation.from_relationship if relation else ""), key
                    break

    def tenant_column(self, table_id: str) -> str:
        """The column that says whose row it is, "" where the row is nobody's."""
        tenant = self.design.conceptual.tenant
        table = self.physical.tables[table_id]
        if not tenant or tenant not in self.physical.tables:
            return ""
        if table_id == tenant:
            return table.primary_key[0]
        relation = self.design.logical.relations.get(table.relation)
        for id_, attribute in relation.attributes.items() if relation else ():
            if attribute.purpose == "tenant" and id_ in table.columns:
                return id_
        return next((key.columns[0] for key in foreign_keys(table) if key.table == tenant), "")

    def entity_of(self, table_id: str) -> str:
        """The entity whose instances the rows are, "" for an association made from a relationship, a log or a counter."""
        table = self.physical.tables[table_id]
        relation = self.design.logical.relations.get(table.relation)
        entity = relation.entity if relation else table.relation
        return entity if entity in self.design.conceptual.entities else ""

    def column_of(self, table_id: str, entity: str, attribute: str) -> str:
        """The column that realizes an attribute, "" where this table does not."""
        table = self.physical.tables[table_id]
        wanted = f"{entity}.{attribute}"
        found = next((id_ for id_, column in table.columns.items() if column.of == wanted), "")
        return found or (attribute if attribute in table.columns else "")


def foreign_keys(table: Table) -> Iterator[ForeignKey]:
    """The references of a table, in its own order."""
    return (c for c in table.constraints.values() if isinstance(c, ForeignKey))


def same(left_table: str, left: Sequence[str], right_table: str, right: Sequence[str]) -> list[Expression]:
    """Columns equal one by one, as conditions."""
    return [
        Compare(op="=", left=ColumnRef(column=a, table=left_table), right=ColumnRef(column=b, table=right_table))
        for a, b in zip(left, right, strict=True)
    ]


def all_of(conditions: Sequence[Expression]) -> Expression:
    return conditions[0] if len(conditions) == 1 else And(items=tuple(conditions))


class Owned:
    """The condition that a row belongs to the person or organization asking, along relationships to its own row.

    `contexts` collects the context values the condition reads, name -> "table.column".
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.contexts: dict[str, str] = {}

    def condition(self, table_id: str, path: Sequence[str], alias: str = "", depth: int = 0) -> Expression | None:
        """None where the path leads nowhere: then nobody sees the row."""
        if not path:
            table = self.trace.physical.tables[table_id]
            return all_of(self._is_me(alias, table.primary_key, table_id, table.primary_key))
        hops = self.trace.hops.get(path[0], [])
        forward = next((h for h in hops if h.table == table_id), None)
        if forward is not None and path[1:2] == path[:1]:
            return self._turned(table_id, forward, hops, path[2:], alias, depth)
        if forward is not None:
            return self._forward(forward.key, path[1:], alias, depth)
        backward = next((h for h in hops if h.key.table == table_id), None)
        return self._backward(backward, hops, path, alias, depth) if backward is not None else None

    def _turned(self, table_id: str, near: Hop, hops: Sequence[Hop], rest: Sequence[str], alias: str, depth: int) -> Expression | None:
        """To the owner and back the same way: the row names the asker itself, and a rule that asks its own table would never end."""
        far = next((h for h in hops if h.table == table_id and h.key is not near.key), None)
        return self._forward(far.key, rest, alias, depth) if far is not None else self.condition(table_id, rest, alias, depth)

    def _forward(self, key: ForeignKey, rest: Sequence[str], alias: str, depth: int) -> Expression | None:
        if not rest:
            return all_of(self._is_me(alias, key.columns, key.table, key.to))
        name = f"via{depth}"
        inner = self.condition(key.table, rest, name, depth + 1)
        if inner is None:
            return None
        return Exists(table=key.table, alias=name, where=all_of([*same(name, key.to, alias, key.columns), inner]))

    def _backward(self, hop: Hop, hops: Sequence[Hop], path: Sequence[str], alias: str, depth: int) -> Expression | None:
        name = f"via{depth}"
        across = next((h for h in hops if h.table == hop.table and h.key is not hop.key), None)  # an association has two references
        inner = self._forward(across.key, path[1:], name, depth + 1) if across else self.condition(hop.table, path[1:], name, depth + 1)
        if inner is None:
            return None
        return Exists(table=hop.table, alias=name, where=all_of([*same(name, hop.key.columns, alias, hop.key.to), inner]))

    def _is_me(self, alias: str, columns: Sequence[str], table_id: str, key: Sequence[str]) -> list[Expression]:
        tenant = self.trace.tenant_column(table_id)
        found: list[Expression] = []
        for column, to in zip(columns, key, strict=True):
            name = TENANT if to == tenant else to
            like = f"{table_id}.{to}"
            self.contexts.setdefault(name, like)
            found.append(Compare(op="=", left=ColumnRef(column=column, table=alias), right=Context(name=name, like=like)))
        return found
