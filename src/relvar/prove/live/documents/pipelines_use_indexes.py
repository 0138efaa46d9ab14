"""Every question's pipeline is answered by the index that is said to serve it, and needs it.

The plan is asked of the server at hand, whose planner may be another's: where it takes another index of the design by itself, the claim
is tried again with that one away. Then each index that serves a question is taken away for a moment: the plan must then read the
collection whole or take another index. Exempt are collections that stay small by design.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack

from relvar.engines.base import Database, Plan, Refusal
from relvar.model.behaviour import Audit
from relvar.model.design import Finding, Verdict
from relvar.model.documents import Collection
from relvar.model.expression import ColumnRef, Member
from relvar.model.query import Query, Select
from relvar.model.walking import every
from relvar.plan.documents.layout import KEY, KEY_INDEX, Layout
from relvar.populate import asked
from relvar.prove.live.context import Context

CHECK = "pipelines_use_indexes"
FEW = 200  # documents: a block or two
SMALL = 1_000  # documents below which a collection is read whole as fast as through an index


def pipelines_use_indexes(context: Context) -> Iterator[Finding]:
    database, population = context.loaded()
    layout = Layout(context.physical)
    needed: dict[str, tuple[Query, object]] = {}
    for id_, query in context.physical.queries.items():
        if not isinstance(query.statement, Select):
            continue
        start = time.perf_counter()
        text = context.engine.render(context.physical, query.statement)
        wanted = layout.serving(query)
        given = asked(population, query.statement)
        if not wanted:
            message = query.exempt or "no index is said to serve it"
            yield context.finding(CHECK, id_, "holds" if query.exempt else "doubt", message, statement=text, since=start)
            continue
        if _is_empty(context, query):
            message = f"{query.name}: no document is there to look for, for only what runs beside the store writes them"
            yield context.finding(CHECK, id_, "not run", message, statement=text, since=start)
            continue
        plan = database.explain(query.statement, given.values, "", given.context)
        yield _judged(context, layout, id_, query, wanted, plan, database, text, start)
        for name in wanted:
            if name in plan.uses and not name.endswith(f".{KEY_INDEX}"):
                needed.setdefault(name, (query, given))
    yield from _without(context, layout, database, needed)


def _judged(
    context: Context, layout: Layout, id_: str, query: Query, wanted: tuple[str, ...], plan: Plan, database: Database, text: str, start: float
) -> Finding:
    missing = [w for w in wanted if w not in plan.uses and not _is_small(layout, w) and not _as_good(layout, query, w, plan)]
    names = ", ".join(wanted)
    if not missing:
        return context.finding(CHECK, id_, "holds", f"{query.name}: uses {names}", statement=text, since=start)
    rivals = [u for u in plan.uses if not u.endswith(f".{KEY_INDEX}") and u not in wanted]
    if rivals:
        given = asked(context.loaded()[1], query.statement)
        with ExitStack() as stack:
            for rival in rivals:
                stack.enter_context(database.without(_element(layout, rival)))
            plan = database.explain(query.statement, given.values, "", given.context)
        missing = [w for w in missing if w not in plan.uses]
        if not missing:
            message = f"{query.name}: uses {names} once {', '.join(rivals)} is away, which this planner takes as gladly"
            return context.finding(CHECK, id_, "holds", message, statement=text, since=start)
    instead = ", ".join(sorted(plan.uses)) or f"reading {', '.join(sorted(plan.scans))} whole"
    if all(_only_orders(layout, query, m) for m in missing):
        message = f"{query.name}: {', '.join(missing)} is for its order alone, which the planner of {context.server.version} does not walk"
        return context.finding(CHECK, id_, "not run", message, statement=text, since=start)
    if all(_holds_few(context, layout, m) for m in missing):
        message = f"{query.name}: too few documents here to say whether a plan uses {', '.join(missing)}"
        return context.finding(CHECK, id_, "not run", message, statement=text, since=start)
    message = f"{query.name}: designed for {', '.join(missing)}, the plan uses {instead}"
    return context.finding(CHECK, id_, "refuted", message, statement=f"{text}\n// plan: {plan.text}", since=start)


def _as_good(layout: Layout, query: Query, name: str, plan: Plan) -> bool:
    """Whether the plan took what serves as well: the document's own key, where the question gives it, or an index that begins alike."""
    collection, _, index = name.partition(".")
    found = next((c for c in layout.physical.collections.values() if c.name == collection), None)
    if found is None:
        return False
    if KEY in _given(layout, query) and f"{collection}.{KEY_INDEX}" in plan.uses:
        return True
    return any(used.partition(".")[0] == collection and _begins_alike(layout, query, found, index, used.partition(".")[2]) for used in plan.uses)


def _begins_alike(layout: Layout, query: Query, collection: Collection, one: str, other: str) -> bool:
    """Whether two indexes are the same as far as the question gives values."""
    if one not in collection.indexes or other not in collection.indexes:
        return False
    given = _given(layout, query)
    mine, theirs = ([k.path for k in collection.indexes[n].keys] for n in (one, other))
    common = list(itertools.takewhile(lambda p: p in given, mine))
    return bool(common) and theirs[: len(common)] == common


def _given(layout: Layout, query: Query) -> set[str]:
    """Paths of the first table that the question compares with something."""
    assert isinstance(query.statement, Select)
    return _paths(layout, query.statement, query.statement.where)


def _paths(layout: Layout, select: Select, node: object) -> set[str]:
    """Paths of the first table that a part of a question names."""
    table, own = select.table, (select.alias, "")
    columns = {ref.column for ref in every(ColumnRef, node) if ref.table in own}
    members = {f"{layout.full(table, m.document.column)}.{m.path}" for m in every(Member, node) if m.document.table in own}
    return members | {layout.full(table, column) for column in columns if column in layout.physical.tables[table].columns}


def _only_orders(layout: Layout, query: Query, name: str) -> bool:
    """Whether the question asks nothing of the index's first path but its order: the index would be walked for that alone."""
    assert isinstance(query.statement, Select)
    collection, _, index = name.partition(".")
    found = next((c.indexes.get(index) for c in layout.physical.collections.values() if c.name == collection), None)
    first = found.keys[0].path if found is not None else KEY
    ordered = first in _paths(layout, query.statement, query.statement.order_by)
    return ordered and layout.collection(query.statement.table).name == collection and first not in _given(layout, query)


def _is_empty(context: Context, query: Query) -> bool:
    """Whether a consumer of changes fills what is asked: none runs beside a proof."""
    written = {b.log for b in context.physical.behaviours.values() if isinstance(b, Audit)}
    return query.statement.table in written


def _holds_few(context: Context, layout: Layout, name: str) -> bool:
    """Whether the sample fills the collection with fewer documents than any planner looks up one by one."""
    roots = [c.root for c in layout.physical.collections.values() if c.name == name.partition(".")[0]]
    return any(context.population_rows(root) < FEW for root in roots)


def _is_small(layout: Layout, name: str) -> bool:
    collection = name.partition(".")[0]
    return any(c.name == collection and c.documents < SMALL for c in layout.physical.collections.values())


def _element(layout: Layout, name: str) -> str:
    """ "collection.index" by the collection's id."""
    collection, _, index = name.partition(".")
    return f"{next(i for i, c in layout.physical.collections.items() if c.name == collection)}.{index}"


def _without(context: Context, layout: Layout, database: Database, needed: dict[str, tuple[Query, object]]) -> Iterator[Finding]:
    for name, (query, _) in needed.items():
        start = time.perf_counter()
        given = asked(context.loaded()[1], query.statement)
        with database.without(_element(layout, name)):
            try:
                plan = database.explain(query.statement, given.values, "", given.context)
                instead = ", ".join(sorted(plan.uses - {name})) or f"reading {', '.join(sorted(plan.scans))} whole"
            except Refusal as error:  # a text search without a text index cannot be asked at all
                plan, instead = Plan(frozenset(), frozenset(), ""), f"an error: {str(error).splitlines()[0][:80]}"
        verdict: Verdict = "refuted" if name in plan.uses else "holds"
        message = "is still used" if name in plan.uses else f"taken away: {query.name} falls back to {instead}"
        yield context.finding(CHECK, name, verdict, f"{name} {message}", since=start)
