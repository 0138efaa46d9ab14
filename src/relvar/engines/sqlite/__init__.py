"""SQLite: wiring only."""

from __future__ import annotations

from relvar.engines.base import Engine
from relvar.engines.facts import facts
from relvar.engines.filling import Filling
from relvar.engines.sqlite import advise, catalog, dump, files, live, migrate, operate, query, sample, teardown, test_files, text, types


def filling() -> Filling:
    """How rows of files get in."""
    from relvar.engines.sqlite.filling import FILLING

    return FILLING


ENGINE = Engine(
    name="sqlite",
    title="SQLite",
    spellings=("sqlite", "sqlite3"),
    features=lambda: facts("sqlite"),
    native=types.native,
    advise=advise.advise,
    deploy=files.deploy,
    test=test_files.test,
    sample=sample.sample,
    queries=files.queries,
    operate=operate.operate,
    migrate=migrate.migrate,
    teardown=teardown.teardown,
    render=query.render,
    text=text.text,
    ddl=files.table_text,
    expected=catalog.expected,
    serve=live.serve,
    dump=dump.dump,
    filling=filling,
)
