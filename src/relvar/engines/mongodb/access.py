"""Access to documents, decided: who reads a view in place of a collection, because MongoDB has no right on a field."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.securing.views import views
from relvar.model.design import Decision, EngineFact
from relvar.model.figures import listed
from relvar.model.physical import Physical

ADVISOR = "mongodb"
VIEWS = "https://www.mongodb.com/docs/manual/core/views/"


def access(physical: Physical) -> Iterator[Decision]:
    """One decision for the roles that see collections in part; silent where each sees whole collections or none."""
    found = views(Store.of(physical))
    if not found:
        return
    said = [f"{physical.roles[s.role].name} reads {s.view}, not {s.collection.name}" for s in found]
    names = dict.fromkeys(s.collection.name for s in found)
    yield Decision(
        advisor=ADVISOR,
        subject="access.views",
        choice="; ".join(said),
        because=f"{listed(list(names))} hold fields that {'this role' if len({s.role for s in found}) == 1 else 'these roles'} may not see",
        evidence=(EngineFact(engine="mongodb", capability="column_grants", can=True, manual=VIEWS),),
        instead_of=("rights on fields",),
    )
