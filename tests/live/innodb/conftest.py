"""A server of each flavour for all live tests of them; without a tree they are skipped, loudly, unless REQUIRE_ENGINES asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from relvar.engines import engine
from tests.unit.engines.test_mysql_text import design

FLAVOURS = ("mysql", "mariadb")


@pytest.fixture(scope="session", params=FLAVOURS)
def server(request: pytest.FixtureRequest, served: Callable[[str], Any]) -> Any:
    return served(request.param)


@pytest.fixture
def database(server: Any) -> Iterator[Any]:
    """The clinic, deployed, with two tenants."""
    place, made_for = engine(server.engine), design(server.engine)
    made = server.database(made_for, server.engine)
    for script in place.deploy(made_for, server.engine):
        assert made.apply(place.text(script)) == ()
    session = made.session()
    for clinic in (1, 2):
        session.insert("clinic", {"clinic_id": clinic, "name": f"clinic {clinic}", "seats": 2})
        session.insert("person", {"clinic_id": clinic, "person_id": clinic, "email": f"a{clinic}@example.org", "full_name": "Ann"})
    session.insert("item", {"item_id": 1, "on_hand": 10})
    session.close()
    yield made
    made.close()
