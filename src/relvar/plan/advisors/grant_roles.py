"""Who may connect, and what each may do with which table.

Decides: the roles of the store and their grants. One role owns the tables and never logs in, so that no session can change
them by accident; one owns the code that must see past row rules (`definer`); a migrator changes the schema; each actor of the
brief gets a login of its own with exactly the operations of its permissions, by column where the engine can, plus what its
questions and use cases touch; reporting, monitoring, backup and jobs have logins with nothing else. PUBLIC gets nothing.
An application role never owns a table, never truncates (row rules do not see it), and waits at most a hundred times its
promise for an answer.

Stays silent about columns that nothing keeps apart: where a role may read every column, the grant is on the table.
Where the engine has no roles it says what stands in for them.

Weighs: the brief's permissions first; then the statements of patterns and use cases, for a role that cannot ask its own
question is as wrong as one that can ask everything.

Sources: OWASP Database Security Cheat Sheet (accounts, permissions); PostgreSQL manual, privileges and role attributes;
Little's law for connection limits; HikariCP "About Pool Sizing".
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.changes import Add, Change
from relvar.model.conceptual import Actor
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact, Words
from relvar.model.features import Features
from relvar.model.figures import listed
from relvar.model.physical import Grant, Role
from relvar.plan.capacity.load import CONNECTIONS_MOST, SERVICE_SECONDS, busy, connections, peak, role_per_day
from relvar.plan.permitted import NEEDED, ORDER, PERMISSION, Permit, Permits, needs_of, only_secrets, permitted, updatable
from relvar.plan.privileges import Privilege, of_behaviour
from relvar.plan.realize.names import shorten
from relvar.plan.trace import Trace

# A statement that takes a hundred times its promise is a fault: it is ended before it holds locks and a connection (example: 50 ms, 5 s).
TIMEOUT_OF_PROMISE = 100
TIMEOUT_LEAST_MS, TIMEOUT_MOST_MS = 1_000, 60_000
REPORT_TIMEOUT_MS = 60_000
FEW = 4  # connections of a role that people or one scheduler use: two at work, two while it is renewed
PRIVILEGES = Manual(
    title="OWASP Database Security Cheat Sheet, permissions",
    address="https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
)

# What the code of each behaviour does, in words.
DOES = {
    "TouchTime": "stamps changed {}",
    "Audit": "keeps the history of {}",
    "KeepTotal": "sums into {}",
    "TakeStock": "takes from {}",
    "ForbidOverlap": "keeps {} apart",
    "LimitCount": "counts {}",
    "UpholdDependency": "keeps {} of one mind",
    "FollowLifeCycle": "moves {} along their states",
    "Freeze": "freezes {}",
    "Expire": "clears {}",
    "NumberWithoutGaps": "numbers {}",
    "Publish": "tells of changes of {}",
}
# The roles of the frame, whose names the design gives.
FRAME = (
    Role(name="", duty="owner", comment="owns every table and never logs in; row rules bind it too"),
    Role(name="", duty="definer", comment="owns the code that must see past row rules; never logs in", bypasses_row_rules=True),
    Role(name="", duty="migrator", comment="changes the schema, by taking the owner's role for it", login=True, connection_limit=FEW),
    Role(
        name="",
        duty="reporting",
        comment="reads masked views and reports, writes nothing",
        login=True,
        connection_limit=FEW,
        read_only=True,
        statement_timeout_ms=REPORT_TIMEOUT_MS,
    ),
    Role(
        name="",
        duty="monitor",
        comment="reads the statistics and the monitoring views, no row of the application",
        login=True,
        connection_limit=FEW,
        read_only=True,
    ),
    Role(
        name="",
        duty="backup",
        comment="reads everything for a copy, changes nothing",
        login=True,
        connection_limit=FEW,
        read_only=True,
        bypasses_row_rules=True,
    ),
    Role(name="", duty="jobs", comment="runs the scheduled routines and nothing else", login=True, connection_limit=FEW),
)


def grant_roles(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the frame of duties, one for each application role."""
    if not features.can("roles"):
        yield _no_roles(design, store, features)
        return
    actors = design.conceptual.actors
    trace = Trace(design, store)
    yield _frame(design, store, trace, features, set(actors))
    for id_, actor in actors.items():
        yield _application(trace, store, features, id_, actor)
    if not actors:
        yield _application(trace, store, features, "application", None)


def role_name(design: Design, id_: str, features: Features) -> str:
    """Roles belong to the server, not to the database: the project's name keeps them apart. An engine may bound them more than other names."""
    longest = features.limits.get("role_name_bytes", features.limits["identifier_bytes"]).value
    return shorten(f"{design.brief.project}_{id_}", int(longest))


def duty_id(duty: str, actors: set[str]) -> str:
    """An actor keeps its own name ("owner" of a pet); the duty then says what sets it apart."""
    return duty if duty not in actors else f"database_{duty}"


def is_reporting(id_: str, actor: Actor | None) -> bool:
    """An actor that is called reporting and only reads does that duty itself."""
    return id_ == "reporting" and actor is not None and all(set(p.operations) <= {"read"} for p in actor.permissions)


def _frame(design: Design, store: str, trace: Trace, features: Features, actors: set[str]) -> Decision:
    changes: list[Change] = []
    acted = trace.design.conceptual.actors.get("reporting")
    frame = [role for role in FRAME if role.duty != "reporting" or not is_reporting("reporting", acted)]
    for role in frame:
        id_ = duty_id(role.duty, actors)
        named = msgspec.structs.replace(role, name=role_name(design, id_, features))
        changes.append(Add(collection="roles", id=id_, element=named))
    changes += _definer_grants(trace, duty_id("definer", actors))
    code = list(dict.fromkeys(DOES[type(b).__name__].format(trace.physical.tables[b.table].name) for b in trace.physical.behaviours.values()))
    return Decision(
        advisor="grant_roles",
        subject="*",
        store=store,
        choice=listed([f"`{role_name(design, duty_id(role.duty, actors), features)}`" for role in frame]),
        because=f"the owner of {len(trace.physical.tables)} tables never logs in; "
        + (f"the definer owns the code that {listed(code)}" if code else "the definer owns nothing yet"),
        evidence=(PRIVILEGES, ModelFact(element="actors", states=listed(sorted(actors)) or "the brief names none")),
        changes=tuple(changes),
    )


def _definer_grants(trace: Trace, definer: str) -> Iterator[Change]:
    needed: dict[str, set[Privilege]] = {}
    for behaviour in trace.physical.behaviours.values():
        for table, operations in of_behaviour(behaviour):
            needed.setdefault(table, set()).update(operations)
    for table, found in needed.items():
        if table in trace.physical.tables:
            yield _whole(definer, table, tuple(o for o in ORDER if o in found))


def _whole(role: str, on: str, operations: tuple[Privilege, ...]) -> Change:
    return Add(collection="grants", id=f"{role}.{on}", element=Grant(role=role, on=on, operations=operations))


def _application(trace: Trace, store: str, features: Features, id_: str, actor: Actor | None) -> Decision:
    design = trace.design
    permits = permitted(trace, id_, actor)
    rate = peak(design, role_per_day(trace.physical, id_)) if actor else peak(design, sum(q.per_day for q in trace.physical.queries.values()))
    timeout = _timeout(trace, id_)
    limit = connections(rate)
    role = Role(
        name=role_name(design, id_, features),
        comment=(actor.description or actor.name) if actor else "the application, for everybody",
        login=True,
        statement_timeout_ms=timeout,
        connection_limit=limit,
        actor=id_ if actor else "",
        read_only=is_reporting(id_, actor),
        duty="reporting" if is_reporting(id_, actor) else "application",
    )
    grants = list(_grants(trace, features, id_, permits))
    writes = [trace.physical.tables[t].name for t, ps in permits.items() if any(set(p.operations) - {"select"} for p in ps)]
    return Decision(
        advisor="grant_roles",
        subject=id_,
        store=store,
        choice=f"read: {len(permits)} of {len(trace.physical.tables)}"
        + (f"; written: {', '.join(writes)}" if writes else "")
        + f"; {timeout / 1000:g} s, {limit} connections",
        because=_because(trace, permits, actor),
        evidence=_evidence(actor, rate, limit),
        changes=(Add(collection="roles", id=id_, element=role), *grants),
    )


def _because(trace: Trace, permits: Permits, actor: Actor | None) -> str:
    if actor is None:
        return "the brief names nobody who acts, so one login serves the whole application; it still owns no table and deletes only parts and links"
    spared = [t.name for i, t in trace.physical.tables.items() if i not in permits and t.relation]
    need = [trace.physical.tables[t].name for t, ps in permits.items() if any(p.why == NEEDED for p in ps)]
    said = f"{actor.name} has no business with {listed(spared)}" if spared else f"{actor.name}: every table"
    return said + (f"; {listed(need)} because its questions and use cases name them" if need else "")


def _evidence(actor: Actor | None, rate: float, limit: int) -> tuple[Evidence, ...]:
    formula = f"{rate:.3g} statements/s at peak x {SERVICE_SECONDS:g} s = {busy(rate):.3g} busy, + 3 x its root + 2 for a rolling restart"
    formula += f", at most {CONNECTIONS_MOST}" if limit == CONNECTIONS_MOST else ""
    load = Computed(formula=formula, value=limit, unit="connections")
    words: tuple[Evidence, ...] = (Words(source=actor.source),) if actor else ()
    return (*words, load, PRIVILEGES)


def _timeout(trace: Trace, role: str) -> int:
    promised = [q.latency_ms for q in trace.physical.queries.values() if (role in q.roles or not q.roles) and q.latency_ms]
    longest = max(promised, default=int(trace.design.conceptual.scale.latency_p95_ms.value))
    return max(TIMEOUT_LEAST_MS, min(TIMEOUT_MOST_MS, longest * TIMEOUT_OF_PROMISE))


def _grants(trace: Trace, features: Features, role: str, permits: Permits) -> Iterator[Change]:
    needs = needs_of(trace.physical, role)
    by_column = features.can("column_grants")
    for table, found in permits.items():
        whole: list[Privilege] = []
        for privilege in ORDER:
            holders = [p for p in found if privilege in p.operations]
            columns = _columns(trace, table, privilege, holders, needs.get((table, privilege), {})) if holders and by_column else []
            if columns:
                grant = Grant(role=role, on=table, operations=(privilege,), columns=tuple(columns))
                yield Add(collection="grants", id=f"{role}.{table}.{privilege}", element=grant)
            elif holders and not (privilege == "update" and by_column):
                whole.append(privilege)
        if whole:
            yield _whole(role, table, tuple(whole))


def _columns(trace: Trace, table: str, privilege: Privilege, holders: list[Permit], needed: dict[str, None]) -> list[str]:
    """The columns of a grant; none where the whole table is meant."""
    every = trace.physical.tables[table].columns
    if privilege == "select":
        for_secrets = only_secrets(trace.physical.tables[table]) and any(h.why == PERMISSION for h in holders)
        secret = {i for i, c in every.items() if c.sensitivity == "secret" and i not in needed and not for_secrets}
        hidden = set.intersection(*(set(h.hidden) for h in holders)) | secret
        return [i for i in every if i not in hidden] if hidden else []
    if privilege == "update":
        only_needed = all(h.why == NEEDED for h in holders)
        allowed = set(needed) if only_needed else set(updatable(trace, table)) | set(needed)
        fixed = set.intersection(*(set(h.fixed) for h in holders))
        return [i for i in every if i in allowed - fixed]
    return []


def _no_roles(design: Design, store: str, features: Features) -> Decision:
    fact = features.capabilities["roles"]
    names = sorted(a.name for a in design.conceptual.actors.values())
    return Decision(
        advisor="grant_roles",
        subject="*",
        store=store,
        choice="none",
        because=f"{features.title} knows no users: the application keeps {listed(names) if names else 'them'} apart",
        evidence=(EngineFact(engine=features.engine, capability="roles", can=False, manual=fact.manual),),
    )
