"""One server for all live tests of MySQL; without a tree of it they are skipped, loudly, unless REQUIRE_ENGINES asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from relvar.engines import engine
from relvar.errors import ServerUnavailable
from tests.unit.engines.test_mysql_text import design

ENGINE = engine("mysql")


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    try:
        context = ENGINE.serve()
        running = context.__enter__()
    except ServerUnavailable as error:
        if "mysql" in os.environ.get("REQUIRE_ENGINES", ""):
            raise
        pytest.skip(f"MySQL is not run: {error}")
    yield running
    context.__exit__(None, None, None)


@pytest.fixture
def database(server: Any) -> Iterator[Any]:
    """The clinic, deployed, with two tenants."""
    made = server.database(design(), "mysql")
    for script in ENGINE.deploy(design(), "mysql"):
        assert made.apply(ENGINE.text(script)) == ()
    session = made.session()
    for clinic in (1, 2):
        session.insert("clinic", {"clinic_id": clinic, "name": f"clinic {clinic}", "seats": 2})
        session.insert("person", {"clinic_id": clinic, "person_id": clinic, "email": f"a{clinic}@example.org", "full_name": "Ann"})
    session.insert("item", {"item_id": 1, "on_hand": 10})
    session.close()
    yield made
    made.close()
