"""What of a migration changes how much is kept: the procedure that a job of the Agent calls, and who may touch what.

`create or alter` keeps who may call a procedure. What leaves does so batch by batch, each a transaction of its own, outside of one that
would hold the locks of all.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Evolution, Statement
from relvar.engines.sqlserver import access
from relvar.engines.sqlserver.objects import Parts, Procedure, create_procedure
from relvar.engines.sqlserver.retention import BATCH, expire, is_due
from relvar.engines.terms import Kept, Term, Words, kept_in
from relvar.model.behaviour import Expire

LOCKS = (f"row locks, {BATCH:,} rows at a time",)
JOBS = "then deploy/11_jobs.sql of the next design; a job that it does not name: msdb.dbo.sp_delete_job"
ASKED = "session_context(N'drop_rows')"  # as in the way back of 0001


def kept(evolution: Evolution) -> Kept:
    """Statements of each phase; none where nothing of it changes."""
    return kept_in(evolution, Parts, Words(_granted, _revoked, _replaced, _destructive))


def _replaced(was: Parts, now: Parts, some: list[Term]) -> Iterator[Statement]:
    for term in some:
        gone, come = _procedure(was, term), _procedure(now, term)
        if come is not None:
            yield create_procedure(now, come, "create or alter")
            yield from access.procedure_rights(now, [come.name]) if gone is None else ()
        elif gone is not None:
            yield Statement(text=f"drop procedure if exists {was.in_app(gone.name)}", because="Nothing leaves by itself any more")


def _procedure(make: Parts, term: Term) -> Procedure | None:
    rule = make.physical.behaviours.get(term.key)
    return expire(make, term.key, rule) if isinstance(rule, Expire) else None


def _granted(was: Parts, now: Parts) -> Iterator[Statement]:
    for key, grant in now.physical.grants.items():
        if was.physical.grants.get(key) != grant:
            yield from (Statement(text=text, element=key) for text in access.grant_texts(now.writer, grant))


def _revoked(was: Parts, now: Parts) -> Iterator[Statement]:
    """What only the former has; what the same role keeps of the same table is granted again."""
    gone = [grant for key, grant in was.physical.grants.items() if now.physical.grants.get(key) != grant]
    for grant in gone:
        yield from (Statement(text=text) for text in access.revoke_texts(was.writer, grant))
    pairs = {(grant.role, grant.on) for grant in gone}
    for grant in now.physical.grants.values():
        if (grant.role, grant.on) in pairs:
            yield from (Statement(text=text) for text in access.grant_texts(now.writer, grant))


def _destructive(make: Parts, some: list[Term]) -> Iterator[Statement]:
    """All are asked about before the first row leaves."""
    yield from (_guard(make, term) for term in some)
    yield from (_leaving(make, term) for term in some)


def _guard(make: Parts, term: Term) -> Statement:
    assert term.new is not None
    says = f"{make.physical.tables[term.table].name} {term.new.term} are there"
    found = f"exists (select 1 from {make.table(term.table)} where {is_due(make, term.new)})"
    text = f"if isnull(cast({ASKED} as int), 0) <> 1 and {found}\n  throw 50006, {make.writer.literal(f'{says}: back them up first')}, 1"
    return Statement(text=text, because=f"Refuses while {says}")


def _leaving(make: Parts, term: Term) -> Statement:
    assert term.new is not None
    return Statement(text=expire(make, term.key, term.new).body.removesuffix(";"), because="Each batch is a transaction: stopped, it is run again")
