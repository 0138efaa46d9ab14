"""When rows leave, how, and what goes with them; and how a person's data are erased when the person asks.

Decides: for each retention rule how its rows leave (by dropping partitions, in batches, or by being emptied of personal data),
how many the newest are where a size is kept, and what happens to rows that refer to them. Parts leave with their owner; a
reference that may be empty is emptied; money keeps what it refers to, so that row is emptied of personal data instead of
deleted. Under a regime that gives persons a right to erasure it names, for each kind of person, the columns that are emptied
and the rows that stay, and why.

Stays silent where the brief sets no term and no regime asks for erasure: keeping is then the owner's choice, and no row is
deleted by habit.

Weighs: a promise to delete against the duty to keep; a batch of some thousand rows against one statement that locks for
minutes.

Sources: GDPR Art. 5(1)(e), 17(1) and 17(3)(b); HIPAA 45 CFR 164.316(b)(2); field/operations.md A.3 (batches), C.1 (erasure).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Expire
from relvar.model.changes import Alter, Change, Drop
from relvar.model.conceptual import Retention
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact, Words
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, count, in_months, listed, size
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.plan.capacity.bytes import tuple_bytes
from relvar.plan.change_log import LOG
from relvar.plan.documents.sizes import row_bytes
from relvar.plan.trace import Hop, Trace, foreign_keys

ADVISOR = "expire_rows"
ERASURE_ASKED = "erasure"  # the brief's own wish
ERASURE_REGIMES = ("GDPR", "CCPA", "LGPD")
PERSONAL = ("personal", "special")
DEPTH = 8  # levels of parts that leave with their owner; deeper than any design seen
ERASURE = Manual(title="GDPR Art. 17", address="https://eur-lex.europa.eu/eli/reg/2016/679/oj")
BATCHES = Manual(title="field measurement: 5,000 rows a batch stall writers 46 ms, one statement over all 8.8 s (PostgreSQL 15, 2 cores)")


class Leaving(NamedTuple):
    """A retention rule as it stands, and what refers to its rows."""

    id: str
    rule: Expire
    table: Table
    blocking: tuple[Hop, ...]  # references by money, or to a person by what happened: the row must stay
    following: tuple[Hop, ...]  # references whose rows leave along, or are emptied


def expire_rows(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a retention rule, one for each kind of person that may ask for erasure."""
    trace = Trace(design, store)
    for id_, rule in trace.physical.behaviours.items():
        if isinstance(rule, Expire) and rule.table != LOG:
            reckoned, sized = _counted(trace.physical, rule, features)
            instead = _instead(trace.physical, reckoned, features)
            yield _leave(trace, store, _leaving(trace, id_, reckoned), sized, instead, before=rule)
    if ERASURE_ASKED in design.conceptual.traits or any(r in ERASURE_REGIMES for r in design.conceptual.regimes):
        yield from (_erase(trace, store, id_) for id_ in _people(trace))


def _counted(physical: Physical, rule: Expire, features: Features) -> tuple[Expire, tuple[Evidence, ...]]:
    """The rule with how many rows its size holds, and the arithmetic."""
    if not rule.bytes:
        return rule, ()
    each = row_bytes(physical, rule.table) if features.shape == "documents" else tuple_bytes(physical.tables[rule.table], features)
    held = max(1, int(rule.bytes / each))
    formula = f"{size(rule.bytes)} / {each:.0f} B of one of the {physical.tables[rule.table].name}"
    return msgspec.structs.replace(rule, newest=held), (Computed(formula=formula, value=held, unit="rows"),)


def _instead(physical: Physical, rule: Expire, features: Features) -> tuple[str, ...]:
    """What it was chosen instead of. In documents the newest of one owner could lie in the owner's, which every write would rewrite."""
    if not (rule.per and rule.by_number and features.shape == "documents"):
        return ("kept for ever", "one DELETE")
    key = next(k for k in foreign_keys(physical.tables[rule.table]) if set(k.columns) <= set(rule.per))
    owner, daily = physical.tables[key.table].name, physical.tables[rule.table].rows_per_day
    rewritten = rule.newest * row_bytes(physical, rule.table, frozenset(key.columns))
    array = f"an array of the newest in {owner}: {size(rewritten)} rewritten by each of {count(daily)} writes a day"
    return (array, "a collection of bounded size, which counts all owners together")


def _leaving(trace: Trace, id_: str, rule: Expire) -> Leaving:
    hops = [] if rule.anonymise else list(_reached(trace, rule.table))
    entity = trace.design.conceptual.entities.get(rule.table)
    party = entity is not None and entity.entity_kind == "party"
    held = [h for h in hops if h.key.on_delete == "restrict"]
    blocking = tuple(h for h in held if _is_money(trace.physical.tables[h.table]) or (party and h.key.table == rule.table))
    following = tuple(h for h in held if h not in blocking)
    return Leaving(id_, rule, trace.physical.tables[rule.table], blocking, following)


def _reached(trace: Trace, table: str) -> Iterator[Hop]:
    """References to the table, and to the tables whose rows would leave with its rows."""
    seen, front = {table}, [table]
    for _ in range(DEPTH):
        hops = [h for t in front for h in trace.referrers.get(t, ()) if h.table != t]
        yield from hops
        front = list(dict.fromkeys(h.table for h in hops if h.table not in seen and not _may_be_empty(trace, h)))
        seen.update(front)


def _may_be_empty(trace: Trace, hop: Hop) -> bool:
    return all(trace.physical.tables[hop.table].columns[c].nullable for c in hop.key.columns[-1:])


def _is_money(table: Table) -> bool:
    return any(c.sensitivity == "financial" or c.samples == "money" for c in table.columns.values())


def _leave(trace: Trace, store: str, leaving: Leaving, sized: tuple[Evidence, ...], instead: tuple[str, ...], before: Expire) -> Decision:
    changes, how, why = _how(trace, leaving)
    rule, table = leaving.rule, leaving.table
    daily = table.rows_per_day
    if rule != before and not any(isinstance(c, Alter | Drop) and c.collection == "behaviours" for c in changes):
        changes.insert(0, Alter(collection="behaviours", id=leaving.id, before=before, after=rule))
    return Decision(
        advisor=ADVISOR,
        subject=rule.table,
        store=store,
        choice=f"{_term(table, rule)}: {how}",
        because=why,
        evidence=(*_evidence(trace, leaving, daily), *sized),
        instead_of=instead,
        changes=tuple(changes),
    )


def _term(table: Table, rule: Expire) -> str:
    since = table.columns[rule.since].name
    if rule.by_number:
        return f"all but the newest {count(rule.newest)} by {since}" + (f" of one {_names(table, rule.per)}" if rule.per else "")
    return f"{in_months(rule.months)} after {since}"


def _how(trace: Trace, leaving: Leaving) -> tuple[list[Change], str, str]:
    rule, table = leaving.rule, leaving.table
    if rule.anonymise:
        return [], f"emptied of {_names(table, rule.anonymise)}", f"the {table.name} themselves stay, for what refers to them"
    if leaving.blocking:
        return _emptied(trace, leaving)
    if table.partition is not None and table.partition.column == rule.since:
        return (
            [],
            f"a whole {table.partition.interval} is dropped at a time",
            f"{table.name} are partitioned by {rule.since}, so nothing is deleted row by row",
        )
    changes, along = _along(trace, leaving)
    said = f"; {along}" if along else ""
    return changes, f"deleted in batches{said}", f"no batch holds its locks for longer than a moment; nothing that keeps money refers to {table.name}"


def _emptied(trace: Trace, leaving: Leaving) -> tuple[list[Change], str, str]:
    """What must be provable refers to the row: it stays, without what is personal; where nothing is, the rule gives way."""
    keepers = listed(list(dict.fromkeys(trace.physical.tables[h.table].name for h in leaving.blocking)))
    columns = tuple(i for i, c in leaving.table.columns.items() if c.sensitivity in PERSONAL and not leaving.rule.by_number)
    because = f"{keepers} refer to {leaving.table.name} and must stay provable: deleting would take them along, or be refused"
    if not columns:
        drop = Drop(collection="behaviours", id=leaving.id, element=leaving.rule)
        return [drop], f"they stay as long as {keepers} refer to them", f"{because}; and nothing personal is in them to empty"
    after = msgspec.structs.replace(leaving.rule, anonymise=columns)
    alter = Alter(collection="behaviours", id=leaving.id, before=leaving.rule, after=after)
    return [alter], f"emptied of {_names(leaving.table, columns)}", because


def _along(trace: Trace, leaving: Leaving) -> tuple[list[Change], str]:
    """What follows a deleted row: parts go too, loose references are emptied."""
    changes: list[Change] = []
    gone: list[str] = []
    loose: list[str] = []
    for hop in leaving.following:
        empties = _may_be_empty(trace, hop) and len(hop.key.columns) == 1
        told = f"retention of {leaving.table.name}: {'the reference is emptied' if empties else 'leaves with it'}"
        because = f"{hop.key.because}; {told}" if hop.key.because else told
        after = msgspec.structs.replace(hop.key, on_delete="set_null" if empties else "cascade", because=because)
        changes.append(Alter(collection="constraints", table=hop.table, id=_id(trace, hop), before=hop.key, after=after))
        (loose if empties else gone).append(trace.physical.tables[hop.table].name)
    said = [f"{listed(gone)} leave along"] if gone else []
    return changes, "; ".join(said + ([f"{listed(loose)} lose the reference"] if loose else []))


def _id(trace: Trace, hop: Hop) -> str:
    constraints = trace.physical.tables[hop.table].constraints
    return next(i for i, c in constraints.items() if isinstance(c, ForeignKey) and c is hop.key)


def _names(table: Table, columns: tuple[str, ...]) -> str:
    return listed([table.columns[c].name for c in columns])


def _evidence(trace: Trace, leaving: Leaving, daily: float) -> tuple[Evidence, ...]:
    rule = trace.design.conceptual.rules.get(leaving.id)
    found: list[Evidence] = [Words(source=rule.source)] if isinstance(rule, Retention) else []
    since = leaving.table.columns[leaving.rule.since]
    if since.nullable:
        states = f"is empty until it happens; {count(leaving.table.rows)} rows, {count(daily)} arrive a day"
        return (*found, ModelFact(element=f"{leaving.table.name}.{since.name}", states=states), BATCHES)
    if leaving.rule.by_number:
        return (*found, Computed(formula=f"{count(daily)} a day arrive, so as many leave", value=daily, unit="rows a day"), BATCHES)
    steady = daily * leaving.rule.months * DAYS_A_MONTH
    formula = f"{count(daily)} a day x {leaving.rule.months} months x {DAYS_A_MONTH:g} days"
    return (*found, Computed(formula=formula, value=steady, unit="rows at most at a time"), BATCHES)


def _people(trace: Trace) -> list[str]:
    """Tables of persons with personal data of their own."""
    entities = trace.design.conceptual.entities
    parties = [i for i in trace.physical.tables if i in entities and entities[i].entity_kind == "party"]
    return [i for i in parties if any(c.sensitivity in PERSONAL for c in trace.physical.tables[i].columns.values())]


def _printed(table: Table) -> list[str]:
    return [f"{table.name}.{c.name}" for c in table.columns.values() if c.sensitivity in PERSONAL]


def _erase(trace: Trace, store: str, id_: str) -> Decision:
    table = trace.physical.tables[id_]
    emptied = [c.name for c in table.columns.values() if c.sensitivity in (*PERSONAL, "secret")]
    hops = trace.referrers.get(id_, [])
    goes = [trace.physical.tables[h.table].name for h in hops if h.key.on_delete == "cascade"]
    stays = [trace.physical.tables[h.table].name for h in hops if h.key.on_delete == "restrict"]
    copies = [n for h in hops if h.key.on_delete == "restrict" for n in _printed(trace.physical.tables[h.table])]
    regimes = [r for r in trace.design.conceptual.regimes if r in ERASURE_REGIMES]
    asked = f"regimes {listed(regimes)}" if regimes else "the brief's wish that persons can be erased"
    said = f"; {listed(goes)} are deleted" if goes else ""
    kept = f"{listed(stays)} stay and lead to nobody" if stays else "nothing else refers to the row"
    printed = f"; {listed(copies)} were printed on what the law makes one keep, and leave with it" if copies else ""
    return Decision(
        advisor=ADVISOR,
        subject=f"{id_}.erasure",
        store=store,
        choice=f"at request the row is emptied of {listed(emptied)} and stays as an anchor{said}",
        because=f"{kept}{printed}; deleting the row would be refused by what refers to it, or would take it along",
        evidence=(ModelFact(element=asked, states=f"{table.name} hold {listed(emptied)}"), ERASURE),
        instead_of=("delete the row with all that refers to it", "a column deleted_at beside data that stay"),
    )
