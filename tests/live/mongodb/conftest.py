"""One DocumentDB for the session of each worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relvar.engines import engine
from relvar.engines.base import Server
from relvar.errors import ServerUnavailable
from tests.conftest import absent


@pytest.fixture(scope="session")
def documents() -> Iterator[Server]:
    try:
        with engine("mongodb").serve() as found:
            yield found
    except ServerUnavailable as error:
        absent("mongodb", error.what)
