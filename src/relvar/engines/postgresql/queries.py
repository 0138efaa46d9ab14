"""queries/: one statement an access pattern, and one file a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relvar.engines.base import Script, Statement
from relvar.engines.postgresql.index_names import index_ids
from relvar.engines.postgresql.query import PostgresWriter, parameters
from relvar.model.design import Design
from relvar.model.physical import Physical
from relvar.model.query import Query, Transaction, Update


def queries(design: Design, store: str) -> tuple[Script, ...]:
    physical = design.physical[store]
    writer = PostgresWriter(physical, lambda parameter: f":'{parameter.name}'")  # psql puts the quotes
    names = {element: name for name, element in index_ids(physical).items()}
    patterns = [_pattern(writer, names, key, query) for key, query in physical.queries.items()]
    return (*patterns, *(_transaction(writer, key, t) for key, t in physical.transactions.items()))


def _pattern(writer: PostgresWriter, names: Mapping[str, str], key: str, query: Query) -> Script:
    says = [f"{query.name[:1].upper()}{query.name[1:]}."]
    says.append(f"{query.per_day:,.0f} a day; wished within {query.latency_ms} ms. {_served(writer.physical, names, query)}")
    asked = parameters(PostgresWriter(writer.physical).statement(query.statement))
    says.append(f"Run: psql {''.join(f'-v {name}=... ' for name in asked)}-f queries/{key}.sql; a driver binds the values instead.")
    statement = Statement(text=writer.statement(query.statement), element=key)
    return Script(path=f"queries/{key}.sql", head="\n".join(says), statements=(statement,), transactional=False)


def _served(physical: Physical, names: Mapping[str, str], query: Query) -> str:
    if query.view:
        return f"Answered by the materialized view {physical.views[query.view].name}."
    if query.exempt:
        return f"No index asked: {query.exempt}."
    return f"Served by {', '.join(names.get(element, element) for element in query.served_by)}." if query.served_by else ""


def _transaction(writer: PostgresWriter, key: str, transaction: Transaction) -> Script:
    head = [f"{transaction.name[:1].upper()}{transaction.name[1:]}: {transaction.invariant}"]
    reason = transaction.isolation_because
    head.append(f"Guarded by {transaction.guard}. {reason[:1].upper()}{reason[1:]}")
    if transaction.retry:
        head.append(f"Retry: {transaction.retry}")
    body = [
        Statement(text=f"begin isolation level {transaction.isolation}"),
        *_steps(writer, transaction),
        Statement(text="commit"),
    ]
    return Script(path=f"queries/transaction_{key}.sql", head="\n".join(head), statements=tuple(body), transactional=False)


def _steps(writer: PostgresWriter, transaction: Transaction) -> Iterator[Statement]:
    for statement in transaction.statements:
        rows = statement.expect_rows if isinstance(statement, Update) else 0
        because = f"Roll back unless exactly {rows} row{'' if rows == 1 else 's'} changed" if rows else ""
        yield Statement(text=writer.statement(statement), because=because)
