"""Which work runs on a schedule, and how often.

Decides: partitions are made daily where there are any, so that a failed day is made up for long before a row finds none; what
is due leaves daily, in the hours of least load, and what keeps only its newest so often that few more are there; each stored
report is renewed as often as its staleness allows; the integrity checks run daily; where the engine keeps no statistics fresh
by itself, they are renewed daily.

Stays silent about tables without partitions, terms or reports: no job is scheduled for them.

Weighs: how late a failed run may be noticed against the load of running more often.

Sources: PostgreSQL manual 25.1 (routine maintenance); SQLite "pragma optimize"; the terms and intervals of the design itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Expire
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, ModelFact
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, count, listed
from relvar.model.physical import Job, Physical, Table

DAILY = 1440  # minutes
PACES = (DAILY, 360, 60, 15, 5)  # that every scheduler can say
MORE = 0.1  # of what is to be kept, which may be there beside it until the next run
ADVISOR = "schedule_jobs"


class Scheduled(NamedTuple):
    """A job, why it runs as often as it does, and by which fact."""

    job: Job
    why: str
    fact: Evidence


def schedule_jobs(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision that names every job; none where nothing needs doing."""
    physical = design.physical[store]
    jobs = [*_partitions(physical), *_expiries(physical), *_reports(physical), *_checks(physical)]
    if not features.can("keeps_statistics_fresh"):
        jobs.append(_statistics(physical, features))
    if jobs:
        yield Decision(
            advisor=ADVISOR,
            subject="*",
            store=store,
            choice=listed([f"{s.job.name} {_every(s.job)}" for s in jobs], len(jobs)),
            because="; ".join(s.why for s in jobs),
            evidence=tuple(s.fact for s in jobs),
            changes=tuple(Add(collection="jobs", id=s.job.name, element=s.job) for s in jobs),
        )


def _every(job: Job) -> str:
    return "daily" if job.every_minutes == DAILY else f"every {job.every_minutes} minutes"


def _partitions(physical: Physical) -> Iterator[Scheduled]:
    tables = {t.name: t.partition for t in physical.tables.values() if t.partition is not None}
    if tables:
        ahead = listed([f"{name} {p.ahead} {p.interval}s" for name, p in tables.items()])
        least = min(p.ahead * {"day": 1.0, "week": 7.0, "month": DAYS_A_MONTH}[p.interval] for p in tables.values())
        fact = Computed(formula=f"ahead: {ahead}", value=least, unit="days until a row would find no partition")
        because = f"{least:.0f} days of partitions ahead"
        yield Scheduled(Job(name="ensure_partitions", task="ensure_partitions", every_minutes=DAILY), because, fact)


def _expiries(physical: Physical) -> Iterator[Scheduled]:
    named: set[str] = set()
    for id_, rule in physical.behaviours.items():
        if isinstance(rule, Expire) and rule.table in physical.tables:
            fact, because = _due(physical.tables[rule.table], rule)
            name = f"expire_{rule.table}" if rule.table not in named else f"expire_{id_}"  # a table may have two terms
            named.add(rule.table)
            job = Job(name=name, task="expire", on=id_)
            often = _pace(physical.tables[rule.table], rule) if rule.by_number else DAILY
            yield Scheduled(job if often == DAILY else msgspec.structs.replace(job, every_minutes=often), because, fact)


def _pace(table: Table, rule: Expire) -> int:
    """Minutes: so often that few more than the newest are there between two runs."""
    wanted = DAILY * MORE * (table.rows if rule.per else rule.newest) / max(table.rows_per_day, 1e-9)
    return next((pace for pace in PACES if pace <= wanted), PACES[-1])


def _due(table: Table, rule: Expire) -> tuple[Evidence, str]:
    due, since = table.rows_per_day, table.columns[rule.since]
    if since.nullable:
        fact: Evidence = ModelFact(element=f"{table.name}.{since.name}", states="is empty until it happens")
        return fact, f"{table.name} are due within a day of the term that {since.name} begins"
    fact = Computed(formula=f"{count(due)} {table.name} arrive a day, so as many are due", value=due, unit="rows a run")
    return fact, f"{count(due)} {table.name} a run, monthly {count(due * DAYS_A_MONTH)}"


def _reports(physical: Physical) -> Iterator[Scheduled]:
    for id_, view in physical.views.items():
        if view.materialized:
            fact = ModelFact(element=f"view {view.name}", states=f"may be {view.refresh_minutes} minutes old")
            job = Job(name=f"refresh_{id_}", task="refresh_view", on=id_, every_minutes=view.refresh_minutes or DAILY)
            yield Scheduled(job, f"{view.name} may be {view.refresh_minutes} minutes old, no older", fact)


def _checks(physical: Physical) -> Iterator[Scheduled]:
    if physical.integrity:
        names = [c.name.replace("_", " ") for c in physical.integrity.values()]
        fact = ModelFact(element=f"{len(names)} integrity checks", states=listed(names, 3))
        because = f"{len(names)} questions a day"
        yield Scheduled(Job(name="check_integrity", task="check_integrity", every_minutes=DAILY), because, fact)


def _statistics(physical: Physical, features: Features) -> Scheduled:
    growing = [t.name for t in sorted(physical.tables.values(), key=lambda t: -t.rows_per_day) if t.rows_per_day]
    fact = EngineFact(
        engine=features.engine, capability="keeps_statistics_fresh", can=False, manual=features.capabilities["keeps_statistics_fresh"].manual
    )
    because = f"{listed(growing, 3) or 'tables'} grow"
    return Scheduled(Job(name="analyze", task="analyze", every_minutes=DAILY), because, fact)
