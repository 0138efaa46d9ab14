"""Which engines must be here. A missing one skips loudly on a laptop and fails where REQUIRE_ENGINES names it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.scheduling import BySharing

    return BySharing(config, log) if config.getvalue("dist") == "load" else None


def absent(name: str, reason: str) -> None:
    if name in REQUIRED:
        pytest.fail(f"{name} is required and not here: {reason}")
    pytest.skip(f"NO {name.upper()} HERE: {reason}")


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[str], Server]]:
    """A real server of the asked engine, one for the session of each worker. Skips (or, where required, fails) where there is none."""
    running: dict[str, Server] = {}
    with ExitStack() as stack:

        def serve(name: str) -> Server:
            if name not in running:
                try:
                    running[name] = stack.enter_context(engine(name).serve())
                except ServerUnavailable as error:
                    absent(name, error.what)
            return running[name]

        yield serve


@pytest.fixture(scope="session", params=[name for name in EXECUTED if engine(name).features().shape == "tables"])
def server(request: pytest.FixtureRequest, served: Callable[[str], Server]) -> Server:
    """A real server of every engine of tables that can be had, one for the session of each worker."""
    return served(request.param)


@cache
def _missing(name: str) -> str:
    compiler = engine(name).compiler
    assert compiler is not None
    try:
        with compiler():
            return ""
    except ServerUnavailable as error:
        return error.what


@pytest.fixture
def needs(served: Callable[[str], Server]) -> Callable[[str], None]:
    """Skips (or, where required, fails) a test whose engine is not here."""

    def check(name: str) -> None:
        if name in EXECUTED:
            served(name)
        elif reason := _missing(name):
            absent(name, reason)

    return check
