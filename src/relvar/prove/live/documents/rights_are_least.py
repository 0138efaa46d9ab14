"""No role gets more than its grants and its use cases ask for, and none sees through a view what its grants keep from it.

The files of access are read as they are written. Views are made on the server and every document that a role may read is looked through
for what it may not see; each question of a role that reads through a view answers there as it does on the collections. What roles
give is compared with the design: nobody logs in as one where the server at hand has no roles, which is said.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from relvar.engines.base import DocumentDatabase, Rights
from relvar.errors import ConnectionLost, ServerUnavailable
from relvar.model.design import Finding
from relvar.model.figures import listed
from relvar.model.physical import Physical, Role
from relvar.model.query import Select
from relvar.plan.documents.layout import Layout
from relvar.plan.federation.served import is_searched
from relvar.plan.permitted import needs_of
from relvar.plan.privileges import of_behaviour
from relvar.populate import asked
from relvar.prove.live.context import Context, Skip
from relvar.prove.live.grants_hold import granted_on

CHECK = "rights_are_least"
VIEWS, ROLES = "access/01_views", "access/02_roles"
OF_PEOPLE = ("application", "gateway", "reporting", "auditor")  # duties whose rights follow from grants and use cases alone
ACTION = {"select": "find", "insert": "insert", "update": "update", "delete": "remove"}
FEW = 60  # rows of the largest table: each document that a role may read is looked through
HIDE, YEAR = "hide", "year"  # shows nothing; shows a date that may be the very day


class Hidden(NamedTuple):
    """A field that a role may not see as it is: its path from the document, and what it may see instead."""

    path: str
    mask: str


def rights_are_least(context: Context) -> Iterator[Finding]:
    roles = context.files.get(context.named(ROLES))
    if roles is None:
        raise Skip("the design has no roles")
    with context.another(FEW) as (made, population):
        database = cast(DocumentDatabase, made)
        if (views := context.files.get(context.named(VIEWS))) is not None:
            database.apply(views)
        rights = database.rights(roles)
        for id_, role in context.physical.roles.items():
            if role.name in rights:
                yield _given(context, database, id_, role, rights)
                if role.duty in OF_PEOPLE:
                    yield _seen(context, database, id_, role, rights)
                    yield from _answers(context, database, population, id_)
    yield context.finding(
        CHECK, "accounts", "not run", f"{len(rights)} roles were read from the file and compared; nobody logged in as one: they belong to the server"
    )


# --- what is given ---


def _given(context: Context, database: DocumentDatabase, id_: str, role: Role, rights: Rights) -> Finding:
    start = time.perf_counter()
    wrong = []
    wanted = _asked(context.physical, id_)
    for name, actions in rights[role.name].items():
        if not name:
            wrong += [f"{', '.join(actions)} on every collection"] if role.duty in (*OF_PEOPLE, "monitor", "jobs") else []
            continue
        source = database.source(name)
        if not source:
            wrong.append(f"{name} is no collection or view")
        elif role.duty in OF_PEOPLE:
            more = [a for a in actions if a not in wanted.get(source, set())]
            wrong += [f"{', '.join(more)} on {name}, which nothing asks for"] if more else []
    count = sum(len(actions) for actions in rights[role.name].values())
    message = "; ".join(wrong) or f"{count} actions, each on a named collection or view and each asked for, or a built-in role of its duty"
    return context.finding(CHECK, f"{role.name}: actions", "refuted" if wrong else "holds", message, since=start)


def _asked(physical: Physical, role: str) -> dict[str, set[str]]:
    """Collection -> actions, out of grants, statements, and what their behaviours write elsewhere."""
    layout = Layout(physical)
    found: dict[str, set[str]] = {}
    grants = [(g.on, o) for g in physical.grants.values() if g.role == role for o in g.operations]
    needed = [(t, p) for t, p in needs_of(physical, role)]
    also = [(t, p) for rule in physical.behaviours.values() if (rule.table, "insert") in needed or (rule.table, "update") in needed
            for t, ps in of_behaviour(rule) for p in ps]  # fmt: skip
    parts = [(getattr(r, "table", ""), getattr(r, "of", "")) for r in physical.behaviours.values()]
    for on, operation in (*grants, *needed, *also):
        table = physical.views[on].table if on in physical.views else on
        if table in layout.home:
            inside = layout.embedding(table) is not None and operation != "select"
            found.setdefault(layout.collection(table).name, set()).add("update" if inside else ACTION[operation])
    written = {t for t, p in needed if p != "select"}
    for total, of in parts:
        if of in written and total in layout.home:
            found.setdefault(layout.collection(total).name, set()).update(("find", "update"))
    for collection in physical.collections.values():
        if collection.revision and any(role in t.roles or not t.roles for t in physical.transactions.values()):
            found.setdefault(collection.name, set()).add("update")
    return found


# --- what is seen ---


def _seen(context: Context, database: DocumentDatabase, id_: str, role: Role, rights: Rights) -> Finding:
    start = time.perf_counter()
    layout, looked, fields, wrong = Layout(context.physical), 0, 0, []
    for name, actions in rights[role.name].items():
        if "find" not in actions or not (source := database.source(name)):
            continue
        documents, whole = database.documents(name), database.documents(source)
        if len(documents) != len(whole):
            wrong.append(f"{name} shows {len(documents)} of {len(whole)} documents")
        hidden = list(_hidden(context.physical, layout, id_, source))
        looked, fields = looked + len(documents), fields + len(hidden)
        wrong += [f"{name}.{h.path} is seen" for h in hidden if any(_leaks(h, d, w) for d, w in zip(documents, whole, strict=False))]
    good = f"{fields} fields that it may not see as they are: none among {looked:,} documents" if fields else "sees whole collections or none"
    message = "; ".join(wrong) or good
    return context.finding(CHECK, f"{role.name}: fields", "refuted" if wrong else "holds", message, since=start)


def _hidden(physical: Physical, layout: Layout, role: str, collection: str) -> Iterator[Hidden]:
    """What the role may not see as it is, with its twins in lower case and its copies beside references."""
    masks = {v.table: v.masks for k, v in physical.views.items() if any(g.role == role and g.on == k for g in physical.grants.values())}
    grants = {table: granted_on(physical, role, table).get("select") for table in physical.tables}

    def mask_of(table: str, column: str) -> str | None:
        """None: seen as it is."""
        if table in masks:
            return masks[table].get(column)
        granted = grants[table]
        return HIDE if granted is None or (granted and column not in granted) else None

    for table in layout.home:
        if layout.collection(table).name == collection:
            for place, owner, column in _places(physical, layout, table):
                if (mask := mask_of(owner, column)) is not None:
                    yield Hidden(place, mask if place == layout.full(owner, column) else HIDE)


def _places(physical: Physical, layout: Layout, table: str) -> Iterator[tuple[str, str, str]]:
    """(path, table, column) of every value that an element of the table holds."""
    above = layout.path(table)
    yield from ((layout.full(table, column), table, column) for column in layout.own_columns(table))
    for derived in layout.collection(table).derived:
        if derived.table == table:
            yield ".".join((*above, derived.field)), table, derived.column
    for copy in layout.copies(table):
        target = str(getattr(physical.tables[table].constraints[copy.reference], "table", ""))
        yield from ((".".join((*above, copy.field, physical.tables[target].columns[c].name)), target, c) for c in copy.columns)


def _leaks(hidden: Hidden, shown: dict[str, Any], whole: dict[str, Any]) -> bool:
    path = hidden.path.split(".")
    here = list(_at(shown, path))
    if hidden.mask == HIDE:
        return bool(here)
    return hidden.mask != YEAR and any(v in here for v in _at(whole, path) if v not in (None, ""))


def _at(node: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(node, list):
        for one in node:
            yield from _at(one, path)
    elif not path:
        yield node
    elif isinstance(node, dict) and path[0] in node:
        yield from _at(node[path[0]], path[1:])


# --- what is answered ---


def _answers(context: Context, database: DocumentDatabase, population: Any, role: str) -> Iterator[Finding]:
    """Each question of the role that has a file of its own, for it reads through a view."""
    for key, query in context.physical.queries.items():
        text = context.files.get(context.named(f"queries/{key}_as_{role}"))
        if text is None or not isinstance(query.statement, Select):
            continue
        if is_searched(query.statement):
            yield context.finding(CHECK, f"{key} as {role}", "not run", f"{query.name}: no view is searched for words; its file says who asks")
            continue
        start = time.perf_counter()
        given = asked(population, query.statement)
        whole = database.answer(context.files[context.named(f"queries/{key}")], query.statement, given.values, given.context)
        try:
            found = database.answer(text, query.statement, given.values, given.context)
        except ServerUnavailable as error:
            if isinstance(error, ConnectionLost):
                raise
            yield context.finding(CHECK, f"{key} as {role}", "not run", f"{query.name}: {error.what}", since=start)
            continue
        whole = whole if query.statement.order_by else _in_the_order_of(found, whole)
        same = len(found) == len(whole) and all(map(_within, found, whole))
        lacking = sorted({field for f, w in zip(found, whole, strict=False) for field in w if field not in f})
        said = (
            f"as on the collections{f' but for {listed(lacking)}, which it may not see' if lacking else ''}" if same else "not as on the collections"
        )
        message = f"{query.name}: {len(found)} documents through the view, {said}"
        yield context.finding(CHECK, f"{key} as {role}", "holds" if same else "refuted", message, since=start)


def _in_the_order_of(found: list[Any], whole: list[Any]) -> list[Any]:
    """An answer that nobody asked to be ordered, as the other one happens to be."""
    left, placed = list(whole), []
    for one in found:
        at = next((i for i, other in enumerate(left) if _within(one, other)), None)
        if at is not None:
            placed.append(left.pop(at))
    return [*placed, *left]


def _within(found: Any, whole: Any) -> bool:
    """Whether an answer says nothing else than the whole one: some fields may be missing."""
    if isinstance(found, dict) and isinstance(whole, dict):
        return all(k in whole and _within(v, whole[k]) for k, v in found.items())
    if isinstance(found, list) and isinstance(whole, list):
        return len(found) == len(whole) and all(map(_within, found, whole))
    return bool(found == whole)
