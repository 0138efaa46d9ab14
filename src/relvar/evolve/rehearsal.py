"""The rehearsal: three changes that every product meets, on *this* design's own tables.

A rename (of the text people read most), a required column (on the largest table that is not partitioned: the one whose
rewrite would hurt), a new reference (from that table to another one, or to itself). Each is the hard form of its kind
(`operations.md` A.4): done carelessly it breaks running code or locks the table for minutes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from relvar.engines.base import Evolution
from relvar.evolve.documents import followed, takes_fields
from relvar.model.behaviour import FollowLifeCycle, Freeze, TouchTime
from relvar.model.changes import Add, Alter, Change, apply
from relvar.model.design import Design
from relvar.model.expression import ColumnRef, Constant, InList
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index, IndexPart, Physical, Table
from relvar.model.semantic import DataType

ORIGIN = "origin"  # the required column: through which door the row came in
ORIGINS = ("unknown", "web", "import")


def rehearsal(design: Design, store: str) -> Evolution | None:
    """One evolution of the store, or None where it has no table that can change."""
    physical = design.physical[store]
    renamed, largest = _renamed(physical), _largest(physical)
    changes = tuple(_changes(physical, renamed, largest))
    if not changes:
        return None
    changes += tuple(followed(physical, changes))
    because = "; ".join(_words(physical, renamed, largest))
    return Evolution(name="rehearsal", because=because, before=physical, after=apply(physical, changes), changes=changes)


def _changes(physical: Physical, renamed: Alter | None, largest: str | None) -> Iterator[Change]:
    if renamed is not None:
        yield renamed
    if largest is not None:
        yield from _required(physical, largest)
        yield from _referring(physical, largest)


def _words(physical: Physical, renamed: Alter | None, largest: str | None) -> Iterator[str]:
    if renamed is not None and isinstance(renamed.before, Column) and isinstance(renamed.after, Column):
        yield f"{physical.tables[renamed.table].name}.{renamed.before.name} is renamed to {renamed.after.name}"
    if largest is not None:
        table = physical.tables[largest]
        yield f"{table.name} ({table.rows:,.0f} rows): {ORIGIN} and a reference"


def _plain(physical: Physical) -> list[str]:
    """Tables that relations gave us (no logs or counters), not partitioned, by stable order of size."""
    tables = [(-t.rows, i) for i, t in physical.tables.items() if t.relation and t.partition is None and takes_fields(physical, i)]
    return [i for _, i in sorted(tables)]


def _largest(physical: Physical) -> str | None:
    free = [i for i in _plain(physical) if ORIGIN not in physical.tables[i].columns]
    return free[0] if free else None


def _renamed(physical: Physical) -> Alter | None:
    """The column that most statements read, among plain texts that no expression, key or behaviour names."""
    reads = Counter[str]()
    for query in physical.queries.values():
        reads[getattr(query.statement, "table", "")] += round(query.per_day)
    by_reads = sorted(_plain(physical), key=lambda t: (-reads[t], t))
    everywhere = msgspec.json.encode((physical.policies, physical.integrity)).decode()
    found = next(((t, c) for t in by_reads for c in _free(physical, t, everywhere)), None)
    if found is None:
        return None
    table, id_ = found
    column = physical.tables[table].columns[id_]
    after = msgspec.structs.replace(column, name=f"{table}_{column.name}"[:60])
    return Alter(collection="columns", table=table, id=id_, before=column, after=after)


def _free(physical: Physical, table: str, everywhere: str) -> Iterator[str]:
    """Plain texts that nothing but their own checks and grants names: keys, indexes, views, other checks and behaviours would have to follow.

    `everywhere`: the policies and integrity questions of the store, as JSON.
    """
    owner = physical.tables[table]
    if _settled(physical, table) or any(v.table == table for v in physical.views.values()):
        return
    behaviours = [b for b in physical.behaviours.values() if table in (getattr(b, n, "") for n in ("table", "of", "parent"))]
    views = [v for v in physical.views.values() if v.select is not None]
    here = msgspec.json.encode((owner.indexes, behaviours, views)).decode()
    for id_, column in sorted(owner.columns.items()):
        plain = column.data.base == "text" and not column.generated and not column.values and column.default is None
        if not plain or id_ in owner.primary_key:
            continue
        held = msgspec.json.encode([c for c in owner.constraints.values() if not _only(c, id_)]).decode()
        mention = re.compile(rf'"{id_}"(?!:)')  # as a value: a field of ours may have the same name
        if not any(mention.search(text) for text in (here, held, everywhere)):
            yield id_


def _only(constraint: Constraint, id_: str) -> bool:
    """A check of this one column: it moves with it."""
    if not isinstance(constraint, CheckConstraint):
        return False
    text = msgspec.json.encode(constraint.condition).decode()
    return text.count('"kind":"ColumnRef"') == text.count(f'"column":"{id_}"')


def _settled(physical: Physical, table: str) -> bool:
    """Rows that refuse every update (append-only, or in a final state) cannot be filled, and a fill would touch the time of every row."""
    return any(
        b.table == table and (isinstance(b, TouchTime) or (isinstance(b, Freeze) and not b.columns) or (isinstance(b, FollowLifeCycle) and b.final))
        for b in physical.behaviours.values()
    )


def _required(physical: Physical, table: str) -> Iterator[Change]:
    name = physical.tables[table].name
    column = Column(
        name=ORIGIN, data=DataType(base="text", length=20), default=Constant(value=ORIGINS[0]), values=ORIGINS, average_bytes=8,
        comment="Through which door the row came in; unknown for rows older than the column",
    )  # fmt: skip
    yield Add(collection="columns", table=table, id=ORIGIN, element=column)
    values = tuple(Constant(value=origin) for origin in ORIGINS)
    check = CheckConstraint(
        name=f"{name}_{ORIGIN}_ck"[:63], condition=InList(operand=ColumnRef(column=ORIGIN), items=values),
        says=f"{ORIGIN} is one of {', '.join(ORIGINS)}", bad={ORIGIN: "nowhere"},
    )  # fmt: skip
    yield Add(collection="constraints", table=table, id=check.name, element=check)


def _referring(physical: Physical, table: str) -> Iterator[Change]:
    """A nullable reference to the largest table that this one does not refer to yet; to itself where there is none."""
    owner = physical.tables[table]
    target = _target(physical, owner, table)
    shared = owner.primary_key[:1] if _is_tenant_key(physical, owner, target) else ()
    columns = {part: f"related_{part}" for part in physical.tables[target].primary_key if part not in shared}
    for part, id_ in columns.items():
        kind = physical.tables[target].columns[part]
        comment = f"{physical.tables[target].name} row this one relates to; empty for rows older than the column"
        yield Add(collection="columns", table=table, id=id_, element=Column(name=id_, data=kind.data, nullable=True, comment=comment))
    own = (*shared, *columns.values())
    key = ForeignKey(
        name=f"{owner.name}_related_{target}_fk"[:63],
        columns=own,
        table=target,
        to=physical.tables[target].primary_key,
        because="history refers to it",
    )
    index = Index(
        name=f"{owner.name}_related_{target}_ix"[:63],
        parts=tuple(IndexPart(expression=ColumnRef(column=c)) for c in own),
        serves=(key.name,),
        because="serves the reference",
    )
    yield Add(collection="constraints", table=table, id=key.name, element=key)
    yield Add(collection="indexes", table=table, id=index.name, element=index)


def _target(physical: Physical, owner: Table, table: str) -> str:
    known = {c.table for c in owner.constraints.values() if isinstance(c, ForeignKey)}
    fresh = [i for i in _plain(physical) if i not in known and i != table and len(physical.tables[i].primary_key) <= 2]
    same_tenancy = [i for i in fresh if _is_tenant_key(physical, owner, i) or len(physical.tables[i].primary_key) == 1]
    return same_tenancy[0] if same_tenancy else table


def _is_tenant_key(physical: Physical, owner: Table, target: str) -> bool:
    """Both keys begin with the same column: the tenant, which a reference must share."""
    other = physical.tables[target].primary_key
    return len(other) > 1 and len(owner.primary_key) > 1 and owner.primary_key[0] == other[0] and other[0] in physical.context
