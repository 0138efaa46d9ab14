"""Whether the rule that upholds a functional dependency finds the rows to look at.

Decides: a dependency inside a table that no key upholds ("the postal code determines its city" where splitting would lose another
dependency) is kept by a rule that looks, at each write, at the other rows with the same left side. They get an index that begins with it.

Stays silent where the engine upholds it by an exclusion constraint, which is an index itself, and where a key or an index begins
with the left side already.

Weighs: one entry for each arriving row against a scan of the whole table at each write.

Sources: PostgreSQL manual, CREATE TABLE, EXCLUDE ("implemented using an index"); Beeri and Bernstein 1979 (no decomposition into BCNF
preserves every dependency in general, so what stays must be looked for).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import UpholdDependency
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design, Manual
from relvar.model.expression import ColumnRef
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.physical import Index, IndexPart, Physical
from relvar.plan.queries.serve import structures
from relvar.plan.realize.names import index_name

BERNSTEIN = Manual(title="Beeri and Bernstein 1979: no decomposition into BCNF preserves every dependency in general")


def index_dependencies(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each left side that nothing serves."""
    if features.can("exclusion_constraints"):
        return
    physical, made = design.physical[store], set[tuple[str, tuple[str, ...]]]()
    for id_, rule in physical.behaviours.items():
        if isinstance(rule, UpholdDependency) and (rule.table, rule.left) not in made and not _served(physical, rule):
            made.add((rule.table, rule.left))
            yield _decision(physical, store, id_, rule)


def _served(physical: Physical, rule: UpholdDependency) -> bool:
    for structure in structures(physical, rule.table):
        columns = [p.expression.column if isinstance(p.expression, ColumnRef) else "" for p in structure.parts]
        if structure.method == "ordered" and structure.where is None and set(columns[: len(rule.left)]) == set(rule.left):
            return True
    return False


def _decision(physical: Physical, store: str, id_: str, rule: UpholdDependency) -> Decision:
    table = physical.tables[rule.table]
    name = index_name(table.name, (table.columns[c].name for c in rule.left))
    because = f"the other rows with the same {listed(rule.left)}, when one is written: they have the same {rule.right}"
    parts = tuple(IndexPart(expression=ColumnRef(column=c)) for c in rule.left)
    index = Index(name=name, parts=parts, serves=(id_,), because=because)
    return Decision(
        advisor="index_dependencies",
        subject=f"{rule.table}.{name}",
        store=store,
        choice=f"index ({', '.join(rule.left)})",
        because=f"each write of {table.name} looks for the same {listed(rule.left)} with another {rule.right}, among {count(table.rows)} rows",
        evidence=(
            Computed(formula=f"{count(table.rows_per_day)} {table.name} a day × 1 look", value=table.rows_per_day, unit="looks a day"),
            BERNSTEIN,
        ),
        instead_of=(f"no index: each write reads all {count(table.rows)} {table.name}",),
        changes=(Add(collection="indexes", id=name, element=index, table=rule.table),),
    )
