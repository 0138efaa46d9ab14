"""A live SQL Server as SQL: what its catalog answers, in the shapes of Microsoft's reference, is read as the tables that it tells of.

None runs here. Microsoft's parser reads each question and its compiler the script that is made of the answers.
"""

from __future__ import annotations

from typing import Any

import pytest

from relvar.engines import engine
from relvar.engines.sqlserver import dump_queries as ask
from relvar.engines.sqlserver.dump import check_version, written
from relvar.errors import ServerUnavailable
from relvar.importing.ddl import read_ddl
from relvar.importing.live import UNREAD, read_live
from relvar.importing.source import URL

S, T = "shop", "order's"


def column(table: str, name: str, kind: str, **said: Any) -> tuple[Any, ...]:
    fields = dict.fromkeys(
        ("nullable", "seed", "step", "default_name", "default", "computed", "persisted", "collation", "bound", "hidden", "mask")
    ) | {"nullable": False} | said  # fmt: skip
    return (S, table, name, kind, *fields.values())


ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    ask.SEQUENCES: [(S, "invoice_numbers", "bigint", "1", "1")],
    ask.TABLES: [
        (S, "customers", None, None, None, None, None, None),
        (S, T, S, "orders_history", "valid_from", "valid_to", None, None),
        (S, "visits", None, None, None, None, "visits_by_time", "at"),
    ],
    ask.COLUMNS: [
        column("customers", "id", "int", seed="1", step="1"),
        column("customers", "email", "varchar(254)", collation="Latin1_General_100_BIN2", mask="email()"),
        column("customers", "domain", "varchar(254)", computed="(lower([email]))", persisted=True, nullable=True),
        column(T, "id", "bigint"),
        column(T, "customer_id", "int"),
        column(T, "net", "decimal(12,2)", default_name="orders_net_df", default="((0))"),
        column(T, "state", "nvarchar(20)", nullable=True),
        column(T, "valid_from", "datetime2(7)", bound=1, hidden=True),
        column(T, "valid_to", "datetime2(7)", bound=2, hidden=True),
        column("visits", "at", "datetimeoffset(6)"),
        column("visits", "page", "int"),
    ],
    ask.INDEXES: [
        (S, "customers", "customers_pk", True, False, True, "CLUSTERED", None, False, "id", False, False),
        (S, "customers", "customers_email_uq", False, True, True, "NONCLUSTERED", None, False, "email", False, False),
        (S, T, "orders_pk", True, False, True, "CLUSTERED", None, False, "id", False, False),
        (S, T, "orders_open_ix", False, False, False, "NONCLUSTERED", "([state]=N'open')", False, "customer_id", False, False),
        (S, T, "orders_open_ix", False, False, False, "NONCLUSTERED", "([state]=N'open')", False, "id", True, False),
        (S, T, "orders_open_ix", False, False, False, "NONCLUSTERED", "([state]=N'open')", False, "net", False, True),
    ],
    ask.CHECKS: [(S, T, "orders_net_ck", "([net]>=(0))", True)],
    ask.REFERENCES: [(S, T, "orders_customer_fk", "customer_id", S, "customers", "id", "NO_ACTION", "CASCADE", False)],
    ask.FULLTEXT: [],
    ask.SEES: [(1,)],
    ask.COMMENTS: [(S, T, None, "It's what was bought"), (S, T, "net", "without tax")],
    ask.MODULES: [
        ("create view shop.open_orders as select id from shop.[order's] where state = N'open'",),
        ("create function shop.seen (@id int) returns table with schemabinding as return select 1 as seen where @id > 0",),
    ],
    ask.PRINCIPALS: [("web", "S", 1), ("clerk", "R", 0), ("head clerk", "R", 0)],
    ask.MEMBERS: [("clerk", "head clerk"), ("clerk", "web")],
    ask.SCHEMAS: [(S, "dbo")],
    ask.PARTITION_FUNCTIONS: [
        ("by_number", "int", False, "int", "10"),
        ("by_number", "int", False, "int", "20"),
        ("by_time", "datetimeoffset(6)", True, "datetimeoffset", "2026-01-01 00:00:00.000000 +00:00"),
        ("unbounded", "date", True, None, None),
    ],
    ask.PARTITION_SCHEMES: [("visits_by_time", "by_time", "PRIMARY"), ("visits_by_time", "by_time", "PRIMARY")],
    ask.POLICIES: [
        (S, "orders_seen", True, True, "FILTER", None, "([shop].[seen]([customer_id]))", S, T),
        (S, "orders_seen", True, True, "BLOCK", "AFTER INSERT", "([shop].[seen]([customer_id]))", S, T),
    ],
    ask.GRANTS: [
        ("DENY", "DELETE", 1, S, T, "clerk", None),
        ("GRANT", "EXECUTE", 3, S, None, "clerk", None),
        ("GRANT", "SELECT", 1, S, T, "head clerk", "id"),
        ("GRANT", "SELECT", 1, S, T, "head clerk", "net"),
        ("GRANT", "UNMASK", 0, None, None, "head clerk", None),
        ("GRANT_WITH_GRANT_OPTION", "UPDATE", 1, S, "customers", "web", None),
    ],
}  # fmt: skip
QUESTIONS = (*ANSWERS, ask.VERSION)


def script() -> str:
    return "\n".join(written(ANSWERS.__getitem__)) + "\n"


def test_what_the_catalog_answers_is_read_as_its_tables() -> None:
    found = read_ddl([("live", script())], "live", "sqlserver")
    assert not found.leftovers, found.leftovers
    customers, orders = found.tables["shop.customers"], found.tables[f"shop.{T}"]
    assert customers.columns["id"].numbered and customers.columns["email"].collation == "Latin1_General_100_BIN2"
    assert customers.primary is not None and customers.primary.columns == ("id",)
    assert [key.columns for key in customers.uniques] == [("email",)]
    assert orders.columns["net"].default == "((0))" and orders.columns["net"].comment == "without tax"
    assert customers.columns["domain"].generated and customers.columns["domain"].stored
    assert orders.comment == "It's what was bought"
    (check,), (reference,), (index,) = orders.checks, orders.references, orders.indexes
    assert (check.name, check.validated) == ("orders_net_ck", False)
    assert (reference.columns, reference.table, reference.to, reference.on_update) == (("customer_id",), "shop.customers", ("id",), "cascade")
    assert reference.on_delete == ""
    assert [(part.column, part.descending) for part in index.parts] == [("customer_id", False), ("id", True)]
    assert index.include == ("net",) and "open" in index.where
    kinds = {found_.kind for found_ in found.objects}
    assert kinds == {"sequence", "view", "function", "role", "schema", "partitioning", "policy", "grant"}
    assert found.tables["shop.visits"].partition == "scheme visits_by_time ([at])"
    (policy,) = (o for o in found.objects if o.kind == "policy")
    assert policy.on == f"shop.{T}" and "add block predicate [shop].[seen]([customer_id])" in policy.text and "after insert" in policy.text
    granted = [o.text for o in found.objects if o.kind == "grant"]
    assert "grant select on [shop].[order's] ([id], [net]) to [head clerk]" in granted
    assert "grant update on [shop].[customers] to [web] with grant option" in granted
    functions = [o.text for o in found.objects if o.kind == "partitioning"]
    assert functions[0].endswith("(int) as range left for values (10, 20)") and functions[2].endswith("range right for values ()")


def test_a_login_that_sees_a_part_is_told_so() -> None:
    lines = list(written(lambda question: [(0,)] if question == ask.SEES else ANSWERS[question]))
    assert [line for line in lines if UNREAD.match(line)] == lines[:1] and "VIEW DEFINITION" in lines[0]


def test_a_server_that_is_too_old_is_said() -> None:
    with pytest.raises(ServerUnavailable, match="too old"):
        check_version(lambda question: [(12, 3)])
    for current in ((13, 3), (12, 5), (12, 8)):
        check_version(lambda question, current=current: [current])


def test_microsofts_compiler_takes_the_questions_and_the_script() -> None:
    """The parser reads the questions; which columns the system's own views have is not known to it. A wrong one is refused."""
    compiler = engine("sqlserver").compiler
    assert compiler is not None
    try:
        with compiler() as running, running.schema() as schema:
            assert schema.tried([(str(number), question + ";") for number, question in enumerate(QUESTIONS)]) == ()
            assert schema.tried([("wrong", ask.TABLES.replace("order by", "order of"))])
            assert schema.run([("live", script())]) == ()
    except ServerUnavailable as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("url", ["sqlserver://sa:secret-word@127.0.0.1:9/shop", "mssql://sa:secret-word@127.0.0.1:9/"])
def test_a_server_that_cannot_be_read_is_told_without_the_password(url: str) -> None:
    assert URL.match(url)
    with pytest.raises(ServerUnavailable) as failed:
        read_live(url, "sqlserver")
    assert "secret-word" not in f"{failed.value.what} {failed.value.remedy}" and failed.value.remedy
