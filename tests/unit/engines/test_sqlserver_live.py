"""What can be asked of the way to a named SQL Server without one: addresses, refusals by the server's own words, questions that parse."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pymssql
import pytest

from relvar.engines import engine
from relvar.engines.sqlserver import catalog, plans
from relvar.engines.sqlserver.address import Address, of_url
from relvar.engines.sqlserver.refusals import refusal
from relvar.errors import ServerUnavailable
from tests.unit.engines import clinic

ENGINE = engine("sqlserver")


def test_an_address_is_read() -> None:
    assert of_url("mssql://anna:p%40ss@db.example:1444/shop") == Address("anna", "p@ss", "db.example", 1444, "shop")


@pytest.mark.parametrize("url", ["postgresql://x/", "mssql://host:port/", "nothing"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ServerUnavailable):
        of_url(url)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServerUnavailable) as failed, ENGINE.serve(f"mssql://sa:secret-word@127.0.0.1:{port}/"):
        pass
    assert "secret-word" not in str(failed.value) and "no connection" in failed.value.what


@pytest.mark.parametrize(  # the texts of sys.messages
    ("number", "words", "kind", "name"),
    [
        (
            515,
            "Cannot insert the value NULL into column 'email', table 'x.app.people'; column does not allow nulls. INSERT fails.",
            "not_null",
            "email",
        ),
        (547, 'The INSERT statement conflicted with the CHECK constraint "c_ck". The conflict occurred in database "x".', "check", "c_ck"),
        (547, 'The INSERT statement conflicted with the FOREIGN KEY constraint "c_fk". The conflict occurred in', "foreign_key", "c_fk"),
        (547, 'The DELETE statement conflicted with the SAME TABLE REFERENCE constraint "c_fk". The conflict', "foreign_key", "c_fk"),
        (2627, "Violation of UNIQUE KEY constraint 'c_uq'. Cannot insert duplicate key in object 'app.c'.", "unique", "c_uq"),
        (2601, "Cannot insert duplicate key row in object 'app.c' with unique index 'c_ux'.", "unique", "c_ux"),
        (229, "The SELECT permission was denied on the object 'c', database 'x', schema 'app'.", "forbidden", ""),
        (1205, "Transaction (Process ID 52) was deadlocked on lock resources with another process", "conflict", ""),
        (50001, "visits_room_ex: app.visits overlap", "overlap", "visits_room_ex"),
        (50001, "visits_limit: no more app.visits for this row of app.clinics", "rule", "visits_limit"),
    ],
)
def test_a_refusal_is_known_by_its_number_and_name(number: int, words: str, kind: str, name: str) -> None:
    found = refusal(clinic.physical(), pymssql.OperationalError((number, words.encode())))
    assert (found.kind, found.constraint) == (kind, name)


def test_the_catalogue_s_questions_parse(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    assert ENGINE.compiler is not None
    with ENGINE.compiler() as compiler, compiler.schema() as schema:
        assert schema.tried([(str(n), f"{question};") for n, question in enumerate(catalog.QUESTIONS)]) == ()


PLAN = """<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan"><BatchSequence><Batch><Statements>
<StmtSimple StatementSubTreeCost="0.02"><QueryPlan><RelOp PhysicalOp="Nested Loops"><NestedLoops>
<RelOp PhysicalOp="Index Seek"><IndexScan><Object Table="[visits]" Index="[visits_open_ix]"/></IndexScan></RelOp>
<RelOp PhysicalOp="Clustered Index Scan"><IndexScan><Object Table="[people]" Index="[people_pk]"/></IndexScan></RelOp>
</NestedLoops></RelOp></QueryPlan></StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>"""


def test_a_plan_tells_what_is_sought_and_what_is_read_whole() -> None:
    found = plans.read(clinic.physical(), PLAN)
    assert found.cost == 0.02 and found.scans == {"person"}
    assert found.uses == {"visit.open_ix"}
