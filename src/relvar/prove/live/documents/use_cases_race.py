"""Use cases of a store of documents, raced as their files say them: each step of the file, by two sessions that meet at every one.

Guards are taken away as of tables. What two transactions do to one document needs no order of locks: the second of two conflicts and is
repeated; without its repetition it must be thrown back, or the two did not meet.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from relvar.engines.base import Database, DocumentDatabase, DocumentSession, Session
from relvar.model.design import Finding
from relvar.model.query import Transaction
from relvar.prove.live.context import Context, Skip
from relvar.prove.live.races_keep_invariants import Racing, races
from relvar.prove.live.racing.contest import Contest, Done, Lost, Outcome, meet
from relvar.prove.live.racing.contest import run as race


def use_cases_race(context: Context) -> Iterator[Finding]:
    yield from races(context, Racing(_run, repeats=True))


def _run(context: Context, database: Database, contest: Contest, without: tuple[str, ...]) -> Outcome:
    written = next((i for i, t in context.physical.transactions.items() if t == contest.transaction), "")
    text = context.files.get(context.named(f"queries/transaction_{written}"), "") if not without else ""
    text = text or cast(DocumentDatabase, database).use_case(contest.transaction, without)
    return race(database, contest, partial(_steps, text))


def _steps(
    text: str, session: Session, transaction: Transaction, values: dict[str, Any], meeting: threading.Barrier | None, watch: list[float]
) -> None:
    acts = cast(DocumentSession, session).acts(text, transaction)
    if not acts:
        raise Skip("the application writes this one: no file says its steps")
    meet(meeting)
    watch.append(time.perf_counter())
    for act in acts:
        said = act(values)
        if said:
            raise (Lost if said == "gave way" else Done)(said)
        meet(meeting)
    watch.append(time.perf_counter())
    session.commit()
