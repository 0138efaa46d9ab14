"""From one design to the next one of the same thing: what its stores have in common, changed."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.engines.base import Evolution
from relvar.engines.terms import is_of_terms
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop, SetTable
from relvar.model.design import Design
from relvar.model.figures import listed
from relvar.plan.diff import diff

BY_HAND = "write it by hand; relvar rehearses the hard kinds of change in <store>/migrations"


def revisions(before: Design, after: Design) -> Iterator[tuple[str, Evolution]]:
    """By store, of the stores that both have. Raises UnsupportedError where they have none, or where more changes of tables than what is kept
    of them.
    """
    common = [store for store in before.physical if store in after.physical]
    if not common:
        raise UnsupportedError(what="the two designs have no database in common", remedy="name two designs of the same database")
    for store in common:
        old, new = before.physical[store], after.physical[store]
        changes = diff(old, new)
        if not changes and old.collections == new.collections:
            continue
        others = [c for c in changes if not is_of_terms(c)] if engine(new.engine).features().shape != "documents" else []
        if others:
            more = f"{listed(list(dict.fromkeys(map(_said, others))), 3)} changed too"
            what = f"{store}: of tables a migration between two designs is generated where only what is kept of them changes; {more}"
            raise UnsupportedError(what=what, remedy=BY_HAND)
        because = f"{before.brief.title}: from the former design to the next"
        yield store, Evolution(name="revision", because=because, before=old, after=new, changes=changes)


def _said(change: Change) -> str:
    """Which thing changes, in words."""
    if isinstance(change, SetTable):
        return f"options of {change.table}"
    if isinstance(change, Add | Alter | Drop):
        return f"{change.collection} {change.table}{'.' if change.table else ''}{change.id}"
    return "what the server must have"
