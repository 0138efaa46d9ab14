"""Every question's plan uses the index that is said to serve it, with the planner as it comes; and needs it.

Tables hold at least min(designed rows, 20,000) rows; with fewer (`--rows`), a plan that uses another index says nothing. Then each index
is taken away for a moment: where another index of the design does the same work as cheaply, the one taken away is redundant, and the
design is at fault. Where a plan took a rival, the rival goes first. Exempt are tables that stay small by design.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from relvar.engines.base import Database, Plan, Refusal
from relvar.model.design import Finding, Verdict
from relvar.model.physical import Index, Physical
from relvar.model.query import Query, Select, Statement
from relvar.populate import asked
from relvar.populate.parameters import Asked
from relvar.populate.volumes import READ_ROWS, tables_of
from relvar.prove.live.context import Context

CHECK = "patterns_use_indexes"
AS_CHEAP = 1.1  # a plan within a tenth of the cost does the same work; planners' estimates are no finer
SMALL = 1_000  # rows below which a table is read whole as fast as through an index
Needed = dict[str, list[tuple[Query, Asked, Plan]]]  # element -> the questions that it serves, with their plans


def patterns_use_indexes(context: Context) -> Iterator[Finding]:
    database, population = context.loaded()
    needed: Needed = {}
    passed: Needed = {}  # a rival was taken in place of these
    for id_, query in context.physical.queries.items():
        start = time.perf_counter()
        statement = context.engine.render(context.physical, query.statement)
        given = asked(population, query.statement)
        if not query.served_by:
            yield _unserved(context, id_, query, given, statement)
            continue
        plan = database.explain(query.statement, given.values, "", given.context)
        yield _judged(context, id_, query, plan, statement, start)
        for element in query.served_by:
            if element in plan.uses:
                needed.setdefault(element, []).append((query, given, plan))
            elif _rivals(plan, query) - {*context.physical.tables}:  # of a table that was read instead no index can be taken away
                passed.setdefault(element, []).append((query, given, plan))
    yield from _without(context, database, needed)
    yield from _without_rivals(context, database, {e: questions for e, questions in passed.items() if e not in needed})


def _unserved(context: Context, id_: str, query: Query, given: Asked, statement: str) -> Finding:
    """No index is demanded of a small table; of a larger one the plan must read as a whole what the design says is read as a whole."""
    start = time.perf_counter()
    table_id = query.read_whole or query.statement.table
    table = context.physical.tables.get(table_id)
    if query.view or table is None or table.rows < SMALL:
        said = query.exempt or ("answered by its stored view" if query.view else "")
        return context.finding(CHECK, id_, "holds" if said else "doubt", said or "no index is said to serve it", statement=statement, since=start)
    plan = context.deployed().explain(query.statement, given.values, "", given.context)
    read = sorted(_may_begin(table_id, query.statement) & plan.scans)
    whole = bool(read)
    uses = ", ".join(_name(context.physical, s) for s in sorted(plan.uses))
    message = f"{query.exempt}: {f'the plan reads {context.physical.tables[read[0]].name} whole' if whole else f'but the plan uses {uses}'}"
    if not whole and _holds_too_few(context, table_id):
        return context.finding(CHECK, id_, "not run", f"{message}, with too few rows here to say", statement=statement, since=start)
    return context.finding(CHECK, id_, "holds" if whole and query.exempt else "refuted", message, statement=statement, since=start)


def _may_begin(table_id: str, statement: Statement) -> set[str]:
    """Tables at which a plan may begin that reads the first as a whole: where all rows of all that are joined are wanted, at any."""
    everything = isinstance(statement, Select) and statement.where is None and not statement.limit
    return {table_id, statement.table, *(tables_of(statement) if everything else ())}


def _judged(context: Context, id_: str, query: Query, plan: Plan, statement: str, start: float) -> Finding:
    rivals = _rivals(plan, query)
    missing = [s for s in query.served_by if s not in plan.uses and not _is_small(context, s) and not (rivals and s == query.served_by[0])]
    names = ", ".join(_name(context.physical, s) for s in query.served_by)
    if missing and all(_holds_too_few(context, s) for s in missing):
        few = context.population_rows(missing[0].partition(".")[0])
        message = f"{query.name}: {few:,} rows are too few to say whether a plan uses {names}"
        return context.finding(CHECK, id_, "not run", message, statement=statement, since=start)
    if missing:
        instead = ", ".join(_name(context.physical, s) for s in sorted(plan.uses)) or f"reading {', '.join(sorted(plan.scans))} whole"
        absent = ", ".join(_name(context.physical, s) for s in missing)
        return context.finding(
            CHECK, id_, "refuted", f"{query.name}: designed for {absent}, the plan uses {instead}",
            statement=f"{statement}\n-- plan:\n{plan.text}", since=start,
        )  # fmt: skip
    if rivals and query.served_by[0] not in plan.uses:
        first = _name(context.physical, query.served_by[0])
        rival = ", ".join(_name(context.physical, s) for s in sorted(rivals - {*context.physical.tables}))
        message = f"{query.name}: uses {rival}, which leaves as few rows at this size as {first}"
        if not rival:
            message = f"{query.name}: its page, in no order, is full as soon by reading {_name(context.physical, min(rivals))} as by {first}"
        return context.finding(CHECK, id_, "holds", message, statement=statement, since=start)
    return context.finding(CHECK, id_, "holds", f"{query.name}: uses {names}", statement=statement, since=start)


def _rivals(plan: Plan, query: Query) -> set[str]:
    """What the plan took of what it may take instead: keys and indexes, and tables that it reads."""
    return {*plan.uses, *plan.scans} & {*query.rivals}


def _is_small(context: Context, element: str) -> bool:
    table = context.physical.tables.get(element.partition(".")[0])
    return table is not None and 0 < table.rows < SMALL


def _holds_too_few(context: Context, element: str) -> bool:
    """Whether the table holds fewer rows here than the claim is about: fewer were asked for, or there are too few for any plan."""
    table_id = element.partition(".")[0]
    rows = context.population_rows(table_id)
    return rows < SMALL or (context.rows < READ_ROWS and rows < min(context.physical.tables[table_id].rows, READ_ROWS))


def _without(context: Context, database: Database, needed: Needed) -> Iterator[Finding]:
    """Each plain index in turn taken away; keys enforce a rule and stay."""
    for element, questions in needed.items():
        index = _plain(context.physical, element)
        if index is None:
            continue
        start = time.perf_counter()
        questions = [q for q in questions if not q[0].rivals] or questions  # at the designed size a rival leaves more rows than here
        with database.without(element):
            plans = [_explained(database, q, given) for q, given, _ in questions]
        worse = [
            (question[0].name, plan)
            for question, plan in zip(questions, plans, strict=True)
            if element not in plan.uses and not _serves_as_well(context.physical, element, question[2], plan)
        ]
        if worse:
            instead = ", ".join(_name(context.physical, s) for s in sorted(worse[0][1].uses)) or "reading the table whole"
            yield context.finding(CHECK, element, "holds", f"{index.name} taken away: {worse[0][0]} falls back to {instead}", since=start)
        else:
            instead = ", ".join(_name(context.physical, s) for s in sorted(plans[0].uses))
            message = f"{index.name} is redundant: without it {instead} serves as well"
            yield context.finding(CHECK, element, "refuted", message, remedy="leave the index out of the design", since=start)


def _without_rivals(context: Context, database: Database, passed: Needed) -> Iterator[Finding]:
    """Indexes that no plan used at this size, for a rival leaves as few rows: with the rival away a plan must use them."""
    for element, questions in passed.items():
        index, (query, given, plan) = _plain(context.physical, element), questions[0]
        if index is None:
            continue
        start = time.perf_counter()
        names = ", ".join(_name(context.physical, r) for r in sorted(plan.uses & {*query.rivals}))
        with ExitStack() as stack:
            for rival in sorted(
                {*query.rivals} - {*context.physical.tables}, key=lambda r: _plain(context.physical, r) is not None
            ):  # keys first: an index goes in a transaction
                stack.enter_context(database.without(rival))
            alone = _explained(database, query, given)
        if element in alone.uses and not _serves_as_well(context.physical, element, alone, plan):
            message = f"{index.name}: {query.name} uses it once {names} is away, which leaves as few rows at this size only"
            yield context.finding(CHECK, element, "holds", message, since=start)
        elif element in alone.uses:
            message, remedy = f"{index.name} is redundant: {names} begins as it does, and a plan took that", "leave the index out of the design"
            yield context.finding(CHECK, element, "refuted", message, remedy=remedy, since=start)
        else:
            verdict: Verdict = "not run" if _holds_too_few(context, element) else "refuted"
            yield context.finding(CHECK, element, verdict, f"{index.name}: no plan uses it, not even with {names} away", since=start)


def _plain(physical: Physical, element: str) -> Index | None:
    """The index that enforces no rule, or None."""
    table, _, id_ = element.partition(".")
    index = physical.tables[table].indexes.get(id_)
    return None if index is None or index.unique else index


def _explained(database: Database, query: Query, given: Asked) -> Plan:
    """The plan without the element; a question that cannot be asked at all without it uses nothing and reads everything."""
    try:
        return database.explain(query.statement, given.values, "", given.context)
    except Refusal:  # words that only a full-text index answers
        return Plan(frozenset(), frozenset(tables_of(query.statement)), "cannot be asked")


def _serves_as_well(physical: Physical, element: str, before: Plan, after: Plan) -> bool:
    """By the planner's own costs where it gives them; else by form: another index that begins with the very same parts."""
    table, _, id_ = element.partition(".")
    if table in after.scans - before.scans:
        return False
    if before.cost and after.cost:
        return after.cost <= before.cost * AS_CHEAP
    index = physical.tables[table].indexes[id_]
    others = (physical.tables[table].indexes.get(u.partition(".")[2]) for u in after.uses if u.startswith(f"{table}."))
    return any(other is not None and _begins_with(other, index) for other in others)


def _begins_with(other: Index, index: Index) -> bool:
    same = other.parts[: len(index.parts)] == index.parts and other.method == index.method
    return same and other.where == index.where and set(index.include) <= {*other.include}


def _name(physical: Physical, element: str) -> str:
    table, _, id_ = element.partition(".")
    owner = physical.tables.get(table)
    if owner is None or not id_:
        return owner.name if owner else element
    if id_ == "primary_key":
        return owner.primary_key_name
    found = owner.indexes.get(id_) or owner.constraints.get(id_)
    return found.name if found is not None else element
