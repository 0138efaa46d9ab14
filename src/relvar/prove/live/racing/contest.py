"""A race: two sessions in threads, step by step, each waiting a moment for the other before the next statement."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

from relvar.engines.base import Database, Refusal, Session
from relvar.model.query import Insert, Select, Transaction, Update

MEET_SECONDS = 0.25  # a session that is blocked by the other's lock does not come; the other goes on alone
UPHOLDING = ("unique", "overlap", "rule")  # refusals by what stands between rows: a check of one row lets nobody win
RETRIES = 3  # of a serialization failure or deadlock, as the transaction's retry rule says


@dataclass
class Contest:
    """`values`: the two callers' parameters. `may_commit`: how many can succeed without breaking the invariant."""

    transaction: Transaction
    values: tuple[dict[str, Any], dict[str, Any]]
    context: dict[str, Any]
    may_commit: int
    holds: Select | None
    retries: int = RETRIES


class Outcome(NamedTuple):
    """`conflicts`: deadlocks and serialization failures that a retry mended. `apart`: one was done before the other was let in.

    `refused_by`: the key or rule, by its name, that refused one of them.
    """

    committed: int
    said: str
    conflicts: int = 0
    apart: bool = False
    refused_by: str = ""


class Lost(Exception):
    """Raised when a statement changed another number of rows than the transaction expects: the caller rolls back."""


class Done(Exception):
    """Raised when an insert met its own key: somebody has done the same already, and there is nothing left to do."""


Steps = Callable[[Session, Transaction, dict[str, Any], threading.Barrier | None, list[float]], None]


def run(database: Database, contest: Contest, steps: Steps | None = None) -> Outcome:
    """Run both callers; what became of each. `steps`: how one runs, else statement by statement."""
    meeting = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda values: _caller(database, contest, dict(values), meeting, steps or _steps), contest.values))
    said = " and ".join(f"one {end.said}" for end in ends)
    first, second = sorted(ends, key=lambda end: end.entered)
    refused = next((end.refused_by for end in ends if end.refused_by), "")
    return Outcome(sum(end.said == "committed" for end in ends), said, sum(end.conflicts for end in ends), first.left <= second.entered, refused)


class _End(NamedTuple):
    """What became of one caller. `entered` and `left`: when its first transaction had begun, and when the last one was about to end."""

    said: str
    conflicts: int
    entered: float
    left: float
    refused_by: str = ""


def _caller(database: Database, contest: Contest, values: dict[str, Any], meeting: threading.Barrier, steps: Steps) -> _End:
    session = database.session("", contest.context)
    watch: list[float] = []
    try:
        for attempt in range(contest.retries + 1):
            try:
                steps(session, contest.transaction, values, meeting if attempt == 0 else None, watch)
                return _ended("committed", attempt, watch)
            except (Lost, Done) as end:
                watch.append(time.perf_counter())
                session.rollback()
                return _ended(str(end), attempt, watch)
            except Refusal as refusal:
                watch.append(time.perf_counter())
                session.rollback()
                if refusal.kind not in ("conflict", "timeout") or attempt == contest.retries:
                    said = f"was refused ({refusal.kind} {refusal.constraint})".replace(" )", ")")
                    return _ended(said, attempt, watch, refusal.constraint if refusal.kind in UPHOLDING else "")
        return _ended("gave up", contest.retries, watch)
    finally:
        meeting.abort()
        session.close()


def _ended(said: str, conflicts: int, watch: list[float], refused_by: str = "") -> _End:
    return _End(said, conflicts, watch[0], watch[-1], refused_by)


def _steps(session: Session, transaction: Transaction, values: dict[str, Any], meeting: threading.Barrier | None, watch: list[float]) -> None:
    meet(meeting)
    session.begin(transaction.isolation)
    watch.append(time.perf_counter())
    for statement in transaction.statements:
        rows = session.run(statement, values)
        if isinstance(statement, Update) and statement.expect_rows:
            count = len(rows) if statement.returning else int(rows[0][0])
            if count != statement.expect_rows:
                raise Lost("gave way")
        if isinstance(statement, Insert) and statement.returning:
            if not rows and statement.ignore_duplicates_of:
                raise Done("found it done already")
            values |= dict(zip(statement.returning, rows[0], strict=True))
        meet(meeting)
    watch.append(time.perf_counter())
    session.commit()


def meet(meeting: threading.Barrier | None) -> None:
    if meeting is None:
        return
    try:
        meeting.wait(MEET_SECONDS)
    except threading.BrokenBarrierError:
        return
