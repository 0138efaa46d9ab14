"""Roles and users of a live database, as far as the server tells them to whoever asks.

Sources: MongoDB manual, "rolesInfo" and "usersInfo" (both ask for viewRole and viewUser on the database, or for one's own).
"""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.address import answered
from relvar.model.existing import FoundObject, Leftover, Place


def principals(database: Any, place: Place) -> tuple[list[FoundObject], list[Leftover]]:
    """Roles with what each may do ("orders: find, update") and is, users with what they are; and what was not told."""
    from pymongo.errors import PyMongoError

    try:
        roles = database.command({"rolesInfo": 1, "showPrivileges": True})["roles"]
        users = database.command({"usersInfo": 1})["users"]
    except PyMongoError as error:
        return [], [Leftover(text="roles and users", why=answered(error), place=place)]
    found = [FoundObject(kind="role", name=str(one["role"]), values=(*_may(one), *_is(one)), place=place) for one in roles]
    found += [FoundObject(kind="role", name=str(one["user"]), values=_is(one), place=place) for one in users]
    return found, []


def _may(role: dict[str, Any]) -> tuple[str, ...]:
    places = ((privilege["resource"], privilege["actions"]) for privilege in role.get("privileges", ()))
    return tuple(f"{on.get('collection') or on.get('db') or 'the cluster'}: {', '.join(actions)}" for on, actions in places)


def _is(one: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"is {inner['role']}" for inner in one.get("roles", ()))
