"""Transactions: every use case that writes more than one row or that two may do at once."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.figures import count
from relvar.model.query import Transaction
from relvar.write.page import CONVENTIONS, decided, decisions_of, element_name, table, table_name

PLAIN = "read committed"  # what every statement gets; anything stricter has a reason of its own


def transactions(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    if not physical.transactions:
        yield from ("No use case writes more than one row: every statement is its own transaction.", "")
    for transaction in physical.transactions.values():
        yield from _transaction(design, store, transaction)
    yield from decided(decisions_of(design, store, ("realize_use_cases",)))


def _transaction(design: Design, store: str, it: Transaction) -> Iterator[str]:
    physical = design.physical[store]
    yield f"### {it.name[:1].upper()}{it.name[1:]}"
    yield ""
    place = engine(physical.engine)
    concerns, text = place.use_case(physical, it) if place.use_case is not None else ("", "")
    rows = [
        ("invariant", it.invariant),
        ("concerns", concerns),
        ("isolation", "" if text else it.isolation if it.isolation == PLAIN else f"{it.isolation}: {it.isolation_because}"),
        ("guarded by", element_name(physical, it.guard)),
        ("can go wrong as", ", ".join(r.replace("_", " ") for r in it.races)),
        ("locks in order", "" if text else " → ".join(table_name(physical, t) for t in it.lock_order)),
        ("version", element_name(physical, it.version_column) if it.version_column else ""),
        ("idempotent by", element_name(physical, it.idempotency_key) if it.idempotency_key else ""),
        ("retry", f"[as always]({CONVENTIONS}#retries)" if it.retry else ""),
        ("a day", count(it.per_day) if it.per_day else ""),
    ]
    yield from table(("", ""), ((f"**{k}**", v) for k, v in rows if v))
    if text:
        yield from ("```js", text, "```", "")
        return
    yield from ("```sql", *(place.render(physical, s).rstrip(";") + ";" for s in it.statements), "```", "")
