"""From one design to the next one of the same thing: what its stores have in common, changed."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.engines.base import Evolution
from relvar.errors import UnsupportedError
from relvar.model.design import Design
from relvar.plan.diff import diff

BY_HAND = "write it by hand; relvar rehearses the hard kinds of change in <store>/migrations"


def revisions(before: Design, after: Design) -> Iterator[tuple[str, Evolution]]:
    """By store, of the stores that both have. Raises UnsupportedError where they have none, or one whose rows lie in tables."""
    common = [store for store in before.physical if store in after.physical]
    if not common:
        raise UnsupportedError(what="the two designs have no database in common", remedy="name two designs of the same database")
    for store in common:
        old, new = before.physical[store], after.physical[store]
        changes = diff(old, new)
        if not changes and old.collections == new.collections:
            continue
        if engine(new.engine).features().shape != "documents":
            what = f"{store}: a migration between two designs is generated where rows are documents; {len(changes)} things changed"
            raise UnsupportedError(what=what, remedy=BY_HAND)
        because = f"{before.brief.title}: from the former design to the next"
        yield store, Evolution(name="revision", because=because, before=old, after=new, changes=changes)
