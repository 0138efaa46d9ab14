"""Which rows each role sees and writes: row rules for tenants and for what is a person's own.

Decides: a policy for every role on every table that somebody may see only in part. A tenant's rows are those whose tenant
column equals the tenant set for the transaction; a person's own rows are found along the relationships that the permission
names, up to the person's own key. A context that is not set equals nothing, so no row is seen: the rule fails closed. Writing
is checked with the same condition as reading. The tables' owner is bound as well (FORCE), and only the definer's code sees
past the rules.

Stays silent where every role may see every row, and about tables that belong to nobody (lists that all tenants share).
In a tenant design "all" means all of one's own tenant; an override "separate_rows:<role>" = "all tenants" widens it for an
operator. Where the engine has no row rules it says which condition each statement must carry instead.

Weighs: a row rule costs a comparison where the tenant or owner leads a key, and a look-up of a referred row where the path is
longer; a filter forgotten in one query of the application costs everything.

Sources: PostgreSQL manual 5.9 "Row security policies"; splinter lints 0007, 0024 (policy without force, policy that is always
true); field/operations.md C.1 and F 10 to 15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.model.changes import Add, Change, SetContext
from relvar.model.design import Decision, Design, EngineFact, Evidence, Manual, ModelFact, Words
from relvar.model.expression import And, ColumnRef, Compare, Constant, Context, Exists, Expression, Or
from relvar.model.features import Features
from relvar.model.figures import listed
from relvar.model.physical import Grant, Policy
from relvar.plan.permitted import ORDER, Permit, Permits, permitted
from relvar.plan.privileges import Privilege, walk
from relvar.plan.trace import TENANT, Owned, Trace, all_of

ADVISOR = "separate_rows"
EVERYTHING = Constant(value=True)
ROW_SECURITY = Manual(title="PostgreSQL manual: row security policies", address="https://www.postgresql.org/docs/current/ddl-rowsecurity.html")
CROSS = "all tenants"  # the choice of an override for an operator's role


def separate_rows(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each role whose view is narrowed, and one for those that see all beside it."""
    trace = Trace(design, store)
    kept_apart = _who(trace)
    if not kept_apart:
        return
    if not features.can("row_rules"):
        yield _without_rules(trace, store, features, kept_apart)
        return
    rules = {role: _rules(trace, role, permits) for role, permits in kept_apart.items()}
    narrowed = {table for found in rules.values() for table in found if _narrows({table: found[table]})}
    if not narrowed:
        return
    guarded = {role: {t: r for t, r in found.items() if t in narrowed} for role, found in rules.items()}
    for role, found in guarded.items():
        if _narrows(found):
            yield _decide(trace, store, role, found, kept_apart[role])
    whole = {role: found for role, found in guarded.items() if found and not _narrows(found)}
    if whole:
        yield _see_all(trace, store, whole)


Rule = list[tuple[tuple[Privilege, ...], Expression]]


def rules_by_role(design: Design, store: str) -> dict[str, dict[str, Rule]]:
    """By role and table: which rows it may see and write; empty where nobody is kept from any. What row rules say, where there are any."""
    trace = Trace(design, store)
    return {role: _rules(trace, role, permits) for role, permits in _who(trace).items()}


def _who(trace: Trace) -> dict[str, Permits]:
    """Permits of the roles, where any of them is kept from some rows."""
    actors = trace.design.conceptual.actors
    roles = {id_: permitted(trace, id_, actor) for id_, actor in actors.items()} or {"application": permitted(trace, "application", None)}
    own = any(p.scope != "all" for permits in roles.values() for found in permits.values() for p in found)
    return roles if own or trace.design.conceptual.tenant else {}


def _rules(trace: Trace, role: str, permits: Permits) -> dict[str, Rule]:
    return {table: _merged(trace, role, table, found) for table, found in permits.items()}


def _merged(trace: Trace, role: str, table: str, permits: Sequence[Permit]) -> Rule:
    """Operations with the same condition together; several permits for one operation widen each other."""
    by_operation: dict[Privilege, list[Expression]] = {}
    for permit in permits:
        condition = _condition(trace, role, table, permit)
        for operation in permit.operations if condition is not None else ():
            conditions = by_operation.setdefault(operation, [])
            if condition not in conditions and condition is not None:
                conditions.append(condition)
    together: Rule = []
    for operation in ORDER:
        if operation in by_operation:
            condition = _either(by_operation[operation])
            known = next((i for i, (_, c) in enumerate(together) if c == condition), None)
            if known is None:
                together.append(((operation,), condition))
            else:
                together[known] = ((*together[known][0], operation), condition)
    return together


def _either(conditions: list[Expression]) -> Expression:
    if EVERYTHING in conditions:
        return EVERYTHING
    return conditions[0] if len(conditions) == 1 else Or(items=tuple(conditions))


def _condition(trace: Trace, role: str, table: str, permit: Permit) -> Expression | None:
    """Which rows of the table a permit means; None: none, for its path leads nowhere."""
    parts: list[Expression] = []
    tenant = _of_tenant(trace, table)
    if tenant is not None and not _crosses(trace, role):
        parts.append(tenant)
    if permit.scope == "own":
        own = Owned(trace).condition(table, permit.path)
        if own is None:
            return None
        parts += [c for c in (own.items if isinstance(own, And) else (own,)) if c not in parts]
    return all_of(parts) if parts else EVERYTHING


def _of_tenant(trace: Trace, table: str) -> Expression | None:
    column = trace.tenant_column(table)
    if not column:
        return None
    tenant = trace.physical.tables[trace.design.conceptual.tenant]
    like = f"{trace.design.conceptual.tenant}.{tenant.primary_key[0]}"
    return Compare(op="=", left=ColumnRef(column=column), right=Context(name=TENANT, like=like))


def _crosses(trace: Trace, role: str) -> bool:
    override = trace.design.conceptual.decisions.get(f"{ADVISOR}:{role}")
    return override is not None and override.choice == CROSS


def _narrows(rules: dict[str, Rule]) -> bool:
    return any(condition != EVERYTHING for rule in rules.values() for _, condition in rule) or any(not rule for rule in rules.values())


def _changes(trace: Trace, role: str, rules: dict[str, Rule]) -> Iterator[Change]:
    for table, rule in rules.items():
        yield from _policies(trace, role, table, rule)
    yield from _contexts(rules)
    yield from _reads(trace, role, rules)


def _see_all(trace: Trace, store: str, roles: dict[str, dict[str, Rule]]) -> Decision:
    """Roles that nothing is kept from still need a rule on a table that has any: without one they would see no row."""
    tables = list(dict.fromkeys(trace.physical.tables[t].name for rules in roles.values() for t in rules))
    actors = trace.design.conceptual.actors
    return Decision(
        advisor=ADVISOR,
        subject=",".join(roles),
        store=store,
        choice=f"{listed(list(roles))} see every row of {listed(tables)} that their grants reach",
        because=f"the brief keeps {listed(list(roles))} from none of {listed(tables)}",
        evidence=(*(Words(source=actors[r].source) for r in roles if r in actors), ROW_SECURITY),
        instead_of=(f"{listed(list(roles))} without row rules: {len(trace.physical.tables)} tables open",),
        changes=tuple(c for role, rules in roles.items() for c in _changes(trace, role, rules)),
    )


def _asked(trace: Trace, rules: dict[str, Rule]) -> int:
    """How many questions read a table of these."""
    return sum(bool({q.statement.table, *(j.table for j in getattr(q.statement, "joins", ()))} & set(rules)) for q in trace.physical.queries.values())


def _decide(trace: Trace, store: str, role: str, rules: dict[str, Rule], permits: Permits) -> Decision:
    part = [trace.physical.tables[t].name for t, rule in rules.items() if any(c != EVERYTHING for _, c in rule)]
    whole = [trace.physical.tables[t].name for t, rule in rules.items() if all(c == EVERYTHING for _, c in rule)]
    crosses = _crosses(trace, role)
    return Decision(
        advisor=ADVISOR,
        subject=role,
        store=store,
        choice=_choice(trace, part, whole, crosses),
        because=_because(trace, role, rules, permits),
        evidence=_evidence(trace, role),
        instead_of=(f"{_asked(trace, rules)} conditions in the application",),
        changes=tuple(_changes(trace, role, rules)),
        overridden=crosses,
    )


def _choice(trace: Trace, part: list[str], whole: list[str], crosses: bool) -> str:
    tenant = trace.design.conceptual.tenant
    of = f"rows of the one {tenant} set for the transaction" if tenant and not crosses else "own rows"
    said = f"{of} in {listed(part)}" if part else ""
    also = f"every row of {listed(whole)}" if whole else ""
    return "; ".join(s for s in (said, also) if s) or "no row of the tables that others are kept from"


def _because(trace: Trace, role: str, rules: dict[str, Rule], permits: Permits) -> str:
    names = {t: trace.physical.tables[t].name for t in rules}
    through = [names[t] for t, rule in rules.items() if any(isinstance(n, Exists) for _, c in rule for n, _s in walk(c, {}))]
    said = [f"{listed(through)}: the rule follows references"] if through else []
    direct = [names[t] for t, rule in rules.items() if names[t] not in through and any(c != EVERYTHING for _, c in rule)]
    if direct:
        said.append(f"{listed(direct)}: one comparison")
    if trace.design.conceptual.tenant:
        shared = [trace.physical.tables[t].name for t in permits if not trace.tenant_column(t)]
        said += [f"{listed(shared)} belong to no {trace.design.conceptual.tenant} and are shared"] if shared else []
    return "; ".join(said) or f"what {role} may ask leads to no row of its own"


def _evidence(trace: Trace, role: str) -> tuple[Evidence, ...]:
    actor = trace.design.conceptual.actors.get(role)
    tenant = trace.design.conceptual.tenant
    found: list[Evidence] = [Words(source=actor.source)] if actor else []
    if tenant:
        found.append(ModelFact(element=f"entity {tenant}", states="is the tenant: customers are kept apart"))
    return (*found, ROW_SECURITY)


def _policies(trace: Trace, role: str, table: str, rule: Rule) -> Iterator[Change]:
    for operations, condition in rule:
        name = f"{role}_{'_'.join(operations) if len(rule) > 1 else 'rows'}"
        reading, writing = set(operations) - {"insert"}, set(operations) & {"insert", "update"}
        policy = Policy(
            name=name,
            table=table,
            roles=(role,),
            operations=operations,
            using=condition if reading else None,
            check=condition if writing else None,
        )
        yield Add(collection="policies", id=f"{table}.{name}", element=policy)


def _contexts(rules: dict[str, Rule]) -> Iterator[Change]:
    found = {n.name: n.like for rule in rules.values() for _, c in rule for n, _s in walk(c, {}) if isinstance(n, Context)}
    return (SetContext(name=name, like=like) for name, like in found.items())


def _reads(trace: Trace, role: str, rules: dict[str, Rule]) -> Iterator[Change]:
    """A rule is asked with the role's own rights: it must be able to read the columns that the rule follows."""
    needed: dict[str, dict[str, None]] = {}
    for table, rule in rules.items():
        for _, condition in rule:
            for node, sight in walk(condition, {"": table}):
                if isinstance(node, ColumnRef) and node.table in sight:
                    needed.setdefault(sight[node.table], {})[node.column] = None
    for table, columns in needed.items():
        held = [g for g in trace.physical.grants.values() if g.role == role and g.on == table and "select" in g.operations]
        missing = tuple(c for c in columns if not any(not g.columns or c in g.columns for g in held))
        if missing:
            yield Add(collection="grants", id=f"{role}.{table}.rule", element=Grant(role=role, on=table, operations=("select",), columns=missing))


def _without_rules(trace: Trace, store: str, features: Features, who: dict[str, Permits]) -> Decision:
    fact = features.capabilities["row_rules"]
    tenant = trace.design.conceptual.tenant
    own = [r for r, permits in who.items() if any(p.scope == "own" for found in permits.values() for p in found)]
    carried = [t.name for i, t in trace.physical.tables.items() if trace.tenant_column(i)] if tenant else []
    choice = (
        f"every statement on {listed(carried)} carries the {tenant}'s key" if tenant else f"every statement for {listed(own)} carries the asker's key"
    )
    keeps = f"references are ({trace.tenant_column(tenant) or tenant}, id), so even a wrong statement cannot link two of them" if tenant else ""
    return Decision(
        advisor=ADVISOR,
        subject="*",
        store=store,
        choice=choice,
        because=keeps or f"{features.title} has no row rules for {listed(own)}",
        evidence=(
            EngineFact(engine=features.engine, capability="row_rules", can=False, manual=fact.manual),
            *_evidence(trace, own[0] if own else "")[:-1],
        ),
        instead_of=("a file for each, while they share tables",) if tenant else ("views for each person",),
    )
