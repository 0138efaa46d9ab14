"""A server that a URL names: what the run makes there carries its id and goes again; what stands there is not touched."""

from __future__ import annotations

from typing import Any

import pytest

from relvar.engines import engine
from relvar.errors import ServerUnavailable, StatementFailed
from tests.unit.engines.clinic import design

ENGINE = engine("postgresql")


def test_a_named_server_is_left_as_it_was(server: Any) -> None:
    url = server.conninfo()
    question = "select rolname from pg_roles union all select datname from pg_database order by 1"
    with server.connect() as connection:
        before = connection.execute(question).fetchall()
        with ENGINE.serve(url) as named:
            made = named.database(design(), "postgresql")
            for script in ENGINE.deploy(design(), "postgresql"):
                assert made.apply(ENGINE.text(script)) == ()
            assert made.inspect() == ENGINE.expected(design(), "postgresql", made.version)
            assert f"clinic_app_r{named.run_id}" in {row[0] for row in connection.execute(question).fetchall()}
            assert made.session("app", {"clinic_id": 1}).sql("select * from app.people") == []
            with pytest.raises(StatementFailed) as caught:
                made.apply("begin;\nselect 1;\nselect nonsense;\ncommit;\n")
            assert "line 3" in caught.value.what and "nonsense" in caught.value.statement
        assert connection.execute(question).fetchall() == before


def test_no_server_says_what_to_do() -> None:
    with pytest.raises(ServerUnavailable) as caught, ENGINE.serve("postgresql://127.0.0.1:1/none?connect_timeout=2"):
        pass
    assert "in the address" in caught.value.remedy and "--server" not in caught.value.remedy  # which an import may have given
