"""The way back of 0001 beyond what every proof tries: rows that may go, what others built, roles that nothing else needs."""

from __future__ import annotations

from typing import Any

import pytest

from relvar.engines.postgresql.teardown import DROP_ROWS
from relvar.errors import StatementFailed
from tests.live.postgresql.conftest import ENGINE
from tests.unit.engines.clinic import design

DOWN = ENGINE.text(ENGINE.teardown(design(), "postgresql"))
ROLES = [role.name for role in design().physical["postgresql"].roles.values()]


def roles_left(database: Any) -> list[tuple[str]]:
    found: list[tuple[str]] = database.main.execute("select rolname from pg_catalog.pg_roles where rolname = any(%s)", (ROLES,)).fetchall()
    return found


def test_what_others_built_on_a_table_stops_it(database: Any) -> None:
    database.main.execute("create view public.theirs as select * from app.clinics")
    with pytest.raises(StatementFailed, match="depend"):
        database.apply(f"set {DROP_ROWS} = on;\n{DOWN}")
    assert database.inspect() == ENGINE.expected(design(), "postgresql", database.version)


def test_rows_that_may_go_go_and_roles_go_with_the_last_database(server: Any, database: Any) -> None:
    second = server.database(design(), "postgresql")
    for script in ENGINE.deploy(design(), "postgresql"):
        second.apply(ENGINE.text(script))
    assert second.apply(DOWN) == ()
    assert len(roles_left(database)) == len(ROLES)  # the other database still grants to them
    second.close()
    with pytest.raises(StatementFailed, match="holds rows"):
        database.apply(DOWN)
    assert database.apply(f"set {DROP_ROWS} = on;\n{DOWN}") == ()
    assert roles_left(database) == []
    assert not [fact for fact in database.inspect() if fact.startswith(("table", "role", "schema", "view", "routine"))]
