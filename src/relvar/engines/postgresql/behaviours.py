"""Behaviour -> routines, triggers and constraints of PostgreSQL.

A native object is named after its behaviour's id, and a routine that refuses names it as the constraint: whoever catches the
error learns which rule it was.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable, Mapping, Sequence

from relvar.engines.postgresql import audit, limits, publish, totals
from relvar.engines.postgresql.duties import trusted
from relvar.engines.postgresql.objects import Exclusion, Objects, Routine, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.retention import expire
from relvar.model.behaviour import (
    Audit,
    Behaviour,
    Expire,
    FollowLifeCycle,
    ForbidOverlap,
    Freeze,
    KeepTotal,
    LimitCount,
    NumberWithoutGaps,
    Publish,
    TakeStock,
    TouchTime,
    UpholdDependency,
)
from relvar.model.expression import ColumnRef
from relvar.model.physical import Physical

IDENTIFIER_BYTES = 63
LINE = 110
WIDTH = 50  # characters of a row that still fits beside its other half


def native_name(behaviour_id: str) -> str:
    """The behaviour's id as an identifier: a long one keeps its beginning and a digest of the whole."""
    if len(behaviour_id.encode()) <= IDENTIFIER_BYTES:
        return behaviour_id
    return f"{behaviour_id[: IDENTIFIER_BYTES - 9]}_{hashlib.sha256(behaviour_id.encode()).hexdigest()[:8]}"


def objects(physical: Physical) -> dict[str, Objects]:
    """Native objects by behaviour id."""
    writer = PostgresWriter(physical)
    return {key: _of(writer, native_name(key), behaviour) for key, behaviour in physical.behaviours.items()}


def _of(writer: PostgresWriter, name: str, behaviour: Behaviour) -> Objects:
    return MAKERS[type(behaviour)](writer, name, behaviour)


def row(writer: PostgresWriter, which: str, table_id: str, columns: Sequence[str]) -> str:
    """(new.a, new.b), or the bare column where there is one."""
    source = writer.source(table_id)
    names = [f"{which}.{writer.quote(source.columns[c])}" for c in columns]
    return names[0] if len(names) == 1 else f"({', '.join(names)})"


def changed(writer: PostgresWriter, table_id: str, columns: Sequence[str]) -> str:
    """Whether any of the columns differs; long rows stand under each other."""
    old, new = (row(writer, which, table_id, columns) for which in ("old", "new"))
    if len(old) < WIDTH:
        return f"{old} is distinct from {new}"
    return f"{_wrapped(old)}\n    is distinct from {_wrapped(new)}"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, LINE, subsequent_indent="      ", break_long_words=False)


def kept_columns(physical: Physical, table_id: str) -> set[str]:
    """Columns that triggers keep, not people."""
    kinds = (TouchTime, KeepTotal, TakeStock)
    return {b.column for b in physical.behaviours.values() if isinstance(b, kinds) and b.table == table_id}


def differs(writer: PostgresWriter, table_id: str, without: set[str]) -> str:
    """Whether the row changes in a BEFORE trigger's sight, columns in `without` left aside: generated ones are not made yet then."""
    columns = writer.physical.tables[table_id].columns
    kept = [key for key, column in columns.items() if column.generated is None and key not in without]
    return "old.* is distinct from new.*" if len(kept) == len(columns) else changed(writer, table_id, kept)


def touch_time(writer: PostgresWriter, name: str, touch: TouchTime) -> Objects:
    column = writer.quote(writer.source(touch.table).columns[touch.column])
    schema = writer.physical.tables[touch.table].schema
    routine = Routine(
        schema=schema,
        name=f"touch_{column.strip(chr(34))}",
        returns="trigger",
        body=f"begin\n  new.{column} := now();\n  return new;\nend",
        comment="The instant of the last real change; an update that changes nothing leaves it",
    )
    when = differs(writer, touch.table, set())
    return Objects((routine,), (Trigger(name, touch.table, "before", "update", routine, when, element=name),))


def forbid_overlap(writer: PostgresWriter, name: str, overlap: ForbidOverlap) -> Objects:
    scope = writer.alone(overlap.table)
    names = writer.source(overlap.table).columns
    period = writer.period(ColumnRef(column=overlap.start), ColumnRef(column=overlap.end), scope)
    parts = [f"{writer.quote(names[c])} with =" for c in overlap.per] + [f"{period} with &&"]
    where = f" where ({writer.expression(overlap.where, scope)})" if overlap.where is not None else ""
    says = f"No two share an instant of [{overlap.start}, {overlap.end}) with equal {', '.join(overlap.per)}; ends may touch"
    return Objects(exclusions=(Exclusion(name, overlap.table, f"exclude using gist ({', '.join(parts)}){where}", says, name),))


def uphold_dependency(writer: PostgresWriter, name: str, rule: UpholdDependency) -> Objects:
    """An exclusion constraint says it: no two rows with equal left sides and another right one. Races between sessions included."""
    names = writer.source(rule.table).columns
    parts = [f"{writer.quote(names[c])} with =" for c in rule.left] + [f"{writer.quote(names[rule.right])} with <>"]
    says = f"{', '.join(rule.left)} determines {rule.right}: no two rows with the same {', '.join(rule.left)} and another {rule.right}"
    return Objects(exclusions=(Exclusion(name, rule.table, f"exclude using gist ({', '.join(parts)})", says, name),))


def follow_life_cycle(writer: PostgresWriter, name: str, cycle: FollowLifeCycle) -> Objects:
    schema = writer.physical.tables[cycle.table].schema
    column = writer.quote(writer.source(cycle.table).columns[cycle.column])
    moves = ",\n      ".join(f"({writer.literal(a)}, {writer.literal(b)})" for a, b in cycle.transitions)
    body = f"begin\n{_final(writer, name, cycle, column)}  if old.{column} is distinct from new.{column}"
    if cycle.transitions:
        body += f" and (old.{column}, new.{column}) not in (\n      {moves})"
    message = f"format('%s: %s does not lead to %s', tg_table_name, old.{column}, new.{column})"
    body += f" then\n    {refuse(name, message)}\n  end if;\n  return new;\nend"
    routine = Routine(schema, f"{name}_step", "trigger", body, comment=f"{cycle.column} moves only along the transitions of the life cycle")
    return Objects((routine,), (Trigger(name, cycle.table, "before", "update", routine, element=name),))


def _final(writer: PostgresWriter, name: str, cycle: FollowLifeCycle, column: str) -> str:
    """The final states: nothing changes any more, but the totals and times that triggers keep."""
    if not cycle.final:
        return ""
    states = ", ".join(writer.literal(state) for state in cycle.final)
    kept = kept_columns(writer.physical, cycle.table)
    message = f"format('%s: %s is final', tg_table_name, old.{column})"
    return f"  if old.{column} in ({states}) and {differs(writer, cycle.table, kept)} then\n    {refuse(name, message)}\n  end if;\n"


def refuse(name: str, message: str) -> str:
    """RAISE with the class of a check and the rule's name, so that a caller can tell rules apart."""
    return f"raise exception using errcode = 'check_violation', constraint = '{name}',\n      message = {message};"


def freeze(writer: PostgresWriter, name: str, frozen: Freeze) -> Objects:
    """One function serves all tables: the trigger's name is the rule's, its condition says what must not change."""
    schema = writer.physical.tables[frozen.table].schema
    if frozen.columns:
        message = "format('%s: what was written once does not change', tg_table_name)"
        routine = Routine(schema, "refuse_change", "trigger", f"begin\n  {REFUSE.format(message)}\nend", comment="As it was written, so it stays")
        when = changed(writer, frozen.table, frozen.columns)
        return Objects((routine,), (Trigger(name, frozen.table, "before", "update", routine, when, element=name),))
    message = "format('%s is append-only', tg_table_name)"
    body = f"begin\n{_exempt(writer)}  {REFUSE.format(message)}\nend"
    routine = Routine(schema, "refuse_any_change", "trigger", body, comment="Rows are added and stay; only upkeep and retention move them")
    return Objects((routine,), (Trigger(name, frozen.table, "before", "update or delete", routine, element=name),))


REFUSE = "raise exception using errcode = 'check_violation', constraint = tg_name,\n      message = {};"


def _exempt(writer: PostgresWriter) -> str:
    """Retention and partition upkeep run as roles that nobody logs in as: they may delete, and move rows out of the default."""
    names = ", ".join(writer.literal(role) for role in trusted(writer.physical))
    return f"  if tg_op = 'DELETE' and current_user in ({names}) then\n    return old;\n  end if;\n" if names else ""


def number_without_gaps(writer: PostgresWriter, name: str, number: NumberWithoutGaps) -> Objects:
    return limits.number_without_gaps(writer, name, number)


MAKERS: Mapping[type[Behaviour], Callable[..., Objects]] = {
    TouchTime: touch_time,
    Audit: audit.audit,
    KeepTotal: totals.keep_total,
    TakeStock: totals.take_stock,
    ForbidOverlap: forbid_overlap,
    UpholdDependency: uphold_dependency,
    LimitCount: limits.limit_count,
    FollowLifeCycle: follow_life_cycle,
    Freeze: freeze,
    Expire: expire,
    NumberWithoutGaps: number_without_gaps,
    Publish: publish.publish,
}


def extensions(physical: Physical) -> list[str]:
    """Contrib extensions that the design's own elements need, beside those that an advisor asked for."""
    needed = set(physical.extensions)
    if any(isinstance(b, ForbidOverlap | UpholdDependency) for b in physical.behaviours.values()):
        needed.add("btree_gist")
    parts = [part for table in physical.tables.values() for index in table.indexes.values() for part in index.parts]
    if any(part.method_class == "trigram" for part in parts):
        needed.add("pg_trgm")
    return sorted(needed)
