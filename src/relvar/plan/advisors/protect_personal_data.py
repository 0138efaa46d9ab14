"""How personal, special, secret and financial data are kept from eyes that do not need them.

Decides: tables with such data are read by people who count and analyse through a masked view only; tables without are read as
they are. A masked column shows what its meaning allows (last four digits, domain, year, initial) or nothing: no noise and no
hash, for both are undone by averaging or by trying all values. For each sensitive column it says whether the application
encrypts it: what must never be readable by the server's staff and is not searched is; what is searched is not, and disks,
connections and copies are encrypted instead. Secrets are hashes, in a table or at least with column grants of their own.

Stays silent where no column is more than internal, except that reporting may then read the tables themselves.

Weighs: a column encrypted by the application can be neither indexed, checked, sorted nor summed by the database.

Sources: OWASP Cryptographic Storage and User Privacy cheat sheets; PCI DSS 4.0 requirement 3; HIPAA 164.312(a)(2)(iv); GDPR
Art. 25 and 32; field/operations.md C.1 (masking).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.changes import Add, Change
from relvar.model.design import Decision, Design, Evidence, Manual, ModelFact
from relvar.model.expression import ColumnRef, Constant, Expression
from relvar.model.features import Features
from relvar.model.figures import listed
from relvar.model.physical import Column, Grant, Policy, Role, Table, View
from relvar.plan.permitted import only_secrets
from relvar.plan.privileges import walk
from relvar.plan.trace import Trace

ADVISOR = "protect_personal_data"
MASKED = ("personal", "special", "secret", "financial")
# What a masked view shows where the meaning names no mask of its own. Amounts are what reports are about: they stay.
DEFAULT_MASK = {"personal": "hide", "special": "hide", "secret": "hide", "financial": ""}
REPORT_SCHEMA = "report"
STORAGE = Manual(
    title="OWASP Cryptographic Storage Cheat Sheet", address="https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html"
)
PRIVACY = Manual(title="GDPR Art. 25, data protection by design", address="https://eur-lex.europa.eu/eli/reg/2016/679/oj")


def protect_personal_data(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a table with sensitive columns, one for the rest, one for encryption by column."""
    trace = Trace(design, store)
    reporting = next((i for i, r in trace.physical.roles.items() if r.duty == "reporting"), "")
    masked: dict[str, dict[str, str]] = {}
    plain: list[str] = []
    for id_, table in trace.physical.tables.items():
        masks = _masks(table)
        if masks and not only_secrets(table):
            masked[id_] = masks
        elif table.relation and not masks:
            plain.append(id_)
    if masked:
        yield _masked(trace, store, masked, reporting)
    granted = {g.on for g in trace.physical.grants.values() if g.role == reporting}
    plain = [i for i in plain if i not in granted]
    if reporting and plain:
        yield _open(trace, store, plain, reporting)
    yield from _encryption(trace, store)
    yield from _secrets(trace, store, features)


def _masks(table: Table) -> dict[str, str]:
    found = {i: c.mask or DEFAULT_MASK[c.sensitivity] for i, c in table.columns.items() if c.sensitivity in MASKED}
    return {i: m for i, m in found.items() if m}


def _masked(trace: Trace, store: str, masked: dict[str, dict[str, str]], reporting: str) -> Decision:
    """One view a table that holds something of the kind; reports are granted the views and not the tables."""
    tables = trace.physical.tables
    shown = [f"{tables[t].name} ({', '.join(f'{tables[t].columns[c].name} {_shown(m)}' for c, m in masks.items())})" for t, masks in masked.items()]
    classes = list(dict.fromkeys(tables[t].columns[c].sensitivity for t, masks in masked.items() for c in masks))
    columns = sum(len(masks) for masks in masked.values())
    facts = [ModelFact(element=f"table {tables[t].name}", states=listed([tables[t].columns[c].name for c in masks])) for t, masks in masked.items()]
    return Decision(
        advisor=ADVISOR,
        subject="masked views",
        store=store,
        choice="; ".join(shown),
        because=f"who counts {listed([tables[t].name for t in masked])} needs none of the {columns} {listed(classes)} columns",
        evidence=(*facts, PRIVACY),
        changes=tuple(c for t, masks in masked.items() for c in _view(trace, t, masks, reporting)),
    )


def _view(trace: Trace, id_: str, masks: dict[str, str], reporting: str) -> Iterator[Change]:
    table = trace.physical.tables[id_]
    says = f"{table.name} with {listed([table.columns[i].name for i in masks])} masked"
    view_id = f"{id_}_masked"
    view = View(name=f"{table.name}_masked"[:63], comment=says[:1].upper() + says[1:], table=id_, masks=masks, schema=REPORT_SCHEMA)
    yield Add(collection="views", id=view_id, element=view)
    if reporting:
        yield Add(collection="grants", id=f"{reporting}.{view_id}", element=Grant(role=reporting, on=view_id, operations=("select",)))
        yield from _seen_past_rules(trace, id_, reporting)


def _shown(mask: str) -> str:
    return {"hide": "nothing", "last4": "last four characters", "domain": "domain only", "year": "year only", "initial": "initial only"}.get(
        mask, mask
    )


def _seen_past_rules(trace: Trace, id_: str, reporting: str) -> list[Change]:
    """Reports count across what row rules keep apart, reading only; where the brief says what reporting sees, that holds."""
    there = [p for p in trace.physical.policies.values() if p.table == id_]
    if not there or trace.physical.roles[reporting].actor:
        return []
    policy = Policy(name=f"{reporting}_reads", table=id_, roles=(reporting,), operations=("select",), using=Constant(value=True))
    return [Add(collection="policies", id=f"{id_}.{reporting}_reads", element=policy)]


def _open(trace: Trace, store: str, plain: list[str], reporting: str) -> Decision:
    changes: list[Change] = []
    for id_ in plain:
        changes.append(Add(collection="grants", id=f"{reporting}.{id_}", element=Grant(role=reporting, on=id_, operations=("select",))))
        changes += _seen_past_rules(trace, id_, reporting)
    names = [trace.physical.tables[i].name for i in plain]
    role: Role = trace.physical.roles[reporting]
    return Decision(
        advisor=ADVISOR,
        subject=reporting,
        store=store,
        choice=f"{role.name} reads {listed(names)} as they are",
        because=f"no column of {listed(names)} is personal, special or secret",
        evidence=(ModelFact(element=f"tables {listed(names)}", states="every column is public, internal or an amount"),),
        instead_of=("masked views of tables that hide nothing",),
        changes=tuple(changes),
    )


def _encryption(trace: Trace, store: str) -> Iterator[Decision]:
    """By column: encrypted by the application where nobody searches it and it is special; else protected around the table."""
    searched = _searched(trace)
    encrypted: list[str] = []
    open_: list[str] = []
    for id_, table in trace.physical.tables.items():
        for key, column in table.columns.items():
            if column.sensitivity in ("special", "personal"):
                (encrypted if _encrypts(trace, id_, key, column, searched) else open_).append(f"{table.name}.{column.name}")
    if not encrypted and not open_:
        return
    yield Decision(
        advisor=ADVISOR,
        subject="encryption",
        store=store,
        choice=f"encrypted by the application: {listed(encrypted)}" if encrypted else f"{listed(open_)}: not encrypted by column",
        because=(f"{listed(encrypted)} are special, free text, and no pattern filters or sorts by them; " if encrypted else "")
        + (f"{listed(open_)} must stay readable to the database" if open_ else ""),
        evidence=_why_encrypted(trace),
    )


def _encrypts(trace: Trace, id_: str, key: str, column: Column, searched: dict[str, set[str]]) -> bool:
    special = column.sensitivity == "special" and column.data.base in ("text", "json", "bytes")
    return special and not column.values and key not in searched.get(id_, set())


def _searched(trace: Trace) -> dict[str, set[str]]:
    """Columns that conditions, orders, keys and indexes name: they must stay readable to the database."""
    found: dict[str, set[str]] = {}
    for id_, table in trace.physical.tables.items():
        parts = [p.expression for i in table.indexes.values() for p in i.parts]
        found[id_] = {c for p in parts for c in _named(p)} | set(table.primary_key)
    for query in trace.physical.queries.values():
        where = getattr(query.statement, "where", None)
        if where is not None:
            aliases = {"": query.statement.table, getattr(query.statement, "alias", ""): query.statement.table}
            aliases |= {j.alias: j.table for j in getattr(query.statement, "joins", ())}
            for node, sight in walk(where, aliases):
                if isinstance(node, ColumnRef) and node.table in sight:
                    found.setdefault(sight[node.table], set()).add(node.column)
    return found


def _named(expression: Expression) -> Iterator[str]:
    return (n.column for n, _ in walk(expression, {}) if isinstance(n, ColumnRef))


def _why_encrypted(trace: Trace) -> tuple[Evidence, ...]:
    regimes = trace.design.conceptual.regimes
    fact = ModelFact(element="regimes", states=listed(list(regimes)) if regimes else "none")
    return (fact, STORAGE)


def _secrets(trace: Trace, store: str, features: Features) -> Iterator[Decision]:
    """Where secrets lie, and who may read them."""
    for id_, table in trace.physical.tables.items():
        secret = [c.name for c in table.columns.values() if c.sensitivity == "secret"]
        if not secret:
            continue
        own = only_secrets(table)
        readers = sorted({g.role for g in trace.physical.grants.values() if g.on == id_ and "select" in g.operations and _reads(trace, g, id_)})
        where = f"{table.name} hold nothing else" if own else f"column grants keep {listed(secret)} of {table.name} apart from the other columns"
        if not own and not features.can("column_grants"):
            where = f"only the sign-in code names {listed(secret)} of {table.name}"
        yield Decision(
            advisor=ADVISOR,
            subject=f"{id_}.secret",
            store=store,
            choice=f"{listed(secret)}: hashes; readers: {listed(readers) if readers else 'none'}",
            because=where,
            evidence=(ModelFact(element=f"table {table.name}", states=f"{listed(secret)} is secret"), STORAGE),
        )


def _reads(trace: Trace, grant: Grant, id_: str) -> bool:
    secret = {i for i, c in trace.physical.tables[id_].columns.items() if c.sensitivity == "secret"}
    return not grant.columns or bool(secret & set(grant.columns))
