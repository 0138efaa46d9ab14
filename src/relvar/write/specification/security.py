"""Security: roles and grants, row rules, personal data and masks, encryption, audit, retention."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Audit, Expire
from relvar.model.design import Design
from relvar.model.figures import in_months
from relvar.model.physical import Physical, Role
from relvar.write.page import CONVENTIONS, column_names, decided, decisions_of, sensitive, table, table_name


def security(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield "### Roles"
    yield ""
    yield from table(("role", "is for", "logs in", "reads", "writes"), _roles(design, physical), "")
    yield from decided(decisions_of(design, store, ("grant_roles",)))
    yield "### Rows"
    yield ""
    yield from table(("table", "rule", "for", "on"), _policies(physical))
    yield from decided(decisions_of(design, store, ("separate_rows",)))
    yield "### Personal and secret data"
    yield ""
    rows = ((t.name, f"`{c.name}`", c.sensitivity, c.mask or "-") for t, c in sensitive(physical))
    yield from table(("table", "column", "class", "masked as"), rows, "No column holds personal, financial or secret data.")
    yield from decided(decisions_of(design, store, ("protect_personal_data",)))
    yield "### Audit and retention"
    yield ""
    yield from table(("table", "every change is kept in", "never copied"), _audits(physical))
    yield from table(("table", "leaves after", "counted from"), _expiries(physical))
    yield from decided(decisions_of(design, store, ("audit_changes", "expire_rows")))


def _roles(design: Design, physical: Physical) -> Iterator[tuple[str, ...]]:
    for id_, role in physical.roles.items():
        grants = [g for g in physical.grants.values() if g.role == id_]
        reads = sorted({_target(physical, g.on) for g in grants if "select" in g.operations})
        writes = sorted({_target(physical, g.on) for g in grants if set(g.operations) - {"select"}})
        yield f"`{role.name}`", _purpose(design, role), "yes" if role.login else "no", ", ".join(reads), ", ".join(writes)


def _purpose(design: Design, role: Role) -> str:
    """What the brief says of an actor; what every project has by its duty stands with the conventions."""
    actor = design.conceptual.actors.get(role.actor)
    if actor is not None and actor.source.kind in ("brief", "user", "model"):
        return role.comment
    return f"[{role.duty or role.actor}]({CONVENTIONS}#roles)"


def _target(physical: Physical, on: str) -> str:
    return physical.views[on].name if on in physical.views else table_name(physical, on)


def _policies(physical: Physical) -> Iterator[tuple[str, ...]]:
    for policy in physical.policies.values():
        roles = ", ".join(physical.roles[r].name if r in physical.roles else r for r in policy.roles)
        yield table_name(physical, policy.table), policy.name.replace("_", " "), roles, ", ".join(policy.operations)


def _audits(physical: Physical) -> Iterator[tuple[str, ...]]:
    for behaviour in physical.behaviours.values():
        if isinstance(behaviour, Audit):
            owner = physical.tables[behaviour.table]
            yield owner.name, table_name(physical, behaviour.log), column_names(owner, behaviour.secret)


def _expiries(physical: Physical) -> Iterator[tuple[str, ...]]:
    for behaviour in physical.behaviours.values():
        if isinstance(behaviour, Expire):
            owner = physical.tables[behaviour.table]
            what = f"emptied of {column_names(owner, behaviour.anonymise)} " if behaviour.anonymise else ""
            term = f"the newest {behaviour.newest:,}" if behaviour.by_number else in_months(behaviour.months)
            yield owner.name, f"{what}{term}", column_names(owner, (behaviour.since,))
