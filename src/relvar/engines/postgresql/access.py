"""Roles, grants and row rules. No password is written: the secret store sets a SCRAM verifier in each environment."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.behaviours import extensions
from relvar.engines.postgresql.duties import all_with, definer, with_duty
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.behaviour import Expire
from relvar.model.expression import Exists
from relvar.model.physical import Grant, Physical, Policy, Role

EVERY = ("select", "insert", "update", "delete")
MIGRATOR_LOCK_TIMEOUT = "500ms"  # everybody queues behind a waiting ALTER: measured 1.72 s of stall (operations.md A.3)
IDLE_TIMEOUT = "10s"  # a forgotten transaction holds row locks and keeps vacuum from cleaning
LOGIN_DUTIES = ("application", "migrator", "reporting", "auditor", "monitor", "backup", "jobs")


# --- 01: what needs a superuser ---


def roles(writer: PostgresWriter) -> Iterator[Statement]:
    physical = writer.physical
    if physical.roles:
        yield _make_roles(writer, physical)
        for role in physical.roles.values():
            yield from _role(writer, role)
        yield from _memberships(physical)
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
    yield Statement(text=f"alter role {name} {' '.join(_attributes(role))}", element=role.name)
    for setting, value in role_settings(role).items():
        yield Statement(text=f"alter role {name} set {setting} = {value}")
    yield Statement(text=f"comment on role {name} is {writer.literal(role.comment)}")


def _attributes(role: Role) -> list[str]:
    """LOGIN, BYPASSRLS, INHERIT, CONNECTION LIMIT. A migrator says SET ROLE: an unqualified statement of his touches nothing."""
    words = ["login" if role.login else "nologin", "bypassrls" if bypasses(role) else "nobypassrls"]
    words.append("noinherit" if role.duty == "migrator" else "inherit")
    words += ["replication"] if role.duty == "backup" else []  # pg_basebackup asks for it
    words.append(f"connection limit {role.connection_limit or -1}")
    return words


def bypasses(role: Role) -> bool:
    """A definer must see across tenants, and a backup that row rules thin out is none."""
    return role.bypasses_row_rules or role.duty in ("definer", "backup")


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


# --- 06: grants and row rules ---


def schema_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """Who may look into which schema."""
    physical = writer.physical
    schemas = [table.schema for table in physical.tables.values()] + [view.schema for view in physical.views.values()]
    for schema in dict.fromkeys(schemas):
        names = [physical.roles[r].name for r in users(physical, schema)]
        if names:
            yield Statement(text=f"grant usage on schema {writer.quote(schema)} to {', '.join(names)}")


def upkeep_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """Jobs find their routines and checks in the schema ops."""
    physical = writer.physical
    if has_upkeep(physical):
        for role in all_with(physical, "jobs"):
            yield Statement(text=f"grant usage on schema ops to {writer.quote(role.name)}")


def has_upkeep(physical: Physical) -> bool:
    return bool(physical.integrity) or any(table.partition for table in physical.tables.values())


def users(physical: Physical, schema: str) -> list[str]:
    schemas = {key: t.schema for key, t in physical.tables.items()} | {key: v.schema for key, v in physical.views.items()}
    used = [g.role for g in physical.grants.values() if schemas.get(g.on) == schema]
    used += [role_id for role_id, role in physical.roles.items() if role.duty == "jobs" and schema in _of_jobs(physical)]
    return [role for role in dict.fromkeys(used) if physical.roles[role].duty not in ("owner", "definer")]


def _of_jobs(physical: Physical) -> set[str]:
    """Schemas with routines that the schedule calls."""
    found = {physical.tables[b.table].schema for b in physical.behaviours.values() if isinstance(b, Expire)}
    return found | {view.schema for view in physical.views.values() if view.materialized}


def grants(writer: PostgresWriter) -> Iterator[Statement]:
    """One statement a grant; views have theirs after they are made."""
    for key, grant in writer.physical.grants.items():
        if grant.on in writer.physical.tables:
            yield Statement(text=grant_text(writer, grant), element=key)


def view_grants(writer: PostgresWriter) -> Iterator[Statement]:
    for key, grant in writer.physical.grants.items():
        if grant.on in writer.physical.views:
            yield Statement(text=grant_text(writer, grant), element=key)


def grant_text(writer: PostgresWriter, grant: Grant) -> str:
    columns = f" ({writer.columns(grant.on, grant.columns)})" if grant.columns else ""
    what = ", ".join(f"{operation}{columns if operation != 'delete' else ''}" for operation in grant.operations)
    return f"grant {what} on {writer.table(grant.on)} to {writer.quote(writer.physical.roles[grant.role].name)}"


def backup_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """The backup reads every table that is there."""
    for role in all_with(writer.physical, "backup"):
        name = writer.quote(role.name)
        for schema in kept_schemas(writer.physical):
            yield Statement(text=f"grant usage on schema {schema} to {name}")
            yield Statement(text=f"grant select on all tables in schema {schema} to {name}")
            yield Statement(text=f"grant select on all sequences in schema {schema} to {name}")


def states_definers_rights(physical: Physical) -> bool:
    """Whether the design itself says which tables the definer may touch."""
    definers = {key for key, role in physical.roles.items() if role.duty == "definer"}
    return any(grant.role in definers for grant in physical.grants.values())


def checked_tables(physical: Physical) -> list[str]:
    """Tables that the integrity checks read, which run as the definer."""
    selects = [check.select for check in physical.integrity.values()]
    found = [table for select in selects for table in (select.table, *(join.table for join in select.joins), *_inside(select.where))]
    return [table for table in dict.fromkeys(found) if table in physical.tables]


def _inside(expression: object) -> list[str]:
    """Tables of nested questions."""
    if isinstance(expression, tuple):
        return [table for item in expression for table in _inside(item)]
    here = [expression.table] if isinstance(expression, Exists) else []
    fields = getattr(expression, "__struct_fields__", ())
    return here + [table for field in fields for table in _inside(getattr(expression, field))]


def read_by_checks(writer: PostgresWriter) -> Iterator[Statement]:
    tables = checked_tables(writer.physical)
    if tables and states_definers_rights(writer.physical):
        yield Statement(text=f"grant select on {', '.join(map(writer.table, tables))} to {definer(writer.physical)}")


def later_backup_rights(writer: PostgresWriter, maker: str) -> Iterator[Statement]:
    """And those that come later: default privileges belong to the role that makes them, and only it may set them."""
    for role in all_with(writer.physical, "backup"):
        for schema in kept_schemas(writer.physical):
            head = f"alter default privileges for role {maker} in schema {schema}"
            yield Statement(text=f"{head} grant select on tables to {writer.quote(role.name)}")
            yield Statement(text=f"{head} grant select on sequences to {writer.quote(role.name)}")


def kept_schemas(physical: Physical) -> list[str]:
    found = [table.schema for table in physical.tables.values()] + [view.schema for view in physical.views.values()]
    return list(dict.fromkeys([*found, "ops"]))


def row_rules(writer: PostgresWriter) -> Iterator[Statement]:
    """ENABLE and FORCE, so that the owner is bound too; without a matching policy, or with the context unset, there are no rows."""
    for table_id in dict.fromkeys(policy.table for policy in writer.physical.policies.values()):
        table = writer.table(table_id)
        yield Statement(text=f"alter table {table} enable row level security, force row level security", element=table_id)
        for key, policy in writer.physical.policies.items():
            if policy.table == table_id:
                for name, operation in policy_names(policy):
                    yield Statement(text=policy_text(writer, policy, name, operation), element=key)


def policy_names(policy: Policy) -> list[tuple[str, str]]:
    """A policy is for one command or for all: several commands make several policies, named after theirs."""
    if set(policy.operations) >= set(EVERY):
        return [(policy.name, "all")]
    if len(policy.operations) == 1:
        return [(policy.name, policy.operations[0])]
    return [(f"{policy.name[:56]}_{operation}", operation) for operation in policy.operations]


def policy_text(writer: PostgresWriter, policy: Policy, name: str, operation: str) -> str:
    users = ", ".join(writer.quote(writer.physical.roles[r].name) for r in policy.roles) or "public"
    text = f"create policy {writer.quote(name)} on {writer.table(policy.table)} for {operation} to {users}"
    using, check = conditions(writer, policy, operation)
    text += f"\n  using ({using})" if using else ""
    return text + (f"\n  with check ({check})" if check else "")


def conditions(writer: PostgresWriter, policy: Policy, operation: str) -> tuple[str, str]:
    """USING and WITH CHECK as the command allows them, "" for none."""
    using = writer.condition(policy.using, policy.table) if policy.using is not None and operation != "insert" else ""
    wanted = policy.check if policy.check is not None else policy.using if operation == "insert" else None
    check = writer.condition(wanted, policy.table) if wanted is not None and operation not in ("select", "delete") else ""
    return using, check


def routine_rights(writer: PostgresWriter, callable_by_jobs: list[str]) -> Iterator[Statement]:
    """Routines of jobs are the jobs role's alone; trigger functions need no grant."""
    jobs = with_duty(writer.physical, "jobs")
    if jobs is None:
        return
    for signature in dict.fromkeys(callable_by_jobs):
        yield Statement(text=f"grant execute on function {signature} to {writer.quote(jobs.name)}")
