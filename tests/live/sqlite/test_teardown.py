"""The way back of 0001 beyond what every proof tries: rows in place that may go, while tables refer to each other."""

from __future__ import annotations

import pytest

from relvar.engines import engine
from relvar.engines.sqlite.teardown import DROP_ROWS
from relvar.errors import StatementFailed
from tests.live.sqlite.small import design

SQLITE = engine("sqlite")
DESIGN = design()
DOWN = SQLITE.text(SQLITE.teardown(DESIGN, "sqlite"))


def test_rows_that_may_go_go() -> None:
    with SQLITE.serve() as server:
        database = server.database(DESIGN, "sqlite")
        for script in SQLITE.deploy(DESIGN, "sqlite"):
            database.apply(SQLITE.text(script))
        session = database.session()
        user = session.insert("user", {"email": "ann@example.org"})[0]
        session.insert("order", {"user_id": user})
        session.close()
        with pytest.raises(StatementFailed, match="a table still holds rows"):
            database.apply(DOWN)
        assert database.inspect() == SQLITE.expected(DESIGN, "sqlite", database.version)
        database.apply(f"create temp table {DROP_ROWS} (yes);\n{DOWN}")
        assert database.inspect() == {}
        database.close()
