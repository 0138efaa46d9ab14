"""What a design does at a host whose administrator has no rights on the server itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relvar.engines.hosting import at, lacks
from relvar.engines.hosting.scripts import Wanted
from relvar.model.changes import Change, Drop
from relvar.model.design import Decision, Manual
from relvar.model.physical import Physical

ADVISOR = "follow_hosting"


def owned_by_deployer(physical: Physical) -> Iterator[Decision]:
    """Where nobody may make an object in another's name, a definer of its own is no use: whoever deploys is it."""
    found = at(physical)
    definers = [key for key, role in physical.roles.items() if role.duty == "definer"]
    if found is None or not definers or not lacks(physical, "foreign_definer"):
        return
    lack = found.cannot["foreign_definer"]
    changes: list[Change] = [Drop(collection="grants", id=key, element=grant) for key, grant in physical.grants.items() if grant.role in definers]
    changes += [Drop(collection="roles", id=key, element=physical.roles[key]) for key in definers]
    yield Decision(
        advisor=ADVISOR,
        subject="definer",
        choice="triggers, views and procedures run in the name of the account that deploys",
        because=lack.says,
        evidence=(Manual(title=f"{found.title}: the administrator", address=lack.manual),),
        instead_of=("a locked definer",),
        changes=tuple(changes),
    )


def held_by_migrator(physical: Physical) -> Iterator[Decision]:
    """Where nobody can be given a role, a role of the owner's is no use: the migrator holds its rights himself."""
    found = at(physical)
    owners = {key: role for key, role in physical.roles.items() if role.duty == "owner"}
    migrators = [role.name for role in physical.roles.values() if role.duty == "migrator"]
    if found is None or not owners or not migrators or not lacks(physical, "role_admin"):
        return
    lack = found.cannot["role_admin"]
    yield Decision(
        advisor=ADVISOR,
        subject="owner",
        choice=f"{migrators[0]} holds the rights of the owner from the moment he logs in",
        because=lack.says,
        evidence=(Manual(title=f"{found.title}: the administrator", address=lack.manual),),
        instead_of=("a role that he takes by SET ROLE",),
        changes=tuple(Drop(collection="roles", id=key, element=role) for key, role in owners.items()),
    )


def may_be_given(physical: Physical, rights: str) -> str:
    """Of rights on the server ("process, slave monitor") those that the host's administrator holds, and so may give."""
    return ", ".join(right for right in rights.split(", ") if not lacks(physical, right.replace(" ", "_")))


def wanted_settings(physical: Physical, more: Mapping[str, Wanted]) -> dict[str, Wanted]:
    """The design's settings of the server in the host's notation: memory in bytes."""
    own = {key: setting for key, setting in physical.settings.items() if key.split(".")[0] not in physical.tables}
    return {**{key: Wanted(in_bytes(setting.value), setting.because) for key, setting in own.items()}, **more}


def in_bytes(value: str) -> str:
    """ "2G" as bytes; any other value as it is."""
    sizes = {"K": 1024, "M": 1024**2, "G": 1024**3}
    return str(int(value[:-1]) * sizes[value[-1]]) if value[:-1].isdigit() and value[-1:] in sizes else value
