"""queries/: one statement an access pattern, and one file a transaction. What is declared first the caller gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver import versions
from relvar.engines.sqlserver.index_names import index_ids
from relvar.engines.sqlserver.query import GIVEN, TsqlWriter
from relvar.engines.sqlserver.types import native
from relvar.model import expression as e
from relvar.model.design import Design
from relvar.model.physical import Physical, column_like
from relvar.model.query import Insert, Query, Transaction, Update
from relvar.model.walking import nodes

RETRY = "1205 (chosen as the victim of a deadlock) and 3960 (a snapshot that was overtaken)"


def queries(design: Design, store: str) -> tuple[Script, ...]:
    physical = design.physical[store]
    writer = TsqlWriter(physical)
    names = {element: name for name, element in index_ids(physical).items()}
    patterns = [_pattern(writer, names, key, query) for key, query in physical.queries.items()]
    return (*patterns, *(_transaction(writer, key, t) for key, t in physical.transactions.items()), *versions.queries(physical))


def _pattern(writer: TsqlWriter, names: Mapping[str, str], key: str, query: Query) -> Script:
    says = [f"{query.name[:1].upper()}{query.name[1:]}."]
    says.append(f"{query.per_day:,.0f} a day; wished within {query.latency_ms} ms. {_served(writer.physical, names, query)}")
    text = declared(writer, query.statement) + writer.statement(query.statement)
    return Script(path=f"queries/{key}.sql", head="\n".join(says), statements=(Statement(text=text, element=key),), transactional=False)


def declared(writer: TsqlWriter, statement: object) -> str:
    """`declare @name type;` for what a caller gives, in the types of what it is compared with; "" for nothing."""
    kinds: dict[str, str] = {}
    for part in nodes(statement):
        if isinstance(part, e.Parameter):
            kinds.setdefault(part.name, kind_of(writer, part))
    listed = ", ".join(f"@{name} {kind}" for name, kind in kinds.items())
    return f"declare {listed}; -- a driver binds these\n" if listed else ""


def kind_of(writer: TsqlWriter, parameter: e.Parameter) -> str:
    table, _, column = parameter.like.partition(".")
    found = column_like(writer.physical, parameter.like)
    if found is None:
        return "nvarchar(4000)"
    return native(writer.in_document(found.data)).text if "." in column else writer.given_type(table, column)


def _served(physical: Physical, names: Mapping[str, str], query: Query) -> str:
    if query.view:
        return f"Answered by {physical.views[query.view].name}, which a job fills again."
    if query.exempt:
        return f"No index asked: {query.exempt}."
    return f"Served by {', '.join(names.get(element, element) for element in query.served_by)}." if query.served_by else ""


def _transaction(writer: TsqlWriter, key: str, transaction: Transaction) -> Script:
    head = [f"{transaction.name[:1].upper()}{transaction.name[1:]}: {transaction.invariant}"]
    reason = transaction.isolation_because
    head.append(f"Guarded by {transaction.guard}. {reason[:1].upper()}{reason[1:]}")
    head.append(f"Retry the whole of it on {RETRY}." if transaction.retry else "")
    body = indented_body(writer, transaction)
    statements = (
        Statement(text=f"set transaction isolation level {transaction.isolation}"),
        Statement(
            text=declared(writer, transaction.statements)
            + f"begin try\n  begin transaction;\n{body}  commit;\nend try\nbegin catch\n  if xact_state() <> 0 rollback;\n  throw;\nend catch"
        ),
    )
    return Script(path=f"queries/transaction_{key}.sql", head="\n".join(line for line in head if line), statements=statements, transactional=False)


def indented_body(writer: TsqlWriter, transaction: Transaction) -> str:
    """The statements in order; what a statement gives back stands in a table variable of its own, and where a later one asks for it by
    name it is taken from there.
    """
    lines = []
    for number, statement in enumerate(transaction.statements, start=1):
        given = GIVEN if number == 1 else f"{GIVEN}_{number}"
        for step in writer.steps(statement):
            lines.append(f"{step.replace(GIVEN, given)};")
            if isinstance(statement, Update) and statement.expect_rows and step.startswith("update"):
                words = "it was changed meanwhile" if statement.expect_rows == 1 else "some were changed meanwhile"
                lines.append(f"if @@rowcount <> {statement.expect_rows} throw 50002, '{words}: nothing is written', 1;")
        if isinstance(statement, Insert) and statement.returning:
            lines += _taken(writer, statement, given, transaction.statements[number:])
    return "".join(f"  {line}\n" for text in lines for line in text.splitlines())


def _taken(writer: TsqlWriter, insert: Insert, given: str, later: tuple[object, ...]) -> Iterator[str]:
    """The key of the new row for those that refer to it; nothing more is done where the row was there before."""
    names = writer.source(insert.table).columns
    asked = {part.name for part in nodes(later) if isinstance(part, e.Parameter)}
    if insert.ignore_duplicates_of and later:
        yield f"if not exists (select 1 from {given})\nbegin\n  rollback;\n  return; -- it was done before\nend;"
    taken = [f"@{names[c]} = {writer.quote(names[c])}" for c in insert.returning if names[c] in asked]
    if taken:
        yield f"select {', '.join(taken)}\nfrom {given};"
