"""queries/: one statement an access pattern, and one file a transaction. `@name` is what the caller gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from relvar.engines.base import Script, Statement
from relvar.engines.innodb.index_names import index_ids
from relvar.engines.innodb.query import InnodbWriter
from relvar.model import expression as e
from relvar.model.design import Design
from relvar.model.physical import Physical
from relvar.model.query import Query, Transaction, Update

GIVEN = re.compile(r"(?<![@\w])@([a-z_][a-z0-9_]*)")


def variable(parameter: e.Parameter) -> str:
    """A variable of the session, which the client sets before it reads the file."""
    return f"@{parameter.name}"


def queries(design: Design, store: str) -> tuple[Script, ...]:
    physical = design.physical[store]
    writer = InnodbWriter(physical, variable)
    names = {element: name for name, element in index_ids(physical).items()}
    patterns = [_pattern(writer, names, key, query) for key, query in physical.queries.items()]
    return (*patterns, *(_transaction(writer, key, t) for key, t in physical.transactions.items()))


def _pattern(writer: InnodbWriter, names: Mapping[str, str], key: str, query: Query) -> Script:
    text = writer.statement(query.statement)
    asked = [name for name in dict.fromkeys(GIVEN.findall(text)) if not name.startswith("new_")]
    says = [f"{query.name[:1].upper()}{query.name[1:]}."]
    says.append(f"{query.per_day:,.0f} a day; wished within {query.latency_ms} ms. {_served(writer.physical, names, query)}")
    sets = "".join(f"set @{name} = ...; " for name in asked)
    says.append(f'Run: {writer.dialect.client} -e "{sets}source queries/{key}.sql"; a driver binds the values instead.')
    return Script(path=f"queries/{key}.sql", head="\n".join(says), statements=(Statement(text=text, element=key),), transactional=False)


def _served(physical: Physical, names: Mapping[str, str], query: Query) -> str:
    if query.view:
        return f"Answered by {physical.views[query.view].name}, which a job fills again."
    if query.exempt:
        return f"No index asked: {query.exempt}."
    return f"Served by {', '.join(names.get(element, element) for element in query.served_by)}." if query.served_by else ""


def _transaction(writer: InnodbWriter, key: str, transaction: Transaction) -> Script:
    head = [f"{transaction.name[:1].upper()}{transaction.name[1:]}: {transaction.invariant}"]
    reason = transaction.isolation_because
    head.append(f"Guarded by {transaction.guard}. {reason[:1].upper()}{reason[1:]}")
    if transaction.retry:
        head.append(f"Retry: {transaction.retry}")
    body = [
        Statement(text=f"set transaction isolation level {transaction.isolation}"),
        Statement(text="start transaction"),
        *_steps(writer, transaction),
        Statement(text="commit"),
    ]
    return Script(path=f"queries/transaction_{key}.sql", head="\n".join(head), statements=tuple(body), transactional=False)


def _steps(writer: InnodbWriter, transaction: Transaction) -> Iterator[Statement]:
    for statement in transaction.statements:
        rows = statement.expect_rows if isinstance(statement, Update) else 0
        because = f"Roll back unless exactly {rows} row{'' if rows == 1 else 's'} changed (row_count())" if rows else ""
        for step in writer.steps(statement):
            yield Statement(text=step, because=because)
            because = ""
