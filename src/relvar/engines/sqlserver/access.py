"""08: grants by table and column, the right to see through masks, and row rules.

INSERT is granted for a whole table only. Whoever may read a table by the design may see through its masks; the masks hold for
everybody else. Row rules: one function a table says which rows a member of a role sees, as a predicate of one policy, which filters
what is read, changed and removed and blocks what would be written outside it. Members of db_owner and the owner of the schemas pass.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sql import Scope
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.objects import Parts, definer, shortened
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.engines.sqlserver.roles import with_duty
from relvar.model.expression import Expression
from relvar.model.physical import Grant, Physical, Policy
from relvar.model.walking import columns_of

PASSES = ("backup", "migrator", "monitor")


def grants(writer: TsqlWriter) -> Iterator[Statement]:
    for key, grant in writer.physical.grants.items():
        for text in grant_texts(writer, grant):
            yield Statement(text=text, element=key)


def grant_texts(writer: TsqlWriter, grant: Grant) -> list[str]:
    """Statements that give it; none to the definer."""
    return [f"grant {right} to {writer.quote(writer.physical.roles[grant.role].name)}" for right in _rights(writer, grant)]


def revoke_texts(writer: TsqlWriter, grant: Grant) -> list[str]:
    """Statements that take it back."""
    return [f"revoke {right} from {writer.quote(writer.physical.roles[grant.role].name)}" for right in _rights(writer, grant)]


def _rights(writer: TsqlWriter, grant: Grant) -> list[str]:
    """A column list goes with select and update only. What owns the schema has every right, and may be granted none (error 4613)."""
    if writer.physical.roles[grant.role].duty == "definer":
        return []
    table = writer.table(grant.on)
    names = [c for c in grant.columns if not writer.types.is_version(grant.on, c)]
    columns = f" ({writer.columns(grant.on, names)})" if grant.columns else ""
    by_column = [f"{o}{columns}" for o in grant.operations if o in ("select", "update") and (names or not grant.columns)]
    whole = [o for o in grant.operations if o not in ("select", "update")]
    texts = [", ".join([*by_column, *whole])] if not grant.columns else [", ".join(by_column), ", ".join(whole)]
    return [f"{text} on {table}" for text in texts if text]


def unmasked(ddl: Ddl) -> Iterator[Statement]:
    """Roles that read by the design what is masked for others. 2019 grants it for the whole database; 2022 also by column."""
    physical = ddl.physical
    masked = {t for t, table in physical.tables.items() if any(ddl.is_masked(t, c) for c in table.columns)}
    masked |= {key for key, view in physical.views.items() if view.table in masked}  # else the mask of a view would be of the column's mask
    roles = dict.fromkeys(g.role for g in physical.grants.values() if g.on in masked and "select" in g.operations)
    because = "Reads these columns by the design; their masks are for everybody else"
    for role in roles:
        yield Statement(text=f"grant unmask to {ddl.writer.quote(physical.roles[role].name)}", because=because, element=role)
        because = ""


def procedure_rights(make: Parts, names: list[str]) -> Iterator[Statement]:
    for role in with_duty(make.physical, "jobs"):
        for name in names:
            yield Statement(text=f"grant execute on {make.in_app(name)} to {make.writer.quote(role.name)}")


# --- row rules ---


class _RowWriter(TsqlWriter):
    """Columns of the row at hand are parameters of the predicate's function."""

    def quote(self, name: str) -> str:
        return name if name.startswith("@") else super().quote(name)


def row_rules(physical: Physical) -> Iterator[Statement]:
    for table_id in dict.fromkeys(policy.table for policy in physical.policies.values()):
        policies = [(key, p) for key, p in physical.policies.items() if p.table == table_id]
        yield from _functions(physical, table_id, [p for _, p in policies])
        yield Statement(text=_policy(physical, table_id, [p for _, p in policies]), because="", element=policies[0][0])


def function_names(physical: Physical, table_id: str) -> tuple[str, str]:
    """Of what is seen, and of what may be written."""
    name = physical.tables[table_id].name
    return shortened(f"{name}_seen"), shortened(f"{name}_written")


def policy_name(physical: Physical, table_id: str) -> str:
    return shortened(f"{physical.tables[table_id].name}_rows")


def _conditions(policies: list[Policy]) -> tuple[list[tuple[Policy, Expression]], list[tuple[Policy, Expression]]]:
    seen = [(p, p.using) for p in policies if p.using is not None and set(p.operations) & {"select", "update", "delete"}]
    written = [(p, c) for p in policies if set(p.operations) & {"insert", "update"} and (c := p.check or p.using) is not None]
    return seen, written


def _columns(physical: Physical, table_id: str, conditions: list[tuple[Policy, Expression]]) -> list[str]:
    named = {c for _, condition in conditions for c in columns_of(condition)}
    found = [c for c in physical.tables[table_id].columns if c in named]
    return found or list(physical.tables[table_id].primary_key[:1])


def _functions(physical: Physical, table_id: str, policies: list[Policy]) -> Iterator[Statement]:
    table = physical.tables[table_id]
    seen, written = _conditions(policies)
    for name, conditions, verb in zip(function_names(physical, table_id), (seen, written), ("sees", "may write"), strict=True):
        if not conditions:
            continue
        columns = _columns(physical, table_id, conditions)
        writer = _RowWriter(physical)
        source = writer.source(table_id)
        scope = Scope({"": source._replace(columns={c: f"@{n}" for c, n in source.columns.items()})}, "")
        arguments = ", ".join(f"@{table.columns[c].name} {writer.given_type(table_id, c)}" for c in columns)
        lines = [f"is_rolemember('db_owner') = 1 or user_name() = '{definer(physical) or 'dbo'}'"]
        passing = [r.name for r in physical.roles.values() if r.bypasses_row_rules and r.duty != "definer"]
        lines += [f"is_rolemember('{role}') = 1" for role in passing]
        for policy, condition in conditions:
            said = writer.expression(writer.truth(condition, scope), scope, 3)
            members = " or ".join(f"is_rolemember('{physical.roles[r].name}') = 1" for r in policy.roles)
            members = f"({members})" if " or " in members and said != "1 = 1" else members
            lines.append(f"{members} and {said}" if said != "1 = 1" else members)
        body = "\n    or ".join(lines)
        text = f"create function {writer.qualified(table.schema, name)} ({arguments})\nreturns table with schemabinding as\n"
        text += f"return select 1 as allowed\n  where {body}"
        yield Statement(text=text, because=f"Which rows of {table.name} who {verb}; with no context set, none", element=policies[0].name)


def _policy(physical: Physical, table_id: str, policies: list[Policy]) -> str:
    writer, table = TsqlWriter(physical), physical.tables[table_id]
    seen, written = _conditions(policies)
    parts = []
    on = writer.table(table_id)
    for name, conditions, kinds in zip(
        function_names(physical, table_id),
        (seen, written),
        (("filter predicate {}",), ("block predicate {} after insert", "block predicate {} after update")),
        strict=True,
    ):
        if conditions:
            arguments = writer.columns(table_id, _columns(physical, table_id, conditions))
            call = f"{writer.qualified(table.schema, name)}({arguments}) on {on}"
            parts += [f"add {kind.format(call)}" for kind in kinds]
    listed = ",\n  ".join(parts)
    return f"create security policy {writer.qualified(table.schema, policy_name(physical, table_id))}\n  {listed}\n  with (state = on)"
