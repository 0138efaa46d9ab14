"""02: roles of the database and the user that owns its schemas. Logins are the server's and the operator's: operate/logins.sql."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.model.physical import Physical, Role


def roles(writer: TsqlWriter) -> Iterator[Statement]:
    for role in writer.physical.roles.values():
        if role.duty == "definer":
            because = f"{role.comment}. No login: only what belongs to the schemas acts so"
            yield Statement(text=f"create user {writer.quote(role.name)} without login", because=because, element=role.name)
        else:
            yield Statement(text=f"create role {writer.quote(role.name)}", because=role.comment, element=role.name)


def database_rights(writer: TsqlWriter) -> Iterator[Statement]:
    """Rights on the whole database, by duty."""
    physical, quote = writer.physical, writer.quote
    for role in with_duty(physical, "owner"):
        yield Statement(text=f"alter role db_owner add member {quote(role.name)}")
    for role in with_duty(physical, "migrator"):
        yield Statement(text=f"alter role db_ddladmin add member {quote(role.name)}", because="Changes the schema, and fills what it adds")
        yield Statement(text=f"alter role db_datareader add member {quote(role.name)}")
        yield Statement(text=f"alter role db_datawriter add member {quote(role.name)}")
    for role in with_duty(physical, "monitor"):
        yield Statement(text=f"grant view database state to {quote(role.name)}", because="Sees how the database does, and no row of a table")
        yield Statement(text=f"grant view definition to {quote(role.name)}")
    for role in with_duty(physical, "backup"):
        yield Statement(text=f"alter role db_backupoperator add member {quote(role.name)}")
    if any(table.partition for table in physical.tables.values()):
        for role in with_duty(physical, "definer"):
            because = "Cuts and joins partitions in ensure_partitions and what empties them"
            yield Statement(text=f"grant alter any dataspace to {quote(role.name)}", because=because)


def with_duty(physical: Physical, duty: str) -> list[Role]:
    return [role for role in physical.roles.values() if role.duty == duty]
