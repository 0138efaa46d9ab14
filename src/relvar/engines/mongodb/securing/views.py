"""Views for those who may see a part of a collection only: MongoDB has no right on a field, so who reads a part reads a view.

A view is asked with the right on the view alone: its reader needs none on the collection. Its definition may be read by whoever may list
the collections, so it holds no value of anybody. A stage of a caller that tests a field which the view shows as it is, is moved before the
projection and uses the collection's indexes (MongoDB manual, "Aggregation Pipeline Optimization").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.base import Script, Statement
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, helped
from relvar.engines.mongodb.securing.projection import Projection, Shows
from relvar.model.documents import Collection
from relvar.model.figures import listed
from relvar.model.physical import Physical

PATH = "access/01_views.js"
# Duties of which MongoDB knows nothing: nobody owns a collection, and no code of the design runs inside the server.
WITHOUT_ROLE = ("owner", "definer")
HEAD = (
    "What each role sees of collections that it may see in part. Run after deploy and after every migration: a view names the fields that it "
    "shows, so a new field is not seen before its view says so. Running it again changes nothing."
)


class Seen(NamedTuple):
    """What one role sees of a collection. `view`: "" where it reads the collection itself."""

    role: str
    collection: Collection
    view: str
    fields: dict[str, Any]
    says: str


def seen(store: Store) -> Iterator[Seen]:
    """Every pair of a role and a collection of which it may see anything."""
    for role in (id_ for id_, found in store.physical.roles.items() if found.duty not in WITHOUT_ROLE):
        shows = shown_to(store.physical, role)
        for collection in store.physical.collections.values():
            found = Projection(store, collection, shows)
            if found.fields:
                view, says = _view(store, role, collection) if not found.whole else ("", "")
                yield Seen(role, collection, view, found.fields, says)


def views(store: Store) -> list[Seen]:
    return [s for s in seen(store) if s.view]


def shown_to(physical: Physical, role: str) -> Shows:
    """A masked view granted shows the table by its masks; else the columns of the grants, all of them where a grant names none."""
    masks = {v.table: v.masks for key, v in physical.views.items() if v.masks and _may_read(physical, role, key)}
    columns: dict[str, set[str]] = {}
    for grant in physical.grants.values():
        if grant.role == role and "select" in grant.operations and grant.on in physical.tables:
            columns.setdefault(grant.on, set()).update(grant.columns or physical.tables[grant.on].columns)

    def shows(table: str, column: str) -> str | None:
        if table in masks:
            return masks[table].get(column, "")
        return "" if column in columns.get(table, ()) else None

    return shows


def _may_read(physical: Physical, role: str, on: str) -> bool:
    return any(g.role == role and g.on == on and "select" in g.operations for g in physical.grants.values())


def _first_reader(physical: Physical, on: str) -> str:
    """The role that a masked view is named for: another may see other parts of what lies inside the same documents."""
    return next((g.role for g in physical.grants.values() if g.on == on and "select" in g.operations), "")


def _view(store: Store, role: str, collection: Collection) -> tuple[str, str]:
    """Name and purpose: a masked view of the design keeps its name."""
    inside = (collection.root, *collection.embedded)
    masked = {k: v for k, v in store.physical.views.items() if v.masks and v.table in inside and _may_read(store.physical, role, k)}
    own = next((v.name for k, v in masked.items() if v.table == collection.root and _first_reader(store.physical, k) == role), "")
    name = own or f"{collection.name}_for_{role}"
    purpose = "; ".join(v.comment for v in masked.values()) or f"{collection.name} with the fields that {store.physical.roles[role].name} may see"
    return name, purpose


def script(physical: Physical) -> Script | None:
    """The file of views; None where every role sees whole collections."""
    found: dict[str, tuple[Seen, list[str]]] = {}
    for one in views(Store.of(physical)):
        found.setdefault(one.view, (one, []))[1].append(physical.roles[one.role].name)
    statements = tuple(
        Statement(
            text=helped(Call("", "setView", (name, one.collection.name, [{"$project": one.fields}]))),
            because=f"{one.says}. Read by {listed(names)}",
            element=name,
        )
        for name, (one, names) in found.items()
    )
    return Script(path=PATH, head=HEAD, statements=statements, transactional=False) if statements else None
