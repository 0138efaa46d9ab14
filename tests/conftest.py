"""Which engines must be here. A missing one skips loudly on a laptop and fails where REQUIRE_ENGINES names it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from relvar.engines import NAMES, engine
from relvar.engines.base import Server
from relvar.errors import ServerUnavailable

REQUIRED = {name for name in os.environ.get("REQUIRE_ENGINES", "").split(",") if name}


@pytest.fixture(scope="session", params=NAMES)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A real server of every engine, one for the session of each worker."""
    name: str = request.param
    try:
        with engine(name).serve() as found:
            yield found
    except ServerUnavailable as error:
        if name in REQUIRED:
            raise
        pytest.skip(f"NO {name.upper()} HERE: {error.what}")
