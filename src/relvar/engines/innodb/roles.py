"""01: accounts and roles: what needs rights on the whole server. No password is written: an account is locked until one is given."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import lacks
from relvar.engines.innodb.hosted import may_be_given
from relvar.engines.innodb.query import InnodbWriter
from relvar.model.physical import Physical, Role


def roles(writer: InnodbWriter) -> Iterator[Statement]:
    """Roles belong to the server, so this may run again: it makes only what is missing."""
    physical = writer.physical
    because = f"Locked until the secret store gives it a password: {writer.dialect.unlocked_by}"
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


def _definer(writer: InnodbWriter, role: Role) -> Iterator[Statement]:
    """Asked for before it is made: `if not exists` warns of every object that names it, though it is there (4005)."""
    made = f"create user {writer.quote(role.name)} account lock{said(writer, role.comment)}"
    known = f"exists (select 1 from mysql.user where user = {writer.literal(role.name)})"
    yield Statement(text=f"set @statement = if({known}, 'do 0', {writer.literal(made)})", because=role.comment, element=role.name)
    yield from prepared()


def prepared() -> Iterator[Statement]:
    """Runs what stands in @statement."""
    yield Statement(text="prepare made from @statement")
    yield Statement(text="execute made")
    yield Statement(text="deallocate prepare made")


def _login(writer: InnodbWriter, role: Role) -> str:
    values = (role.connection_limit, role.statement_timeout_ms / 1000)
    limits = [f"{text.format(*values)}" for text, value in zip(writer.dialect.account_limits, values, strict=False) if value]
    limit = f" with {' '.join(limits)}" if limits else ""
    return f"create user if not exists {writer.quote(role.name)}{limit} account lock{said(writer, says(writer, role))}"


def said(writer: InnodbWriter, words: str) -> str:
    """The account's comment, where an account can have one."""
    return writer.dialect.account_comment.format(writer.literal(words))


def says(writer: InnodbWriter, role: Role) -> str:
    """Whose the account is, and what its sessions set for themselves where an account has no settings of its own."""
    sets = (
        f"; sessions: max_execution_time = {role.statement_timeout_ms}"
        if role.statement_timeout_ms and len(writer.dialect.account_limits) < 2
        else ""
    )
    return role.comment + sets + (", transaction_read_only = on" if role.read_only and sets else "")


def _memberships(writer: InnodbWriter) -> Iterator[Statement]:
    """The migrator acts as the owner by saying SET ROLE: a granted role is not active before."""
    physical = writer.physical
    for migrator in with_duty(physical, "migrator"):
        for owner in with_duty(physical, "owner"):
            text = f"grant {writer.quote(owner.name)} to {writer.quote(migrator.name)}"
            yield Statement(text=text, because="Acts as the owner by saying SET ROLE; without that its session may do nothing")
        if with_duty(physical, "definer") and not lacks(physical, "foreign_definer"):
            text = f"grant {writer.dialect.act_as_definer} on *.* to {writer.quote(migrator.name)}"
            yield Statement(text=text, because="Triggers and views are made in the definer's name")


def server_rights(writer: InnodbWriter) -> Iterator[Statement]:
    """Rights that are the server's, not a database's."""
    for role in with_duty(writer.physical, "monitor"):
        yield Statement(text=f"grant {may_be_given(writer.physical, writer.dialect.monitor_rights)} on *.* to {writer.quote(role.name)}")
        yield from (Statement(text=text.format(writer.quote(role.name))) for text in writer.dialect.monitor_schemas)
    for role in with_duty(writer.physical, "backup"):
        yield Statement(text=f"grant {may_be_given(writer.physical, writer.dialect.backup_rights)} on *.* to {writer.quote(role.name)}")


def with_duty(physical: Physical, duty: str) -> list[Role]:
    return [role for role in physical.roles.values() if role.duty == duty]
