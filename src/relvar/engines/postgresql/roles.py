"""01: roles, extensions and the database. No password is written: the secret store sets a SCRAM verifier.

It needs a superuser on machines of one's own; at a host, whose administrator is none, it needs CREATEROLE and says nothing that only a
superuser may say.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql.behaviours import extensions
from relvar.engines.postgresql.duties import all_with, definer
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Physical, Role

MIGRATOR_LOCK_TIMEOUT = "500ms"  # everybody queues behind a waiting ALTER: measured 1.72 s of stall (operations.md A.3)
IDLE_TIMEOUT = "10s"  # a forgotten transaction holds row locks and keeps vacuum from cleaning


def roles(writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    if physical.roles:
        yield _make_roles(writer, physical)
        for role in physical.roles.values():
            yield from _role(writer, role)
        yield from _memberships(physical)
        if lacks(physical, "superuser"):
            yield from _deployer(physical)
        yield Statement(text=database_rights(physical), because="The right to connect is given by name; what PUBLIC holds is taken away")
    yield Statement(text="revoke all on schema public from public", because="Nothing is made or found in public unless it is granted")
    for extension in extensions(physical):
        yield Statement(text=f"create extension if not exists {extension} with schema public", because=EXTENSIONS.get(extension, ""))
    if physical.roles and extensions(physical):
        names = ", ".join(writer.quote(role.name) for role in physical.roles.values())
        yield Statement(text=f"grant usage on schema public to {names}", because="Operators of extensions live there")


EXTENSIONS = {
    "btree_gist": "Equality on scalar columns inside an exclusion constraint (room =, period &&)",
    "pg_trgm": "Search for a part of a word",
    "pg_stat_statements": "Which statements cost most; counts only when shared_preload_libraries names it",
}


def _make_roles(writer: PostgresWriter, physical: Physical) -> Statement:
    names = ",\n      ".join(writer.literal(role.name) for role in physical.roles.values())
    text = f"""do $roles$
declare
  wanted text;
begin
  foreach wanted in array array[
      {names}] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$roles$"""
    return Statement(text=text, because="Roles belong to the cluster, so this may run again; no password stands here")


def _role(writer: PostgresWriter, role: Role) -> Iterator[Statement]:
    name = writer.quote(role.name)
    yield Statement(text=f"alter role {name} {' '.join(_attributes(writer.physical, role))}", element=role.name)
    for setting, value in role_settings(role).items():
        yield Statement(text=f"alter role {name} set {setting} = {value}")
    yield Statement(text=f"comment on role {name} is {writer.literal(role.comment)}")


def _attributes(physical: Physical, role: Role) -> list[str]:
    """LOGIN, BYPASSRLS, INHERIT, CONNECTION LIMIT. A migrator says SET ROLE: an unqualified statement of his touches nothing.

    Who lacks BYPASSRLS himself may not even say NOBYPASSRLS, which is the default.
    """
    words = ["login" if role.login else "nologin"]
    words += [] if lacks(physical, "bypass_row_rules") else ["bypassrls" if bypasses(physical, role) else "nobypassrls"]
    words.append("noinherit" if role.duty == "migrator" else "inherit")
    words += ["replication"] if replicates(physical, role) else []
    words.append(f"connection limit {role.connection_limit or -1}")
    return words


def bypasses(physical: Physical, role: Role) -> bool:
    """A definer must see across tenants, and a backup that row rules thin out is none; where no role can have it, a row rule lets them."""
    return (role.bypasses_row_rules or role.duty in ("definer", "backup")) and not lacks(physical, "bypass_row_rules")


def replicates(physical: Physical, role: Role) -> bool:
    """pg_basebackup asks for it."""
    return role.duty == "backup" and not lacks(physical, "replication_attribute")


def role_settings(role: Role) -> dict[str, str]:
    """Settings that hold from the moment the role connects."""
    settings = {}
    if role.statement_timeout_ms:
        settings["statement_timeout"] = f"'{role.statement_timeout_ms}ms'"
    if role.read_only:
        settings["default_transaction_read_only"] = "on"
    if role.login and role.duty == "application":
        settings["idle_in_transaction_session_timeout"] = f"'{IDLE_TIMEOUT}'"
    if role.duty == "migrator":
        settings["lock_timeout"] = f"'{MIGRATOR_LOCK_TIMEOUT}'"
    return settings


def _memberships(physical: Physical) -> Iterator[Statement]:
    """Said only where it is not so yet, for saying it twice is answered with a notice."""
    held = [role.name for role in all_with(physical, "owner", "definer")]
    pairs = [(role, migrator.name) for migrator in all_with(physical, "migrator") for role in held]
    pairs += [("pg_monitor", monitor.name) for monitor in all_with(physical, "monitor")]
    if not pairs:
        return
    rows = ",\n      ".join(f"('{role}', '{member}')" for role, member in pairs)
    text = f"""do $members$
declare
  pair record;
begin
  for pair in select * from (values
      {rows}) as wanted (role_name, member_name)
  loop
    if not pg_has_role(pair.member_name, pair.role_name, 'member') then
      execute format('grant %I to %I', pair.role_name, pair.member_name);
    end if;
  end loop;
end
$members$"""
    yield Statement(text=text, because="The migrator acts as the owner by saying SET ROLE; the monitor reads the statistics of all sessions")


def _deployer(physical: Physical) -> Iterator[Statement]:
    """Whoever made a role may give it to himself; a superuser acts as any role without that."""
    held = [role.name for role in all_with(physical, "owner", "definer")]
    if not held:
        return
    names = ",\n      ".join(f"'{name}'" for name in held)
    text = f"""do $deployer$
declare
  acted name;
begin
  foreach acted in array array[
      {names}]::name[] loop
    if not pg_has_role(current_user, acted, 'usage') then
      execute format('grant %I to %I', acted, current_user);
    end if;
  end loop;
end
$deployer$"""
    yield Statement(text=text, because="The files that follow act as these roles, and whoever deploys is no superuser here")


def database_rights(physical: Physical) -> str:
    lines = ["execute format('revoke all on database %I from public', current_database());"]
    logins = [role.name for role in physical.roles.values() if role.login]
    if logins:
        names = ", '\n    '".join(logins)
        lines.append(f"execute format('grant connect on database %I to '\n    '{names}', current_database());")
    for role in all_with(physical, "owner"):
        lines.append(f"execute format('grant create on database %I to {role.name}', current_database());")
    if definer(physical):
        # REFRESH MATERIALIZED VIEW CONCURRENTLY keeps its difference in a temporary table.
        lines.append(f"execute format('grant temporary on database %I to {definer(physical)}', current_database());")
    body = "\n  ".join(lines)
    return f"do $database$\nbegin\n  {body}\nend\n$database$"
