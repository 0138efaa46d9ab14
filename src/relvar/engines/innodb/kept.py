"""What of a migration changes how much is kept: the procedure, the event that calls it, and who may touch what.

A procedure is replaced while no event calls it: the event goes first and comes last. Made anew an event is due at once, so what keeps less
is put in place only when nothing is left that it would take unasked.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Evolution, Statement
from relvar.engines.innodb import access
from relvar.engines.innodb.deploy import session
from relvar.engines.innodb.events import event_name, events
from relvar.engines.innodb.objects import Parts, Procedure, create_procedure, shortened
from relvar.engines.innodb.retention import BATCH, expire, is_due
from relvar.engines.innodb.roles import prepared, with_duty
from relvar.engines.innodb.teardown import DROP_ROWS
from relvar.engines.terms import Kept, Term, Words, kept_in
from relvar.model.behaviour import Expire

LOCKS = (f"row locks, {BATCH} rows at a time",)


def kept(evolution: Evolution) -> Kept:
    """Statements of each phase; none where nothing of it changes."""
    return kept_in(evolution, Parts, Words(_granted, _revoked, _replaced, _destructive))


def _session(make: Parts, some: list[Term]) -> Iterator[Statement]:
    """What is made keeps the mode that it was made under."""
    yield from session(make.writer.dialect) if some else ()


def _replaced(was: Parts, now: Parts, some: list[Term]) -> Iterator[Statement]:
    yield from _session(now, some)
    for term in some:
        gone, come = _procedure(was, term), _procedure(now, term)
        for name in _events(was, term):
            yield Statement(text=f"drop event if exists {now.writer.quote(name)}", because="Nothing calls the procedure while it is replaced")
        if gone is not None:
            yield from _executable(was, gone, "revoke {} from {}") if come is None else ()
            yield Statement(text=f"drop procedure if exists {was.writer.quote(gone.name)}")
        if come is not None:
            yield create_procedure(now, come)
            yield from _executable(now, come, "grant {} to {}")
        yield from (s for s in events(now) if s.element in _jobs(now, term))


def _procedure(make: Parts, term: Term) -> Procedure | None:
    rule = make.physical.behaviours.get(term.key)
    return expire(make, term.key, rule) if isinstance(rule, Expire) else None


def _jobs(make: Parts, term: Term) -> list[str]:
    return [key for key, job in make.physical.jobs.items() if job.task == "expire" and job.on == term.key]


def _events(make: Parts, term: Term) -> Iterator[str]:
    return (event_name(make.physical.jobs[key]) for key in _jobs(make, term))


def _executable(make: Parts, procedure: Procedure, how: str) -> Iterator[Statement]:
    """A right outlives what it is on, so it is taken back before that goes."""
    for role in with_duty(make.physical, "jobs"):
        yield Statement(text=how.format(f"execute on procedure {make.writer.quote(procedure.name)}", make.writer.quote(role.name)))


# --- rights on tables ---


def _granted(was: Parts, now: Parts) -> Iterator[Statement]:
    for key, grant in now.physical.grants.items():
        if was.physical.grants.get(key) != grant:
            yield Statement(text=access.grant_text(now.writer, grant), element=key)


def _revoked(was: Parts, now: Parts) -> Iterator[Statement]:
    """What only the former has; what the same role keeps of the same table is granted again."""
    gone = [grant for key, grant in was.physical.grants.items() if now.physical.grants.get(key) != grant]
    for grant in gone:
        yield Statement(text=access.revoke_text(was.writer, grant))
    pairs = {(grant.role, grant.on) for grant in gone}
    yield from (Statement(text=access.grant_text(now.writer, g)) for g in now.physical.grants.values() if (g.role, g.on) in pairs)


# --- rows ---


def _destructive(make: Parts, some: list[Term]) -> Iterator[Statement]:
    yield from _session(make, some)
    yield from (statement for part in (_guard, _leaving) for term in some for statement in part(make, term))


def _guard(make: Parts, term: Term) -> Iterator[Statement]:
    """All are asked about before the first row leaves."""
    assert term.new is not None
    refusal = f"{make.physical.tables[term.table].name} {term.new.term} are there"[:64].strip()
    found = f"set @found = exists (select 1 from {make.table(term.table)} where {is_due(make, term.new)})"
    yield Statement(text=found, because=f"Refuses while {refusal}")
    yield Statement(text=f"set @statement = if(@found and coalesce({DROP_ROWS}, 0) <> 1, 'call `{refusal}`()', 'do 0')")
    yield from prepared()


def _leaving(make: Parts, term: Term) -> Iterator[Statement]:
    """Batch by batch by a procedure that goes again."""
    assert term.new is not None
    once = expire(make, shortened(f"{term.key}_once"), term.new)
    name = make.writer.quote(once.name)
    yield Statement(text=f"drop procedure if exists {name}")
    yield create_procedure(make, once)
    yield Statement(text=f"call {name}()", because="Each batch is a transaction: stopped, it is run again")
    yield Statement(text=f"drop procedure {name}")
