"""What of a design asks an engine for a capability: for each, the names of the elements that need it.

A capability that is in no design's power to ask for (how an engine makes keys, how it works inside) is named in BUILT_OTHERWISE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from relvar.model import behaviour as b
from relvar.model.expression import And, Expression, Holds, Includes, Matches, Member, Or
from relvar.model.physical import CheckConstraint, ForeignKey, Index, Physical
from relvar.model.query import Select
from relvar.model.topology import Topology
from relvar.model.walking import every

Uses = Callable[[Physical, Topology], Iterable[str]]


def _indexes(of: Callable[[Index], bool]) -> Uses:
    return lambda physical, topology: (index.name for table in physical.tables.values() for index in table.indexes.values() if of(index))


def _behaviours(*kinds: type) -> Uses:
    return lambda physical, topology: (id_ for id_, it in physical.behaviours.items() if not kinds or isinstance(it, kinds))


def _elements(collection: str) -> Uses:
    return lambda physical, topology: (element.name for element in getattr(physical, collection).values())


def _measures(*means: str) -> Uses:
    return lambda physical, topology: (it.how for it in topology.measures.values() if it.means in means and it.needed)


def _column_grants(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (id_ for id_, grant in physical.grants.items() if grant.columns)


def _partitions(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (table.name for table in physical.tables.values() if table.partition is not None)


def _materialized(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (view.name for view in physical.views.values() if view.materialized)


def _forms(physical: Physical, topology: Topology) -> Iterator[str]:
    for table in physical.tables.values():
        for it in table.constraints.values():
            if isinstance(it, CheckConstraint) and _has_form(it.condition):
                yield it.name


def _has_form(condition: Expression) -> bool:
    return isinstance(condition, Matches) or (isinstance(condition, And | Or) and any(map(_has_form, condition.items)))


def _deferred(physical: Physical, topology: Topology) -> Iterator[str]:
    for table in physical.tables.values():
        yield from (it.name for it in table.constraints.values() if isinstance(it, ForeignKey) and it.deferred)


def _references(physical: Physical, topology: Topology) -> Iterator[str]:
    """Where rows are documents, those that lie in what they refer to need none."""
    inside = {f"{table}.{e.reference}" for c in physical.collections.values() for table, e in c.embedded.items()}
    for id_, table in physical.tables.items():
        yield from (it.name for key, it in table.constraints.items() if isinstance(it, ForeignKey) and f"{id_}.{key}" not in inside)


def _filled(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (table.name for table in physical.tables.values() if table.fill_factor)


def _locks(physical: Physical, topology: Topology) -> Iterator[str]:
    for transaction in physical.transactions.values():
        if any(isinstance(it, Select) and it.lock for it in transaction.statements):
            yield transaction.name


def _masked_views(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (view.name for view in physical.views.values() if not view.materialized)


def _recovery(physical: Physical, topology: Topology) -> Iterator[str]:
    if topology.backup is not None:
        yield f"at most {topology.backup.rpo_minutes:g} min of work lost"


def _tables(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (table.name for table in physical.tables.values())


def _documents_asked(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (query.name for query in physical.queries.values() if any(True for _ in every(Holds, query.statement)))


def _lists_asked(physical: Physical, topology: Topology) -> Iterator[str]:
    yield from (query.name for query in physical.queries.values() if any(True for _ in every(Includes, query.statement)))


USES: dict[str, Uses] = {
    "roles": _elements("roles"),
    "row_rules": _elements("policies"),
    "column_grants": _column_grants,
    "exclusion_constraints": _behaviours(b.ForbidOverlap, b.UpholdDependency),
    "period_type": _behaviours(b.ForbidOverlap),
    "partitions": _partitions,
    "partial_indexes": _indexes(lambda it: it.where is not None),
    "include_columns": _indexes(lambda it: bool(it.include)),
    "block_range_indexes": _indexes(lambda it: it.method == "block_range"),
    "inverted_indexes": _indexes(lambda it: it.method == "inverted"),
    "document_indexes": _documents_asked,
    "member_indexes": _lists_asked,
    "document_path_indexes": _indexes(lambda it: any(True for _ in every(Member, it.parts))),
    "trigram_indexes": _indexes(lambda it: any(part.method_class == "trigram" for part in it.parts)),
    "full_text": _indexes(lambda it: it.method == "text"),
    "materialized_views": _materialized,
    "deferred_constraints": _deferred,
    "foreign_keys": _references,
    "regular_expressions": _forms,
    "comments": _tables,
    "routines": _behaviours(),
    "triggers": _behaviours(),
    "row_locks": _locks,
    "concurrent_writers": _elements("transactions"),
    "scheduled_jobs": _elements("jobs"),
    "point_in_time_recovery": _recovery,
    "replication": _measures("replica"),
    "transactional_ddl": _tables,
    "fill_factor": _filled,
    "security_invoker_views": _masked_views,
    "schemas": _tables,
}
# ways in which an engine works, that no element of a design asks for
BUILT_OTHERWISE = frozenset(
    {"full_text_without_index", "secondary_reads_of_foreign_keys", "online_index_builds", "strict_types", "identity_columns", "ordered_uuid"}
    | {"stored_generated_columns", "descending_indexes", "expression_indexes", "set_null_columns", "cascades_fire_triggers"}
    | {"identity_beside_key", "foreign_keys_of_partitions", "keeps_statistics_fresh", "invisible_indexes", "without_rowid"}
    | {"several_cascade_paths", "nulls_are_distinct_in_keys", "system_versioned_tables"}
    | {"checks_added_beside_writers", "enumerated_types", "domains", "versions_in_tables", "failed_index_stays"}
)
