"""01: accounts and roles: what needs rights on the whole server. No password is written: an account is locked until one is given."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.mysql.query import MysqlWriter
from relvar.model.physical import Physical, Role


def roles(writer: MysqlWriter) -> Iterator[Statement]:
    """Roles belong to the server, so this may run again: it makes only what is missing."""
    physical = writer.physical
    because = (
        "Locked until the secret store gives it a password: alter user NAME identified with caching_sha2_password by ... require ssl account unlock"
    )
    for role in physical.roles.values():
        if role.login:
            yield Statement(text=_login(writer, role), because=because, element=role.name)
            because = ""
    for role in physical.roles.values():
        if role.duty == "definer":
            yield from _definer(writer, role)
        elif not role.login:
            yield Statement(text=f"create role if not exists {writer.quote(role.name)}", because=role.comment, element=role.name)
    yield from _memberships(writer)
    yield from server_rights(writer)


def _definer(writer: MysqlWriter, role: Role) -> Iterator[Statement]:
    """Asked for before it is made: `if not exists` warns of every object that names it, though it is there (4005)."""
    made = f"create user {writer.quote(role.name)} account lock comment {writer.literal(role.comment)}"
    known = f"exists (select 1 from mysql.user where user = {writer.literal(role.name)})"
    yield Statement(text=f"set @statement = if({known}, 'do 0', {writer.literal(made)})", because=role.comment, element=role.name)
    yield from prepared()


def prepared() -> Iterator[Statement]:
    """Runs what stands in @statement."""
    yield Statement(text="prepare made from @statement")
    yield Statement(text="execute made")
    yield Statement(text="deallocate prepare made")


def _login(writer: MysqlWriter, role: Role) -> str:
    limit = f" with max_user_connections {role.connection_limit}" if role.connection_limit else ""
    return f"create user if not exists {writer.quote(role.name)}{limit} account lock comment {writer.literal(says(role))}"


def says(role: Role) -> str:
    """The account's comment: whose it is, and what its sessions set for themselves, for an account has no settings of its own here."""
    sets = f"; sessions: max_execution_time = {role.statement_timeout_ms}" if role.statement_timeout_ms else ""
    return role.comment + sets + (", transaction_read_only = on" if role.read_only and sets else "")


def _memberships(writer: MysqlWriter) -> Iterator[Statement]:
    """The migrator acts as the owner by saying SET ROLE: a granted role is not active before."""
    physical = writer.physical
    for migrator in with_duty(physical, "migrator"):
        for owner in with_duty(physical, "owner"):
            text = f"grant {writer.quote(owner.name)} to {writer.quote(migrator.name)}"
            yield Statement(text=text, because="Acts as the owner by saying SET ROLE; without that its session may do nothing")
        if with_duty(physical, "definer"):
            text = f"grant set_any_definer on *.* to {writer.quote(migrator.name)}"
            yield Statement(text=text, because="Triggers and views are made in the definer's name")


def server_rights(writer: MysqlWriter) -> Iterator[Statement]:
    """Rights that are the server's, not a database's."""
    for role in with_duty(writer.physical, "monitor"):
        yield Statement(text=f"grant process, replication client on *.* to {writer.quote(role.name)}")
        yield Statement(text=f"grant select on performance_schema.* to {writer.quote(role.name)}")
        yield Statement(text=f"grant select, execute on sys.* to {writer.quote(role.name)}")
    for role in with_duty(writer.physical, "backup"):
        yield Statement(text=f"grant process, reload, replication client on *.* to {writer.quote(role.name)}")


def with_duty(physical: Physical, duty: str) -> list[Role]:
    return [role for role in physical.roles.values() if role.duty == duty]
