"""Two real sessions do the same at the same time: the last item, the same slot, the same key, opposite orders. The invariant holds.

Both run the transaction step by step, each waiting for the other where it can, so that they meet at every statement. Afterwards the
question of the invariant returns no row. Then the guard is taken away and the race is run again: now the invariant must break, or it
was not the guard that upheld it; where a key or rule beside it refuses, that is taken away too and named. What only two that come
between each other can break (an order of locks, a lost update) needs no guard in an engine with one writer at a time: there the two
must have run one after the other, by the time at which each began and ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import NamedTuple

from relvar.engines.base import Database, Refusal
from relvar.errors import RelvarError
from relvar.model.design import Finding
from relvar.model.query import Transaction
from relvar.populate import Population
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.context import Context, Skip
from relvar.prove.live.racing.contest import Contest, Outcome
from relvar.prove.live.racing.contest import run as race
from relvar.prove.live.racing.contests import contest_of
from relvar.prove.live.racing.unguarded import Bare, element_named, unguarded

CHECK = "races_keep_invariants"
GUARDS = 3  # keys and rules that may uphold one invariant together: a key, what is unique of the thing, a rule of time
FEW = 40  # rows of the largest table where a guard is taken away


class Racing(NamedTuple):
    """How use cases are raced. `run`: both callers, against a database from which elements were taken out. `repeats`: two that are in each
    other's way are meant to be repeated; else they are meant to wait in one order.
    """

    run: Callable[[Context, Database, Contest, tuple[str, ...]], Outcome]
    repeats: bool = False


BY_STATEMENTS = Racing(lambda context, database, contest, without: race(database, contest))


def races_keep_invariants(context: Context) -> Iterator[Finding]:
    yield from races(context, BY_STATEMENTS)


def races(context: Context, racing: Racing) -> Iterator[Finding]:
    """Every race of every use case, guarded and bare."""
    raced = {i: t for i, t in context.physical.transactions.items() if t.races}
    if not raced:
        raise Skip("no use case of this design can be raced: none writes what two may write at once")
    with context.another() as (database, population):
        for id_, transaction in raced.items():
            for kind in transaction.races:
                start = time.perf_counter()
                try:
                    yield from _raced(context, racing, database, population, id_, transaction, kind)
                except (Refusal, RelvarError, LookupError) as error:
                    yield context.finding(CHECK, f"{id_} {kind}", "not run", f"the race could not be set up: {error}", since=start)


def _raced(
    context: Context, racing: Racing, database: Database, population: Population, id_: str, transaction: Transaction, kind: str
) -> Iterator[Finding]:
    subject, start = f"{id_} {kind}", time.perf_counter()
    contest = _contest(context, database, population, transaction, kind)
    outcome = racing.run(context, database, contest, ())
    broken = _broken(racing, database, contest, outcome, kind)
    statement = "\n".join(context.engine.render(context.physical, s) + ";" for s in transaction.statements)
    if broken:
        yield context.finding(CHECK, subject, "refuted", f"{transaction.invariant}: {broken}", statement=statement, since=start)
        return
    yield context.finding(CHECK, subject, "holds", f"{transaction.invariant}: two raced, {outcome.said}", statement=statement, since=start)
    yield _unguarded(context, racing, transaction, kind, subject)


def _contest(context: Context, database: Database, population: Population, transaction: Transaction, kind: str) -> Contest:
    """The rows raced about, made and committed."""
    session = database.session()
    try:
        return contest_of(Trial(context, database, population), session, transaction, kind)
    finally:
        session.close()


def _broken(racing: Racing, database: Database, contest: Contest, outcome: Outcome, kind: str) -> str:
    """How the invariant was broken, or ""."""
    if kind == "opposite_orders" and racing.repeats and outcome.committed < contest.may_commit:
        return f"only {outcome.committed} of {contest.may_commit} came through ({outcome.said})"
    if kind == "opposite_orders" and outcome.conflicts and not racing.repeats:
        return f"they waited for each other {outcome.conflicts} times"
    if outcome.committed > contest.may_commit:
        return f"{outcome.committed} committed where {contest.may_commit} may"
    if outcome.committed == 0:
        return f"neither could commit ({outcome.said})"
    if contest.holds is not None:
        session = database.session()
        try:
            rows = session.run(contest.holds, {**contest.context, **contest.values[0]})
        finally:
            session.close()
        if rows:
            return f"{len(rows)} rows speak against it"
    return ""


def _unguarded(context: Context, racing: Racing, transaction: Transaction, kind: str, subject: str) -> Finding:
    """The same race in a database of its own, without the guard: it must break there."""
    start, subject = time.perf_counter(), f"{subject} unguarded"
    unrepeated = racing.repeats and kind == "opposite_orders"
    bare = Bare((), transaction) if unrepeated else unguarded(context.physical, transaction, kind)
    if bare is None:
        return context.finding(CHECK, subject, "not run", f"the guard {transaction.guard!r} cannot be taken away by itself here")
    order = "its repetition" if racing.repeats else "the order of its locks"
    gone, beside = ", ".join(bare.without) or (order if kind == "opposite_orders" else transaction.guard), ""
    try:
        for _ in range(GUARDS):
            contest, outcome, broken = _bared(context, racing, bare, kind)
            another = element_named(context.physical, outcome.refused_by)
            if broken or not another or another in bare.without:
                break
            beside += f"; {another} upholds it as well, and was taken away too"
            bare = bare._replace(without=(*bare.without, another))
    except (Refusal, RelvarError, LookupError) as error:
        return context.finding(CHECK, subject, "not run", f"without {gone} the race could not be run{beside}: {error}", since=start)
    if broken:
        return context.finding(CHECK, subject, "holds", f"without {gone} it breaks: {broken}{beside}", since=start)
    if outcome.apart and contest.may_commit > 1 and not context.features.can("concurrent_writers"):
        message = f"without {gone} it holds as well: the engine lets one writer in at a time, and one was done before the other began"
        return context.finding(CHECK, subject, "holds", message, since=start)
    why = "something else upholds it, or the race did not meet"
    return context.finding(CHECK, subject, "doubt", f"without {gone} it held all the same ({outcome.said}): {why}", since=start)


def _bared(context: Context, racing: Racing, bare: Bare, kind: str) -> tuple[Contest, Outcome, str]:
    with context.another(FEW) as (database, population), taken_out(database, bare.without):
        contest = _contest(context, database, population, bare.transaction, kind)
        if racing.repeats and kind == "opposite_orders":
            contest = replace(contest, retries=0)
        outcome = racing.run(context, database, contest, bare.without)
        return contest, outcome, _broken(racing, database, contest, outcome, kind)


@contextmanager
def taken_out(database: Database, elements: tuple[str, ...]) -> Iterator[None]:
    """The database without the elements. They may not go back, for rows now break them: the database is thrown away after."""
    with ExitStack() as stack:
        for element in elements:
            stack.enter_context(database.without(element))
        yield
        with suppress(Exception):
            stack.close()
