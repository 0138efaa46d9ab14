"""Which work runs on a schedule, and how often.

Decides: partitions are made daily where there are any, so that a failed day is made up for long before a row finds none; what
is due leaves daily, in the hours of least load; each stored report is renewed as often as its staleness allows; the integrity
checks run daily; where the engine keeps no statistics fresh by itself, they are renewed daily.

Stays silent about tables without partitions, terms or reports: no job is scheduled for them.

Weighs: how late a failed run may be noticed against the load of running more often.

Sources: PostgreSQL manual 25.1 (routine maintenance); SQLite "pragma optimize"; the terms and intervals of the design itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Expire
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, ModelFact
from relvar.model.features import Features
from relvar.model.physical import Job, Physical, Table
from relvar.plan.figures import DAYS_A_MONTH, count, listed

DAILY = 1440  # minutes
ADVISOR = "schedule_jobs"


def schedule_jobs(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a job."""
    physical = design.physical[store]
    yield from _partitions(physical, store)
    yield from _expiries(physical, store)
    yield from _reports(physical, store)
    yield from _checks(physical, store)
    if not features.can("concurrent_writers"):
        yield _statistics(physical, store, features)


def _decision(store: str, job: Job, because: str, evidence: Evidence, instead: str) -> Decision:
    every = "daily" if job.every_minutes == DAILY else f"every {job.every_minutes} minutes"
    return Decision(
        advisor=ADVISOR,
        subject=job.name,
        store=store,
        choice=f"{job.task.replace('_', ' ')} {every}",
        because=because,
        evidence=(evidence,),
        instead_of=(instead,),
        changes=(Add(collection="jobs", id=job.name, element=job),),
    )


def _partitions(physical: Physical, store: str) -> Iterator[Decision]:
    tables = {t.name: t.partition for t in physical.tables.values() if t.partition is not None}
    if tables:
        ahead = listed([f"{name} {p.ahead} {p.interval}s" for name, p in tables.items()])
        least = min(p.ahead * {"day": 1.0, "week": 7.0, "month": DAYS_A_MONTH}[p.interval] for p in tables.values())
        fact = Computed(formula=f"ahead: {ahead}", value=least, unit="days until a row would find no partition")
        because = f"the job may fail for {least:.0f} days before a row falls into the default partition, and the alert comes first"
        yield _decision(
            store,
            Job(name="ensure_partitions", task="ensure_partitions", every_minutes=DAILY),
            because,
            fact,
            "dated partitions written into the files",
        )


def _expiries(physical: Physical, store: str) -> Iterator[Decision]:
    for id_, rule in physical.behaviours.items():
        if isinstance(rule, Expire) and rule.table in physical.tables:
            table = physical.tables[rule.table]
            fact, because = _due(table, rule)
            yield _decision(store, Job(name=f"expire_{rule.table}", task="expire", on=id_), because, fact, "deleting when the disk is full")


def _due(table: Table, rule: Expire) -> tuple[Evidence, str]:
    due, since = table.rows_per_day, table.columns[rule.since]
    if since.nullable:
        return ModelFact(
            element=f"{table.name}.{since.name}", states="is empty until it happens"
        ), f"what {since.name} names is due within a day of its term"
    fact = Computed(formula=f"{count(due)} {table.name} arrive a day, so as many are due", value=due, unit="rows a run")
    return fact, f"a daily run finds a day's worth of {table.name}; a monthly one would find {count(due * DAYS_A_MONTH)} at once"


def _reports(physical: Physical, store: str) -> Iterator[Decision]:
    for id_, view in physical.views.items():
        if view.materialized:
            fact = ModelFact(element=f"view {view.name}", states=f"may be {view.refresh_minutes} minutes old")
            job = Job(name=f"refresh_{id_}", task="refresh_view", on=id_, every_minutes=view.refresh_minutes or DAILY)
            yield _decision(store, job, f"{view.name} may be {view.refresh_minutes} minutes old, no older", fact, "refresh at every question")


def _checks(physical: Physical, store: str) -> Iterator[Decision]:
    if physical.integrity:
        names = [c.name.replace("_", " ") for c in physical.integrity.values()]
        fact = ModelFact(element=f"{len(names)} integrity checks", states=listed(names, 3))
        because = "what no constraint can hold is asked once a day, so that a fault is a day old at most when it is found"
        yield _decision(
            store, Job(name="check_integrity", task="check_integrity", every_minutes=DAILY), because, fact, "asking when a customer complains"
        )


def _statistics(physical: Physical, store: str, features: Features) -> Decision:
    growing = [t.name for t in sorted(physical.tables.values(), key=lambda t: -t.rows_per_day) if t.rows_per_day]
    fact = EngineFact(engine=features.engine, capability="concurrent_writers", can=False, manual=features.capabilities["concurrent_writers"].manual)
    because = f"nothing renews statistics by itself here; {listed(growing, 3) or 'the tables'} grow, and plans follow what was counted last"
    return _decision(store, Job(name="analyze", task="analyze", every_minutes=DAILY), because, fact, "statistics of the first day")
