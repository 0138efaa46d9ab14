"""Which engines must be here. A missing one skips loudly on a laptop and fails where REQUIRE_ENGINES names it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import settings

from relvar.engines import NAMES, engine
from relvar.engines.base import Server
from relvar.errors import ServerUnavailable

EXECUTED = [name for name in NAMES if engine(name).compiler is None]  # the others are compiled (docs/decisions/0011)
# How long one example takes says more of the neighbours on the machine than of the code: tests/growth.py measures instead.
settings.register_profile("relvar", deadline=None)
settings.load_profile("relvar")
REQUIRED = {name for name in os.environ.get("REQUIRE_ENGINES", "").split(",") if name}


def absent(name: str, reason: str) -> None:
    if name in REQUIRED:
        pytest.fail(f"{name} is required and not here: {reason}")
    pytest.skip(f"NO {name.upper()} HERE: {reason}")


@pytest.fixture(scope="session", params=[name for name in EXECUTED if engine(name).features().shape == "tables"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A real server of every engine of tables that can be had, one for the session of each worker."""
    name: str = request.param
    try:
        with engine(name).serve() as found:
            yield found
    except ServerUnavailable as error:
        absent(name, error.what)


@cache
def _missing(name: str) -> str:
    place = engine(name)
    try:
        with place.compiler() if place.compiler is not None else place.serve():
            return ""
    except ServerUnavailable as error:
        return error.what


@pytest.fixture
def needs() -> Callable[[str], None]:
    """Skips (or, where required, fails) a test whose engine is not here."""

    def check(name: str) -> None:
        if reason := _missing(name):
            absent(name, reason)

    return check
