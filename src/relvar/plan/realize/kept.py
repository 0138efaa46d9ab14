"""Dependencies that no key upholds (a relation left in third normal form): the rule that upholds each, and a question that finds the rows that
break it, for a load with rules off can pass it by."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Behaviour, UpholdDependency
from relvar.model.design import Design
from relvar.model.expression import And, ColumnRef, Compare, CompareOperator, Expression, Or
from relvar.model.logical import Dependency, Relation
from relvar.model.physical import IntegrityCheck
from relvar.model.query import Join, Output, Select


def kept(design: Design) -> dict[str, IntegrityCheck]:
    """One check for each functional dependency whose left side holds no key, by id."""
    return {_name(id_, d): _check(id_, _name(id_, d), design.logical.relations[id_], d) for id_, d in _without_key(design)}


def upheld(design: Design) -> dict[str, Behaviour]:
    """One rule for each column that such a dependency determines, by id."""
    return {
        f"{_name(id_, dependency)}_{column}": UpholdDependency(table=id_, left=dependency.left, right=column)
        for id_, dependency in _without_key(design)
        for column in dependency.right
    }


def _name(id_: str, dependency: Dependency) -> str:
    return f"{id_}_{'_'.join(dependency.left)}_determines"


def _without_key(design: Design) -> Iterator[tuple[str, Dependency]]:
    """Functional dependencies inside a relation whose left side holds no key of it, with the relation's id."""
    for id_, relation in design.logical.relations.items():
        for dependency in relation.dependencies:
            if dependency.functional and dependency.left and not _is_key(relation, dependency):
                yield id_, dependency


def _is_key(relation: Relation, dependency: Dependency) -> bool:
    return any(set(key.attributes) <= set(dependency.left) for key in relation.keys if not key.partial)


def _check(id_: str, name: str, relation: Relation, dependency: Dependency) -> IntegrityCheck:
    primary = next(key.attributes for key in relation.keys if key.primary)
    same = tuple(_pair(column, "=") for column in dependency.left)
    differ = tuple(_pair(column, "<>") for column in dependency.right)
    return IntegrityCheck(
        name=name,
        says=f"{', '.join(dependency.left)} determines {', '.join(dependency.right)} in {relation.name}",
        select=Select(
            table=id_,
            alias="one",
            outputs=tuple(Output(expression=ColumnRef(column=column, table="one"), name=column) for column in primary),
            joins=(Join(table=id_, alias="other", on=_one_or(same, And)),),
            where=_one_or(differ, Or),
        ),
    )


def _pair(column: str, op: CompareOperator) -> Expression:
    return Compare(op=op, left=ColumnRef(column=column, table="one"), right=ColumnRef(column=column, table="other"))


def _one_or(items: tuple[Expression, ...], several: type[And] | type[Or]) -> Expression:
    return items[0] if len(items) == 1 else several(items=items)
