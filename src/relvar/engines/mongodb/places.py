"""What the columns of a question mean as paths into documents, and which columns its conditions name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.types import Types
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import Physical
from relvar.model.semantic import DataType
from relvar.model.walking import every
from relvar.plan.documents.layout import Layout
from relvar.plan.queries.need import conjuncts


class Store(NamedTuple):
    """A store's layout and types, shared by its questions."""

    physical: Physical
    layout: Layout
    types: Types

    @classmethod
    def of(cls, physical: Physical) -> Store:
        return cls(physical, Layout(physical), Types(physical))


class Alias(NamedTuple):
    """Where an alias' rows are: its table, and the path at which its document begins ("" for the pipeline's own)."""

    table: str
    base: str
    copied: tuple[tuple[str, str], ...] = ()  # path by column, where the row is seen through a copy beside the reference
    inside: bool = False  # an expression of a looked-up pipeline names it by a variable


class Places:
    """Scope of a question: aliases and where their documents lie."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.aliases: dict[str, Alias] = {}
        self.variables: dict[str, str] = {}  # path outside a lookup -> its variable

    def alias(self, ref: e.ColumnRef) -> Alias:
        if ref.table in self.aliases:
            return self.aliases[ref.table]
        if not ref.table:
            owners = [a for a in self.aliases.values() if ref.column in self.store.physical.tables[a.table].columns]
            if owners:
                return owners[0]
        raise Inexpressible(f"{ref.table}.{ref.column} is not in sight")

    def path(self, ref: e.ColumnRef) -> str:
        alias = self.alias(ref)
        if alias.copied:
            return dict(alias.copied)[ref.column]
        path = self.store.layout.full(alias.table, ref.column)
        return f"{alias.base}.{path}" if alias.base else path

    def data(self, ref: e.ColumnRef) -> DataType | None:
        alias = self.alias(ref)
        if self.store.types.is_made(alias.table, ref.column):
            return None
        return self.store.physical.tables[alias.table].columns[ref.column].data

    def may_be_absent(self, ref: e.ColumnRef) -> bool:
        alias = self.alias(ref)
        return (
            bool(alias.base or alias.copied)
            or self.store.physical.tables[alias.table].columns[ref.column].nullable
            or self.store.layout.embedding(alias.table) is not None
        )

    def lowered(self, ref: e.ColumnRef) -> str:
        alias = self.alias(ref)
        found = next((d for d in self.store.layout.collection(alias.table).derived if (d.table, d.column) == (alias.table, ref.column)), None)
        if found is None:
            return ""
        path = ".".join((*self.store.layout.path(alias.table), found.field))
        return f"{alias.base}.{path}" if alias.base else path


class Outer:
    """Scope inside a lookup: the looked-up document's own paths, and variables for what lies outside."""

    def __init__(self, inner: Places, outer: Places, variables: dict[str, str]) -> None:
        self.inner, self.outer, self.variables = inner, outer, variables

    def _is_inner(self, ref: e.ColumnRef) -> bool:
        return ref.table in self.inner.aliases or not ref.table

    def path(self, ref: e.ColumnRef) -> str:
        if self._is_inner(ref):
            return self.inner.path(ref)
        path = self.outer.path(ref)
        return "$$" + self.variables.setdefault(path, f"v{len(self.variables)}_{path.replace('.', '_').strip('_')}")

    def data(self, ref: e.ColumnRef) -> DataType | None:
        return self.inner.data(ref) if self._is_inner(ref) else self.outer.data(ref)

    def may_be_absent(self, ref: e.ColumnRef) -> bool:
        return self.inner.may_be_absent(ref) if self._is_inner(ref) else self.outer.may_be_absent(ref)

    def lowered(self, ref: e.ColumnRef) -> str:
        return self.inner.lowered(ref) if self._is_inner(ref) else ""


def pairs_of(condition: Expression, alias: str) -> Iterator[tuple[e.ColumnRef, e.ColumnRef]]:
    """(column of the alias, column of another) for each equality of two columns."""
    for one in conjuncts(condition):
        if isinstance(one, e.Compare) and one.op == "=" and isinstance(one.left, e.ColumnRef) and isinstance(one.right, e.ColumnRef):
            left, right = one.left, one.right
            if left.table == alias and right.table != alias:
                yield left, right
            elif right.table == alias and left.table != alias:
                yield right, left


def is_pair(condition: Expression, pair: tuple[e.ColumnRef, e.ColumnRef]) -> bool:
    return isinstance(condition, e.Compare) and condition.op == "=" and {id(condition.left), id(condition.right)} == {id(pair[0]), id(pair[1])}


def asks_again(node: object) -> bool:
    return any(True for _ in every(e.Exists, node))


def refs_of(node: object) -> list[e.ColumnRef]:
    return list(every(e.ColumnRef, node))


def aliases_of(node: object) -> set[str]:
    return {ref.table for ref in refs_of(node)}
