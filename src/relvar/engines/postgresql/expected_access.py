"""Facts on roles, row rules and the rights on tables and views that the design asks for."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.postgresql import access, monitor, roles, row_rules, views
from relvar.engines.postgresql.duties import all_with, definer, owner
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.written import Written
from relvar.model.design import Design
from relvar.model.physical import Physical


def policy_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for policy in writer.physical.policies.values():
        table = writer.physical.tables[policy.table]
        users = ", ".join(sorted(writer.physical.roles[r].name for r in policy.roles)) or "public"
        for name, operation in row_rules.policy_names(policy):
            yield f"policy {table.schema}.{table.name}.{name}", f"permissive for {operation} to {users}"


def policy_expressions(writer: PostgresWriter) -> Iterator[Written]:
    for policy in writer.physical.policies.values():
        table = writer.physical.tables[policy.table]
        for name, operation in row_rules.policy_names(policy):
            using, check = row_rules.conditions(writer, policy, operation)
            key = f"policy {table.schema}.{table.name}.{name}"
            if using:
                yield Written(f"{key} using", "policy", policy.table, using)
            if check:
                yield Written(f"{key} check", "policy", policy.table, check)


def role_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    physical = writer.physical
    for role in physical.roles.values():
        words = ["login" if role.login else "nologin", "bypassrls" if roles.bypasses(physical, role) else "nobypassrls"]
        words.append("noinherit" if role.duty == "migrator" else "inherit")
        words += [f"limit {role.connection_limit or -1}"] + (["replication"] if roles.replicates(physical, role) else [])
        words += [f"{key}={value.strip(chr(39))}" for key, value in sorted(roles.role_settings(role).items())]
        yield f"role {role.name}", ", ".join(words)
        yield f"role {role.name} comment", role.comment
        yield f"role {role.name} member of", ", ".join(sorted(_memberships(physical, role.duty)))


def _memberships(physical: Physical, duty: str) -> list[str]:
    if duty == "migrator":
        return [role.name for role in all_with(physical, "owner", "definer")]
    return ["pg_monitor"] if duty == "monitor" else []


def grant_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    """Per relation and role: the privileges, with their columns where they are not the whole table's."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    physical = writer.physical
    for grant in physical.grants.values():
        columns = {writer.source(grant.on).columns[c] for c in grant.columns}
        held = found.setdefault((writer.table(grant.on), physical.roles[grant.role].name), {})
        for operation in grant.operations:
            _add(held, operation, set() if operation == "delete" else columns)
    for relation, role, operations in _standing(design, store, writer):
        for standing in operations:
            _add(found.setdefault((relation, role), {}), standing, set())
    for (relation, role), privileges in found.items():
        yield f"grant {relation} to {role}", privileges_text(privileges)


def _add(held: dict[str, set[str]], operation: str, columns: set[str]) -> None:
    """No columns: the whole relation, which takes in what was granted by column."""
    if not columns or held.get(operation) == set():
        held[operation] = set()
    else:
        held.setdefault(operation, set()).update(columns)


def privileges_text(privileges: dict[str, set[str]]) -> str:
    return ", ".join(f"{key} ({', '.join(sorted(columns))})" if columns else key for key, columns in sorted(privileges.items()))


def _standing(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Rights that come with a duty: the definer's on the owner's tables, the backup's on all, the monitor's on the schema ops."""
    physical = writer.physical
    watched = monitor.named(design, store, writer)
    every = {f"{t.schema}.{t.name}": owner(physical) for t in physical.tables.values()}
    every |= {f"{v.schema}.{v.name}": views.owner_of(physical, v) for v in physical.views.values()}
    every |= {f"ops.{name}": owner(physical) if watch.by == "owner" else definer(physical) for name, watch in watched.items()}
    for role in all_with(physical, "backup"):
        yield from ((name, role.name, ("select",)) for name in every)
    for role in all_with(physical, "monitor"):
        yield from ((f"ops.{name}", role.name, ("select",)) for name in watched)
    if "failed_checks" in watched:
        yield from (("ops.failed_checks", role.name, ("select",)) for role in all_with(physical, "jobs"))
    if definer(physical) == owner(physical):
        return
    if access.states_definers_rights(physical):
        yield from ((writer.table(table), definer(physical), ("select",)) for table in access.checked_tables(physical))
    else:
        yield from ((name, definer(physical), row_rules.EVERY) for name, maker in every.items() if maker == owner(physical))
