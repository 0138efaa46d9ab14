"""Judgements that servers over InnoDB need: how values are kept, what it cannot do and what is done instead, and how much memory it takes.

Decides, for each design: how texts are compared, how instants, identifiers and booleans are stored; the order of a partitioned
table's key, so that it can be numbered; what stands in for row rules, exclusion constraints, partial indexes, materialized views,
deferred references and checks that look at time; which rows a trigger removes because a reference's action would run no trigger;
that a random identifier as a key is dear; and the buffer pool. It stays silent on what the design does not ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from relvar.engines.facts import facts
from relvar.engines.innodb.ddl import refused_check
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.hosted import held_by_migrator, owned_by_deployer
from relvar.engines.innodb.memory import memory
from relvar.engines.innodb.objects import shortened
from relvar.engines.innodb.overlaps import serving_index
from relvar.engines.innodb.references import kept
from relvar.engines.innodb.types import UNBOUNDED_KEY, column_types
from relvar.engines.innodb.watched import removed_first, unseen
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.changes import Add, SetTable, options
from relvar.model.design import Decision, Design, EngineFact, Evidence, Manual
from relvar.model.physical import CheckConstraint, ForeignKey, Index, IndexPart, Physical

MEASURED = Manual(title="400,000 rows by a random against an ordered identifier: 12.8 s and 84 MB against 7.0 s and 57 MB (measured)")


def advise(design: Design, store: str) -> Iterator[Decision]:
    physical = design.physical[store]
    yield from owned_by_deployer(physical)
    yield from held_by_migrator(physical)
    yield from _stored_forms(physical)
    yield from _numbered_first(physical)
    yield from _instead_of_missing(design, physical)
    yield from _overlap_indexes(physical)
    yield from _checks(physical)
    yield from _cascades(physical)
    yield from _partitions(physical)
    yield from _random_keys(physical)
    yield from memory(design, store, physical)


def _decision(physical: Physical, subject: str, choice: str, because: str, evidence: Evidence, instead_of: tuple[str, ...] = ()) -> Decision:
    return Decision(advisor=physical.engine, subject=subject, choice=choice, because=because, evidence=(evidence,), instead_of=instead_of)


def _columns(physical: Physical, base: str) -> list[str]:
    return [f"{table.name}.{column.name}" for table in physical.tables.values() for column in table.columns.values() if column.data.base == base]


def _some(names: list[str]) -> str:
    """The first names and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# --- how values are kept ---


def _stored_forms(physical: Physical) -> Iterator[Decision]:
    types = column_types(physical)
    texts = [(t, c) for t, table in physical.tables.items() for c, column in table.columns.items() if column.data.base == "text"]
    exact = [f"{physical.tables[t].name}.{physical.tables[t].columns[c].name}" for t, c in texts if types.is_exact(t, c)]
    if texts:
        words = len(texts) - len(exact)
        because = f"{words} texts are words, equal whatever their case; {_some(exact) or 'none'} are compared exactly"
        choice = "utf8mb4_0900_ai_ci, and utf8mb4_0900_bin for what programs compare"
        yield _decision(physical, "collation", choice, because, dialect(physical).page("collations"), ("one collation for all",))
    bounded = [f"{physical.tables[t].name}.{physical.tables[t].columns[c].name}" for t, c in texts if types.is_bounded(t, c)]
    if bounded:
        fact = facts(physical.engine).limits["index_key_bytes"]
        because = f"{_some(bounded)}: indexed whole, within {fact.value:,.0f} bytes"
        yield _decision(
            physical, "bounded_texts", f"varchar({UNBOUNDED_KEY})", because, Manual(title="InnoDB Limits", address=fact.manual), ("mediumtext",)
        )
    if instants := _columns(physical, "timestamp"):
        because = f"{_some(instants)}; timestamp ends in 2038"
        yield _decision(physical, "instants", "datetime(6) in UTC", because, dialect(physical).page("instants"), ("timestamp",))
    if uuids := _columns(physical, "uuid"):
        because = f"{_some(uuids)}: 16 bytes in each index of the table, not 36 characters"
        yield _decision(physical, "uuids", dialect(physical).uuid, because, dialect(physical).page("clustered"), ("char(36)",))
    if booleans := _columns(physical, "boolean"):
        page = dialect(physical).page("booleans")
        yield _decision(physical, "booleans", "tinyint(1) with a check of 0 and 1", _some(booleans), page)


def _numbered_first(physical: Physical) -> Iterator[Decision]:
    """A number of the engine's must stand first in a key; the key of a partitioned table begins with it and ends with the time."""
    for table_id, table in physical.tables.items():
        numbered = [c for c in table.primary_key if table.columns[c].identity]
        if not numbered or table.primary_key[0] == numbered[0] or _is_referred_to(physical, table_id):
            continue
        key = (numbered[0], *(c for c in table.primary_key if c != numbered[0]))
        page = dialect(physical).page("numbered")
        yield Decision(
            advisor=physical.engine,
            subject=table_id,
            choice=f"key ({', '.join(key)})",
            because=f"{table.name}.{numbered[0]} is numbered by the engine, which asks it to stand first in a key",
            evidence=(page,),
            changes=(SetTable(table=table_id, before=options(table), after=replace(options(table), primary_key=key)),),
        )


def _is_referred_to(physical: Physical, table_id: str) -> bool:
    """Then references name the key in its order, and the number has an index of its own (`Ddl`)."""
    keys = (c for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, ForeignKey))
    return any(key.table == table_id for key in keys)


def _random_keys(physical: Physical) -> Iterator[Decision]:
    """A random identifier as the clustered key: every row lands on another page."""
    for table_id, table in physical.tables.items():
        default = table.columns[table.primary_key[0]].default if table.primary_key else None
        if isinstance(default, e.Call) and default.function == "new_uuid":
            yield Decision(
                advisor=physical.engine,
                subject=f"{table_id}.primary_key",
                choice="random, as asked; an ordered one would be cheaper",
                because=f"{table.name}: rows lie in the order of their key, and a random one splits a page for every other row",
                evidence=(MEASURED, dialect(physical).page("clustered")),
                instead_of=("version 7, ordered by time",),
            )


# --- what is missing ---


def _instead_of_missing(design: Design, physical: Physical) -> Iterator[Decision]:
    overlaps = [key for key, x in physical.behaviours.items() if isinstance(x, b.ForbidOverlap | b.UpholdDependency)]
    if overlaps:
        yield _lacking(physical, "exclusion_constraints", f"{_some(overlaps)} would be exclusion constraints")
    if design.conceptual.tenant:
        yield _lacking(physical, "row_rules", f"each statement names the {design.conceptual.tenant} asking, and references carry it")
    indexes = [(t, i) for t in physical.tables.values() for i in t.indexes.values()]
    if some := [i.name for _, i in indexes if i.where is not None]:
        yield _lacking(physical, "partial_indexes", f"{_some(some)} hold some rows only")
    if carried := [i.name for _, i in indexes if i.include]:
        yield _lacking(physical, "include_columns", f"{_some(carried)} answer by themselves")
    if trigram := [i.name for _, i in indexes if any(p.method_class == "trigram" for p in i.parts)]:
        yield _lacking(physical, "trigram_indexes", f"{_some(trigram)} would find a part of a word")
    if searched := [i.name for _, i in indexes if i.method == "text"]:
        page = dialect(physical).page("stop_words")
        yield _decision(physical, "full_text", "shorter words and stop words unasked", f"{_some(searched)}: of three letters", page, ("no answer",))
    if reports := [v.name for v in physical.views.values() if v.materialized]:
        yield _lacking(physical, "materialized_views", f"{_some(reports)}: a table, filled again by the job")
    deferred = [c.name for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, ForeignKey) and c.deferred]
    if deferred:
        yield _lacking(physical, "deferred_constraints", f"{_some(deferred)} would wait for the commit")
    if physical.tables:
        yield _lacking(physical, "transactional_ddl", f"{_some([t.name for t in physical.tables.values()])}: each by itself")
    if limits := [r.name for r in physical.roles.values() if r.statement_timeout_ms]:
        own = len(dialect(physical).account_limits) > 1  # connections, and seconds a statement may take
        page = dialect(physical).page("statement_time")
        because = f"{_some(limits)}: {'kept with the account' if own else 'an account has no settings of its own, its comment says which'}"
        yield _decision(
            physical,
            "statement_timeouts",
            dialect(physical).statement_limit,
            because,
            page,
            ("a server-wide limit",),
        )


def _overlap_indexes(physical: Physical) -> Iterator[Decision]:
    """The trigger reads the last row before; without an index on its start it would read, and lock, all of them."""
    made: set[str] = set()
    for key, rule in physical.behaviours.items():
        if not isinstance(rule, b.ForbidOverlap) or serving_index(physical, rule):
            continue
        table = physical.tables[rule.table]
        columns = (*rule.per, rule.start)
        name = shortened(f"{table.name}_{'_'.join(table.columns[c].name for c in columns)}_ix")
        if name in made:
            continue
        made.add(name)
        parts = tuple(IndexPart(expression=e.ColumnRef(column=c)) for c in columns)
        index = Index(name=name, parts=parts, serves=(key,), because="the row before, when one is written under the overlap rule")
        page = dialect(physical).page("locking")
        yield Decision(
            advisor=physical.engine,
            subject=f"{rule.table}.{name}",
            choice=f"index ({', '.join(columns)})",
            because=f"{key} reads the last of {table.name} before, and locks what it passes",
            evidence=(page,),
            changes=(Add(collection="indexes", id=name, element=index, table=rule.table),),
        )


def _lacking(physical: Physical, capability: str, because: str) -> Decision:
    fact = facts(physical.engine).capabilities[capability]
    evidence = EngineFact(engine=physical.engine, capability=capability, can=False, manual=fact.manual)
    return _decision(physical, capability, fact.instead, because, evidence, (capability.replace("_", " "),))


def _checks(physical: Physical) -> Iterator[Decision]:
    """Checks that only a trigger can keep."""
    page = dialect(physical).page("checks")
    for table_id, table in physical.tables.items():
        for key, constraint in table.constraints.items():
            if isinstance(constraint, CheckConstraint) and (why := refused_check(table, constraint)):
                yield _decision(physical, f"{table_id}.{key}", "a trigger", f"{table.name}: {constraint.says}; {why}", page, ("a check",))


def _cascades(physical: Physical) -> Iterator[Decision]:
    fact = facts(physical.engine).capabilities["cascades_fire_triggers"]
    for table_id, key in unseen(physical):
        evidence: tuple[Evidence, ...] = (EngineFact(engine=physical.engine, capability="cascades_fire_triggers", can=False, manual=fact.manual),)
        name = physical.tables[table_id].name
        yield Decision(
            advisor=physical.engine, subject=f"{table_id}.{key}", choice="not in the trail", because=f"{name}: its own rows", evidence=evidence
        )
    for parent, children in removed_first(physical).items():
        names = [physical.tables[child].name for child, _ in children]
        evidence = (EngineFact(engine=physical.engine, capability="cascades_fire_triggers", can=False, manual=fact.manual),)
        yield Decision(
            advisor=physical.engine,
            subject=f"{parent}.parts_first",
            choice=fact.instead,
            because=f"{_some(names)}: their triggers see it",
            evidence=evidence,
            instead_of=("the reference's action alone, unseen",),
        )


def _partitions(physical: Physical) -> Iterator[Decision]:
    """A table may have partitions or foreign keys: where old rows are dropped by partition, triggers keep the references."""
    fact = facts(physical.engine).capabilities["foreign_keys_of_partitions"]
    for table_id, id_, _ in kept(physical):
        yield Decision(
            advisor=physical.engine,
            subject=f"{table_id}.{id_}",
            choice="triggers in place of a foreign key",
            because=f"{physical.tables[table_id].name} is cut into partitions, so that old rows leave at once; it takes no foreign key",
            evidence=(EngineFact(engine=physical.engine, capability="foreign_keys_of_partitions", can=False, manual=fact.manual),),
            instead_of=("one piece with a foreign key", "a reference that nothing keeps"),
        )
