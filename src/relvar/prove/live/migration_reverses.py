"""The generated evolution goes up, down and up again with rows in place; down leaves schema and rows as they were before. Where a step says that
it loses something of a table, the rows of that one are not compared.

Where the rows are documents, up gives what the changed design gives when it is deployed anew. (What tables report of an expression is
told in the words of the design that they were made of, so this is not compared there.)

The files run as they are written, phase by phase: expand, migrate, contract; then back in the opposite order. What takes rows must refuse
first, and then take those beyond the new bound and no other.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import msgspec

from relvar.engines.base import Database, Evolution, MigrationStep, Script
from relvar.evolve import FIRST_NUMBER, evolutions
from relvar.evolve.bounds import only_bounds
from relvar.model.behaviour import Audit
from relvar.model.design import Finding
from relvar.model.figures import listed
from relvar.populate import Population
from relvar.prove.live.backup_restores import differences
from relvar.prove.live.bounds_change import Bounds
from relvar.prove.live.context import Context, Skip

CHECK = "migration_reverses"


def migration_reverses(context: Context) -> Iterator[Finding]:
    found = evolutions(context.design, context.store)
    if not found:
        raise Skip("the design has no table that the rehearsal could change")
    for number, evolution in enumerate(found, start=FIRST_NUMBER):
        steps = context.engine.migrate(evolution, number)
        with context.another() as (database, population):
            yield from there_and_back(context, evolution, steps, database, population)


def there_and_back(
    context: Context, evolution: Evolution, steps: Sequence[MigrationStep], database: Database, population: Population | None = None
) -> Iterator[Finding]:
    """`population`: what the database was filled with, where rows beyond a bound that changes are to be added."""
    bounds = Bounds(context, evolution, database, population)
    losing = {table for step in steps for table in step.loses}
    losing_back = losing | {table for step in steps for table in step.loses_back}
    logs = {b.log for b in context.physical.behaviours.values() if isinstance(b, Audit)} | losing
    rows, facts = _kept(database.checksums(), logs), database.inspect()
    ups = [(s, s.up) for s in steps]
    downs = [(s, s.down) for s in reversed(steps)]
    start = time.perf_counter()
    yield from _run(context, bounds, ups, "up")
    yield from bounds.kept()
    yield from bounds.none_lost()
    risen_rows, risen = _kept(database.checksums(), logs), database.inspect()
    after = evolution.after.collections  # what lies in others' documents now, or under another name, is not found here: down tells
    gone = {i for i, c in evolution.before.collections.items() if i not in after or after[i].name != c.name}
    told = {term.table for term in bounds.terms} | set(bounds.flowing)  # of these it is said which rows there are
    lost = [t for t, (count, _) in rows.items() if t not in gone | told and risen_rows.get(t, (0, ""))[0] < count]
    if risen == facts and only_bounds(evolution):
        message = "only how much is kept changes: the job's file says it, and a server that makes no capped collection shows nothing of it"
        yield context.finding(CHECK, "up", "not run", message)
    elif risen == facts:
        yield context.finding(CHECK, "up", "refuted", "the way up changed nothing", since=start)
    elif lost:
        yield context.finding(CHECK, "up", "refuted", f"the way up lost rows of {', '.join(lost)}", since=start)
    else:
        yield context.finding(CHECK, "up", "holds", f"{evolution.because}: up with {sum(c for c, _ in rows.values()):,} rows in place", since=start)
    if context.features.shape == "documents":
        yield _same(context, "up as anew", _anew(context, evolution), risen, [], start)
    start = time.perf_counter()
    yield from _run(context, bounds, downs, "down")
    back = differences(_kept(rows, losing_back), _kept(database.checksums(), logs | losing_back))
    yield from bounds.none_lost()
    yield _same(context, "down", facts, database.inspect(), back, start, _but(context, losing_back))
    start = time.perf_counter()
    yield from _run(context, bounds, ups, "up again")
    again = differences(_kept(risen_rows, losing_back), _kept(database.checksums(), logs | losing_back))
    yield _same(context, "up again", risen, database.inspect(), again, start)


def _anew(context: Context, evolution: Evolution) -> dict[str, str]:
    """What a server reports of the changed design, deployed as it is."""
    changed = msgspec.structs.replace(context.design, physical={**context.design.physical, context.store: evolution.after})
    database = context.server.database(changed, context.store)
    try:
        for script in context.engine.deploy(changed, context.store):
            database.apply(context.engine.text(script))
        return database.inspect()
    finally:
        database.close()


def _run(context: Context, bounds: Bounds, steps: Sequence[tuple[MigrationStep, Script]], way: str) -> Iterator[Finding]:
    for step, script in steps:
        start = time.perf_counter()
        text = context.files.get(script.path)
        if text is None:
            yield context.finding(CHECK, script.path, "refuted", f"{way}: the file is missing", since=start)
            continue
        if step.permit and script is step.up:
            yield from bounds.destroyed(step, text)
            continue
        warnings = bounds.database.apply(text)
        if warnings:
            yield context.finding(CHECK, f"{step.number} {way}", "refuted", "; ".join(warnings), since=start)


def _but(context: Context, losing: set[str]) -> str:
    """What a step says that it loses is not asked for again."""
    return f", but for what {listed(sorted(context.physical.tables[t].name for t in losing))} are said to lose" if losing else ""


def _kept(rows: dict[str, tuple[int, str]], logs: set[str]) -> dict[str, tuple[int, str]]:
    """Without the change logs: a fill is a change like any other, so they grow on the way; and without what is said to lose something."""
    return {table: found for table, found in rows.items() if table not in logs}


def _unordered(fact: str, facts: dict[str, str]) -> str | list[str] | None:
    """A table's columns in any order: one that is dropped and comes back stands last, for no engine puts it back in between."""
    value = facts.get(fact)
    return sorted(value.split(", ")) if value is not None and fact.startswith("table ") else value


def _same(context: Context, way: str, wanted: dict[str, str], found: dict[str, str], rows: list[str], start: float, but: str = "") -> Finding:
    changed = sorted(f for f in wanted.keys() | found.keys() if _unordered(f, wanted) != _unordered(f, found))
    as_before = "are those of the changed design deployed anew" if way == "up as anew" else "and all rows are as they were"
    if not changed and not rows:
        return context.finding(CHECK, way, "holds", f"{way}: {len(wanted)} facts of the schema {as_before}{but}", since=start)
    said = [f"{f}: was {wanted.get(f)!r}, is {found.get(f)!r}" for f in changed[:3]] + rows[:5]
    more = f" and {len(changed) - 3} more facts" if len(changed) > 3 else ""
    return context.finding(CHECK, way, "refuted", f"{way}: " + "; ".join(said) + more, since=start)
