"""What is older than its term leaves by the job's file, with what refers to it or without the reference, and nothing else does.

A row is given that is older than the term and one that is not, each with a row that refers to it by each reference that lets it go; the file of
the job is run as it is written. Where a TTL index keeps the term, the server does so by itself, and no job is asked. What is to stay without
what names a person must be there without it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from relvar.engines.base import Refusal, Session
from relvar.model.behaviour import Expire
from relvar.model.design import Finding
from relvar.model.expression import And, ColumnRef, Compare, Expression, Parameter
from relvar.model.figures import DAYS_A_MONTH, listed
from relvar.model.physical import ForeignKey, Physical
from relvar.model.query import Output, Select
from relvar.plan.trace import foreign_keys
from relvar.populate import Population
from relvar.prove.live.context import Context, refused

CHECK = "terms_are_kept"
FILE = "operate/expire"  # without the ending, which is the engine's
FEW = 20  # rows of the largest table
PAST = 40  # days beyond the term, more than a month differs from its mean
LETTING_GO = ("cascade", "set_null", "set_null_columns")


class Given(NamedTuple):
    """A row that was inserted: its table, its key, and the reference by which it names another."""

    table: str
    key: tuple[Any, ...]
    by: ForeignKey | None = None


def terms_are_kept(context: Context) -> Iterator[Finding]:
    text = context.files.get(context.named(FILE), "")
    for term in context.physical.behaviours.values():
        if not isinstance(term, Expire) or term.by_number:
            continue
        if term.anonymise:
            yield from _emptied(context, term, text)
            continue
        name = context.physical.tables[term.table].name
        if _expires_itself(context.physical, term):
            message = "a TTL index keeps the term: the server deletes what is older, within a minute or so"
            yield context.finding(CHECK, name, "not run", message)
            continue
        with context.another(FEW) as (database, population):
            start = time.perf_counter()
            session = database.session()
            try:
                old, young = (_given(context.physical, population, session, term, days) for days in (_term_days(term) + PAST, 0))
            except Refusal as refusal:
                yield context.finding(CHECK, name, "not run", f"no row as old as that could be stored: {refused(refusal)}")
                continue
            database.apply(text)
            wrong = [*_wrongs(context.physical, session, old, gone=True), *_wrongs(context.physical, session, young, gone=False)]
            referring = listed(sorted({context.physical.tables[one.table].name for one in old[1:]}))
            said = f"one older than {term.months} months left" + (f", with what {referring} say of it" if referring else "")
            message = "; ".join(wrong) or f"{said}; one that is not stayed"
            yield context.finding(CHECK, name, "refuted" if wrong else "holds", message, since=start)


def _emptied(context: Context, term: Expire, text: str) -> Iterator[Finding]:
    """A row that stays without what names a person, and one whose time is not over."""
    name, start = context.physical.tables[term.table].name, time.perf_counter()
    with context.another(FEW) as (database, population):
        session = database.session()
        try:
            given = [_given(context.physical, population, session, term, days)[0] for days in (_term_days(term) + PAST, 0)]
        except Refusal as refusal:
            yield context.finding(CHECK, name, "not run", f"no row as old as that could be stored: {refused(refusal)}")
            return
        before = [_values(context.physical, session, one, term.anonymise) for one in given]
        database.apply(text)
        old, young = (_values(context.physical, session, one, term.anonymise) for one in given)
        said = [c for c in term.anonymise if before[0][c] is not None]
        left = [c for c in said if old.get(c, "") == before[0][c]]
        wrong = [
            *(f"{c} of one whose time is over is still there" for c in left),
            *(["one whose time is not over was changed"] * (young != before[1])),
        ]
        message = "; ".join(wrong) or f"{listed(said)} of one older than {term.months} months are emptied, and it stays; one that is not is as it was"
        yield context.finding(CHECK, name, "refuted" if wrong or not old else "holds", message, since=start)


def _values(physical: Physical, session: Session, one: Given, columns: Sequence[str]) -> dict[str, Any]:
    """What a row holds in some columns, by their ids; nothing where it is gone."""
    where, values = _same(physical, one)
    outputs = tuple(Output(name=c, expression=ColumnRef(column=c, table="row")) for c in columns)
    rows = session.run(Select(table=one.table, alias="row", where=where, outputs=outputs), values)
    return dict(zip(columns, rows[0], strict=True)) if rows else {}


def _same(physical: Physical, one: Given) -> tuple[Expression, dict[str, Any]]:
    """The condition that it is this row, and its values."""
    keys = physical.tables[one.table].primary_key
    same: list[Expression] = [
        Compare(op="=", left=ColumnRef(column=c, table="row"), right=Parameter(name=f"key_{n}", like=f"{one.table}.{c}")) for n, c in enumerate(keys)
    ]
    return same[0] if len(same) == 1 else And(items=tuple(same)), {f"key_{n}": v for n, v in enumerate(one.key)}


def _expires_itself(physical: Physical, term: Expire) -> bool:
    collection = physical.collections.get(term.table)
    series = collection.time_series if collection is not None else None
    return collection is not None and (bool(series and series.expire_seconds) or any(i.expire_seconds for i in collection.indexes.values()))


def _term_days(term: Expire) -> int:
    return round(term.months * DAYS_A_MONTH)


def _given(physical: Physical, population: Population, session: Session, term: Expire, days: int) -> list[Given]:
    """A row whose term began so many days ago, and one for each reference to it. Raises Refusal where the first is refused."""
    table = physical.tables[term.table]
    began: Any = population.now - timedelta(days=days)
    if table.columns[term.since].data.base == "date":
        began = began.date() if isinstance(began, datetime) else began
    made = [Given(term.table, _inserted(physical, population, session, term.table, {term.since: began}))]
    named = dict(zip(table.primary_key, made[0].key, strict=True))
    for other, owner in physical.tables.items():
        for key in foreign_keys(owner):
            if key.table != term.table or other == term.table or key.on_delete not in LETTING_GO:
                continue
            try:
                fixed = {c: named[to] for c, to in zip(key.columns, key.to, strict=True)}
                made.append(Given(other, _inserted(physical, population, session, other, fixed), key))
            except Refusal:
                continue  # a rule of its own forbids such a row: another reference tells
    return made


def _inserted(physical: Physical, population: Population, session: Session, table: str, fixed: dict[str, Any]) -> tuple[Any, ...]:
    row = population.fresh(table, fixed)
    if row is None:
        raise Refusal("other", table, "no legal row was found")
    return tuple(session.insert(table, row) or (row[c] for c in physical.tables[table].primary_key))


def _wrongs(physical: Physical, session: Session, rows: Sequence[Given], *, gone: bool) -> Iterator[str]:
    """What is not as it should be of a row, and of those that refer to it."""
    for one in rows:
        name = physical.tables[one.table].name
        found = _found(physical, session, one)
        loose = one.by is not None and one.by.on_delete != "cascade"
        if gone and found and not loose:
            yield f"{name}: what is older than its term, or refers to it, is still there"
        if gone and loose and (not found or found[0][0] is not None):
            yield f"{name}: what refers to it should stay, without the reference"
        if not gone and (not found or found[0][0] is None):
            yield f"{name}: what is not older, or refers to it, is gone"


def _found(physical: Physical, session: Session, one: Given) -> list[Any]:
    """The row by its key, with the column by which it refers, else its own key."""
    column = one.by.columns[-1] if one.by is not None else physical.tables[one.table].primary_key[0]
    where, values = _same(physical, one)
    outputs = (Output(name="it", expression=ColumnRef(column=column, table="row")),)
    return list(session.run(Select(table=one.table, alias="row", where=where, outputs=outputs), values))
