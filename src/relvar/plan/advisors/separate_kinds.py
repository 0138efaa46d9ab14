"""How the kinds of a thing are kept: what all have in its own table, what one kind alone has in a table of that kind with the same key.

Decides, for each thing of which there are kinds: where no instance is of two kinds, the row of a kind repeats what kind it is of, its check
allows no other value, and its reference names key and kind together; a unique constraint on both makes that a key to refer to. Then no
row can say that a truck has doors, nor be of two kinds, and no trigger is needed. A question finds what the declaration cannot: a row that
says of itself that it is of a kind and has no row there. Where one may be of several kinds, the shared key alone holds: nothing excludes.

Stays silent where the kinds have nothing of their own: they are values of a list then, and no tables.

Weighs: the room that the rows of the kinds take with their keys, against columns in the one table that are empty for all other kinds. What
is empty costs next to nothing, but each such column is nullable, is required by a check that says for which kind, and nobody can refer
to one kind alone.

Sources: E. F. Codd, "Extending the Database Relational Model to Capture More Meaning", ACM TODS 4 (4), 1979 (generalisation); C. J. Date,
"Database Design and Relational Theory", 2012 (supertypes and exclusive subtypes by a constant column); M. Fowler, "Patterns of Enterprise
Application Architecture", 2002 (Class Table, Single Table and Concrete Table Inheritance); docs/decisions/0024.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.changes import Add, Alter, Change
from relvar.model.conceptual import Specialisation
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, Words
from relvar.model.expression import ColumnRef, Compare, Constant, Exists, Not
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import CheckConstraint, Column, ForeignKey, IntegrityCheck, Physical, Table, UniqueConstraint
from relvar.plan.capacity.bytes import table_bytes, value_bytes
from relvar.plan.queries import faults
from relvar.plan.realize.names import longest, shorten
from relvar.plan.trace import all_of, same

ADVISOR = "separate_kinds"
FOWLER = Manual(title="Class Table Inheritance", address="https://martinfowler.com/eaaCatalog/classTableInheritance.html")
MEASURED = Manual(
    title="1,000,000 rows of three kinds: one table takes 55 to 64 % of the room and reads one whole 0.02 to 0.14 ms sooner (our measurement)"
)


class Kind(NamedTuple):
    """A table of one kind, its reference to the table of what it is a kind of, and the value that says so there ("" where kinds overlap)."""

    table_id: str
    table: Table
    reference: str
    key: ForeignKey
    value: str


def separate_kinds(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each thing of which there are kinds."""
    physical = design.physical[store]
    for rule in design.conceptual.rules.values():
        if isinstance(rule, Specialisation) and rule.entity in physical.tables:
            kinds = list(kinds_of(physical, rule))
            if kinds:
                yield _decision(design, store, features, rule, kinds)


def kinds_of(physical: Physical, rule: Specialisation) -> Iterator[Kind]:
    """The tables of the kinds that a rule names."""
    for id_, value in rule.kinds.items():
        table = physical.tables.get(id_)
        if table is None:
            continue
        for name, key in table.constraints.items():
            if isinstance(key, ForeignKey) and key.table == rule.entity and set(table.primary_key) <= set(key.columns):
                yield Kind(id_, table, name, key, value)
                break


def _decision(design: Design, store: str, features: Features, rule: Specialisation, kinds: list[Kind]) -> Decision:
    physical = design.physical[store]
    general = physical.tables[rule.entity]
    exclusive = bool(rule.attribute) and rule.attribute in general.columns
    names = listed([kind.table.name for kind in kinds])
    column = general.columns[rule.attribute].name if exclusive else ""
    choice = f"{names} beside {general.name}, {'each by key and ' + column if exclusive else 'by the same key'}"
    return Decision(
        advisor=ADVISOR,
        subject=rule.entity,
        store=store,
        choice=choice,
        because=_because(general, kinds, column),
        evidence=(Words(source=rule.source), *_evidence(physical, features, general, kinds), MEASURED, FOWLER),
        instead_of=tuple(_instead(physical, features, general, kinds)),
        changes=tuple(_excluding(physical, features, rule, kinds)) if exclusive else (),
    )


def _because(general: Table, kinds: list[Kind], column: str) -> str:
    own = sum(len(_own(kind)) for kind in kinds)
    facts = f"{own} column{'s' * (own != 1)} that only one kind has {'are' if own != 1 else 'is'} there for its rows alone"
    if not column:
        return f"one of the {general.name} may be of several kinds; {facts}"
    return f"a row of another kind in {general.name} is refused by its reference; {facts}"


def _own(kind: Kind) -> list[Column]:
    return [column for id_, column in kind.table.columns.items() if id_ not in kind.key.columns]


def _evidence(physical: Physical, features: Features, general: Table, kinds: list[Kind]) -> Iterator[Evidence]:
    rows = " + ".join(f"{count(kind.table.rows)} {kind.table.name}" for kind in kinds)
    takes = sum(table_bytes(kind.table, physical.tables, features) for kind in kinds)
    yield Computed(formula=f"{rows}, with their keys", value=round(takes), unit="bytes beside the general rows")
    yield Computed(formula=_columns_formula(general, kinds), value=round(_in_one(features, kinds)), unit="bytes of the same facts in one table")


def _columns_formula(general: Table, kinds: list[Kind]) -> str:
    return f"{len(general.columns)} columns of {general.name} + {sum(len(_own(kind)) for kind in kinds)} that are empty for other kinds"


def _in_one(features: Features, kinds: list[Kind]) -> float:
    return sum(kind.table.rows * sum(value_bytes(column, features) for column in _own(kind)) for kind in kinds)


def _instead(physical: Physical, features: Features, general: Table, kinds: list[Kind]) -> Iterator[str]:
    required = sum(not column.nullable for kind in kinds for column in _own(kind))
    checks = f"{required} check{'s' * (required != 1)} to require what its kind requires"
    yield f"one table: {size(_in_one(features, kinds))} of facts in nullable columns, {checks}, no reference to one kind"
    repeated = sum(kind.table.rows * sum(value_bytes(c, features) for c in general.columns.values()) for kind in kinds)
    yield f"a table for each kind with all columns: {size(repeated)} repeated, no reference to {general.name} and no key over all"


# --- no row is of two kinds ---


def _excluding(physical: Physical, features: Features, rule: Specialisation, kinds: list[Kind]) -> Iterator[Change]:
    """The column of the kind in each table, its check and its reference, the key that they refer to, the question for what is missing."""
    general = physical.tables[rule.entity]
    kept = general.columns[rule.attribute]
    whole = (*kinds[0].key.to, rule.attribute)
    unique = UniqueConstraint(
        name=shorten(f"{general.name}_{kept.name}", longest(features) - 3) + "_uq",
        columns=whole,
        says=f"what the rows of a kind refer to: the key with the {kept.name}",
    )
    yield Add(collection="constraints", id=unique.name, element=unique, table=rule.entity)
    if kept.default is not None:  # which kind it is must be said: what is not said is no student
        said = msgspec.structs.replace(kept, default=None)
        yield Alter(collection="columns", id=rule.attribute, before=kept, after=said, table=rule.entity)
    for kind in kinds:
        yield from _of_one(features, rule, general, kind)
        question = _without_row(physical, rule, kind)
        yield Add(collection="integrity", id=question.name, element=question)


def _of_one(features: Features, rule: Specialisation, general: Table, kind: Kind) -> Iterator[Change]:
    kept = general.columns[rule.attribute]
    name = shorten(f"{rule.entity}_{kept.name}", longest(features))
    what = rule.entity.replace("_", " ")
    column = Column(
        name=name,
        data=kept.data,
        default=Constant(value=kind.value),
        comment=f"Always {kind.value}: of the {general.name} only those of this kind have a row here",
        average_bytes=len(kind.value),
    )
    check = CheckConstraint(
        name=shorten(f"{kind.table.name}_{name}", longest(features) - 3) + "_ck",
        condition=Compare(op="=", left=ColumnRef(column=name), right=Constant(value=kind.value)),
        says=f"a row of {kind.table.name} is of a {what} of the {kept.name} {kind.value}",
        bad={name: next((v for v in kept.values if v != kind.value), "")},
    )
    after = msgspec.structs.replace(kind.key, columns=(*kind.key.columns, name), to=(*kind.key.to, rule.attribute))
    yield Add(collection="columns", id=name, element=column, table=kind.table_id)
    yield Add(collection="constraints", id=check.name, element=check, table=kind.table_id)
    yield Alter(collection="constraints", id=kind.reference, before=kind.key, after=after, table=kind.table_id)


def _without_row(physical: Physical, rule: Specialisation, kind: Kind) -> IntegrityCheck:
    """The question for rows that say of themselves that they are of a kind, and have no row there."""
    general = physical.tables[rule.entity]
    there = Exists(table=kind.table_id, alias="special", where=all_of(same("special", kind.key.columns, general.name, kind.key.to)))
    condition = all_of([Compare(op="=", left=ColumnRef(column=rule.attribute), right=Constant(value=kind.value)), Not(item=there)])
    return IntegrityCheck(
        name=shorten(f"{kind.table.name}_complete"),
        says=f"each of the {general.name} of the {general.columns[rule.attribute].name} {kind.value} has its row in {kind.table.name}",
        select=faults.rows_where(physical, rule.entity, condition, (rule.attribute,)),
    )
