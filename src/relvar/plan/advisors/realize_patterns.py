"""Which statement answers each access pattern.

Decides: for every pattern of the model one select: the tables it joins along the pattern's paths, its conditions with the asking
tenant's first, its order, and how many rows it returns. A list that names no limit and would return more than a page is cut
to a page. A list with neither filter nor order goes by the key, so that pages do not overlap.

Stays silent about patterns whose entity has no table; about how the statement is made fast (index_patterns judges that).

Weighs: the rows that the conditions leave, by keys, references and arrival rates. Rows of a to-many side would be counted by
the limit of a list, so a list leaves them to a question of their own. Secrets are in no answer.

Sources: the pattern's own words; Winand, "SQL Performance Explained", chapter 7 (partial results).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.changes import Add
from relvar.model.conceptual import AccessPattern
from relvar.model.design import Computed, Decision, Design, Evidence, ModelFact, Words
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.query import Query, Select
from relvar.plan.queries.need import needs
from relvar.plan.queries.share import Shares, column_of
from relvar.plan.queries.statement import Asked, asked
from relvar.plan.queries.words import names_of
from relvar.plan.trace import Trace

# A page of a list that names no limit: two screens of a table at the height of a row most style guides give (40 px of 2,000).
PAGE = 100
# A list longer than this is cut to pages; what is at most two pages is given whole, for nobody leafs back and forth in so little.
WHOLE_LIST = 2 * PAGE


def realize_patterns(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a pattern, which adds its query."""
    trace = Trace(design, store)
    shares = Shares(trace)
    for id_, pattern in design.conceptual.patterns.items():
        if pattern.entity in trace.physical.tables:
            yield _decision(trace, shares, store, id_, pattern)


def _decision(trace: Trace, shares: Shares, store: str, id_: str, pattern: AccessPattern) -> Decision:
    question = asked(trace, pattern)
    found = answers(question.select, shares)
    paged = pattern.operation == "list" and not pattern.limit and found > WHOLE_LIST
    if paged:
        question = asked(trace, pattern, PAGE)
    select = question.select
    rows = min(found, select.limit) if select.limit else found
    query = Query(
        name=pattern.name,
        statement=select,
        per_day=pattern.per_day.value,
        latency_ms=pattern.latency_ms or int(trace.design.conceptual.scale.latency_p95_ms.value),
        rows=round(rows, 1),
        roles=pattern.roles,
    )
    return Decision(
        advisor="realize_patterns",
        subject=id_,
        store=store,
        choice=_choice(trace, select, rows),
        because=_because(trace, pattern, question, found, paged),
        evidence=_evidence(trace, shares, pattern, select, found),
        instead_of=(f"all {count(found)} {trace.physical.tables[select.table].name} in one answer",) if paged else (),
        changes=(Add(collection="queries", id=id_, element=query),),
    )


def answers(select: Select, shares: Shares) -> float:
    """Rows of the answer before a limit: of the driving table, times what each join multiplies; groups of a report."""
    visited = needs(select, shares)
    rows = shares.matching(visited[0].table, visited[0].conditions)
    for need in visited[1:]:
        children, parents = shares.rows(need.table), shares.rows(visited[0].table)
        if len(need.equal) and need.alias != visited[0].alias and children > parents and not _is_key(shares, need.table, need.equal):
            rows *= children / parents
    if not select.group_by:
        return 1.0 if any(_aggregates(o.expression) for o in select.outputs) else rows
    groups = 1.0
    for expression in select.group_by:
        table = {select.alias: select.table, **{j.alias: j.table for j in select.joins}}
        ref = expression if hasattr(expression, "column") else getattr(expression, "arguments", (None,))[0]
        column = column_of(expression)
        if ref is not None and column in shares.trace.physical.tables[table.get(getattr(ref, "table", ""), select.table)].columns:
            groups *= shares.distinct(table.get(getattr(ref, "table", ""), select.table), column)
    return min(rows, groups)


def _aggregates(expression: object) -> bool:
    return getattr(expression, "function", "") in ("count", "sum", "min", "max", "avg")


def _is_key(shares: Shares, table_id: str, equal: tuple[object, ...]) -> bool:
    return set(shares.trace.physical.tables[table_id].primary_key) <= {getattr(e, "column", "") for e in equal}


def _choice(trace: Trace, select: Select, rows: float) -> str:
    tables = names_of(trace.physical, tuple(dict.fromkeys((select.table, *(j.table for j in select.joins)))))
    kept = f", first {select.limit:,}" if select.limit > 1 else ""
    return f"{tables}{kept}; about {count(max(1, round(rows)))} row{'s' if round(rows) > 1 else ''}"


def _because(trace: Trace, pattern: AccessPattern, question: Asked, found: float, paged: bool) -> str:
    table = trace.physical.tables[question.select.table]
    said = f"“{pattern.name}” is asked {count(pattern.per_day.value)} times a day of {count(table.rows)} {table.name}"
    if paged:
        said += f"; {count(found)} rows satisfy it, so it is given by pages of {PAGE}"
    if question.left_out:
        said += f"; left out: {listed(question.left_out)}"
    return said


def _evidence(trace: Trace, shares: Shares, pattern: AccessPattern, select: Select, found: float) -> tuple[Evidence, ...]:
    driver = needs(select, shares)[0]
    table = trace.physical.tables[driver.table]
    left = shares.matching(driver.table, driver.conditions)
    formula = f"{count(table.rows)} {table.name} / {count(left)} that satisfy the conditions"
    share = Computed(formula=formula, value=round(max(1.0, table.rows) / max(left, 1e-9), 1), unit="to one")
    fact: Evidence = ModelFact(element=f"pattern {pattern.name}", states=f"asks {pattern.entity}, {count(pattern.per_day.value)} a day")
    return (Words(source=pattern.source), share, *(() if driver.conditions else (fact,)))
