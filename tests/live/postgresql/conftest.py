"""One server for all live tests of PostgreSQL; without its binaries they are skipped, loudly, unless REQUIRE_ENGINES asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from relvar.engines import engine
from relvar.errors import ServerUnavailable
from tests.unit.engines.clinic import design

ENGINE = engine("postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    try:
        context = ENGINE.serve()
        running = context.__enter__()
    except ServerUnavailable as error:
        if "postgresql" in os.environ.get("REQUIRE_ENGINES", ""):
            raise
        pytest.skip(f"PostgreSQL is not run: {error}")
    yield running
    context.__exit__(None, None, None)


@pytest.fixture
def database(server: Any) -> Iterator[Any]:
    """The clinic, deployed, with two tenants."""
    made = server.database(design(), "postgresql")
    for script in ENGINE.deploy(design(), "postgresql"):
        assert made.apply(ENGINE.text(script)) == ()
    session = made.session()
    for clinic in (1, 2):
        session.insert("clinic", {"clinic_id": clinic, "name": f"clinic {clinic}", "seats": 2})
        session.insert("person", {"clinic_id": clinic, "person_id": clinic, "email": f"a{clinic}@example.org", "full_name": "Ann"})
    session.insert("item", {"item_id": 1, "on_hand": 10})
    session.close()
    yield made
    made.close()
