"""06: row rules. ENABLE and FORCE, so that the owner is bound too; no matching policy, or no context set: no rows."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Operation, Policy

EVERY: tuple[Operation, ...] = ("select", "insert", "update", "delete")


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
