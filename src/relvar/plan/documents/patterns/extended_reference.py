"""Extended reference: what a list shows of the row that it refers to is copied beside the reference, where it never changes there.

A copy of what changes must be rewritten wherever it lies, and between the two writes it is wrong. Personal and secret values are not
copied: erasing a person must not have to find them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Freeze
from relvar.model.design import Computed
from relvar.model.documents import Copy
from relvar.model.expression import ColumnRef
from relvar.model.figures import listed
from relvar.model.physical import ForeignKey, Physical
from relvar.model.query import Join, Query, Select
from relvar.model.walking import every
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.trace import foreign_keys

MOST = 3  # columns: a copy of more is a copy of the row
KEPT_OUT = ("personal", "special", "secret", "financial")
PAGE = 50.0


class _Wish(NamedTuple):
    table: str
    reference: str
    columns: tuple[str, ...]
    lookups: float


def extended_reference(sight: Sight) -> Found | None:
    copies, said, evidence = [], [], []
    for wish in _wishes(sight):
        key = sight.physical.tables[wish.table].constraints[wish.reference]
        assert isinstance(key, ForeignKey)
        target = sight.physical.tables[key.table]
        if not _never_changes(sight, wish, key):
            continue
        field = _field(sight, wish, key)
        copies.append(Copy(table=wish.table, reference=wish.reference, field=field, columns=wish.columns))
        said.append(f"{field}.{', '.join(target.columns[c].name for c in wish.columns)}")
        formula = f"what is shown of {target.name} never changes there"
        evidence.append(Computed(formula=formula, value=round(wish.lookups), unit="lookups a day saved"))
    if not copies:
        return None
    return Found(
        after=msgspec.structs.replace(sight.collection, copies=tuple(copies)),
        choice=f"extended reference: {listed(said)}",
        because=f"{listed(said)} in {sight.collection.name} spare a lookup each time they are shown",
        evidence=tuple(evidence),
        instead_of=("$lookup at every read",),
    )


def _wishes(sight: Sight) -> list[_Wish]:
    """References whose far row a question shows in a few columns, and nothing else of it: added up over the questions."""
    found: dict[tuple[str, str], _Wish] = {}
    for query in sight.physical.queries.values():
        for table, reference, columns in _shown(sight, query):
            before = found.get((table, reference))
            wide = tuple(dict.fromkeys((*(before.columns if before else ()), *columns)))
            rows = min(query.rows or PAGE, getattr(query.statement, "limit", 0) or PAGE)
            lookups = (before.lookups if before else 0.0) + query.per_day * max(1.0, rows)
            found[table, reference] = _Wish(table, reference, wide, lookups)
    return [w for w in found.values() if len(w.columns) <= MOST and w.columns]


def _shown(sight: Sight, query: Query) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    select = query.statement
    if not isinstance(select, Select) or select.group_by:
        return
    near = {select.alias: select.table, **{j.alias: j.table for j in select.joins}}
    for join in select.joins:
        key = _to_one(sight.physical, near, join)
        if key is None or sight.layout.home[near[key[0]]] != sight.id or sight.layout.embedding(join.table) is not None or join.table == sight.id:
            continue
        columns = tuple(
            o.expression.column for o in select.outputs if isinstance(o.expression, ColumnRef) and o.expression.table == join.alias
        )  # fmt: skip
        own = sight.physical.tables[join.table]
        copied = tuple(c for c in columns if c not in key[1].to)
        if _asked_elsewhere(select, join) or any(own.columns[c].sensitivity in KEPT_OUT for c in copied):
            continue
        name = next(n for n, c in sight.physical.tables[near[key[0]]].constraints.items() if c is key[1])
        yield near[key[0]], name, copied


def _to_one(physical: Physical, near: dict[str, str], join: Join) -> tuple[str, ForeignKey] | None:
    """The alias and its reference by which a join finds one row at most."""
    for alias, table in near.items():
        for key in foreign_keys(physical.tables[table]):
            if alias != join.alias and key.table == join.table and _is_by(join, alias, key):
                return alias, key
    return None


def _is_by(join: Join, alias: str, key: ForeignKey) -> bool:
    pairs = {(r.table, r.column) for r in every(ColumnRef, join.on)}
    return pairs == {*((alias, c) for c in key.columns), *((join.alias, c) for c in key.to)}


def _asked_elsewhere(select: Select, join: Join) -> bool:
    others = (select.where, *(j.on for j in select.joins if j is not join), *(o.expression for o in select.order_by))
    return any(r.table == join.alias for other in others for r in every(ColumnRef, other))


def _never_changes(sight: Sight, wish: _Wish, key: ForeignKey) -> bool:
    columns = sight.physical.tables[key.table].columns
    rules = (b for b in sight.physical.behaviours.values() if isinstance(b, Freeze) and b.table == key.table)
    return set(wish.columns) <= {c for b in rules for c in b.columns or columns}


def _field(sight: Sight, wish: _Wish, key: ForeignKey) -> str:
    """category_id -> category."""
    table = sight.physical.tables[wish.table]
    name = table.columns[key.columns[-1]].name.removesuffix("_id")
    taken = {c.name for c in table.columns.values()} | {e.field for e in sight.collection.embedded.values()}
    return f"{name}_shown" if name in taken else name
