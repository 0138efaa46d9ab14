"""What exists -> a schema in another tool's language, with every loss told (docs/decisions/0020)."""

from __future__ import annotations

from relvar.engines import engine
from relvar.exporting.losses import losses
from relvar.exporting.models.ddl import ddl
from relvar.exporting.source import store_of, stored, tables_of
from relvar.exporting.written import LANGUAGES, Written, plain, written
from relvar.importing.ddl import read_ddl
from relvar.model.design import Design
from relvar.model.existing import Existing

DDL = "ddl"
TARGETS = (*LANGUAGES, DDL)


def of_design(design: Design, store: str, source: str, to: str) -> Written:
    """A design of relvar in a language. `store` "": its first. Raises UnsupportedError."""
    store = store_of(design, store)
    return of_tables(tables_of(design, store, source), to, design.with_(physical={store: design.physical[store]}))


def of_tables(existing: Existing, to: str, design: Design | None = None) -> Written:
    """What exists in a language. `design`: that which it is, for its own SQL. Raises UnsupportedError."""
    if to in LANGUAGES:
        return written(existing, to)
    return _ddl(existing, design)


def _ddl(existing: Existing, design: Design | None) -> Written:
    """A design's own files as one text, or the SQL of a source in its own dialect."""
    if design is None:
        text = "\n".join(ddl(plain(existing)))
    else:
        store = next(iter(design.physical))
        place = engine(design.physical[store].engine)
        text = "\n".join(place.text(script) for script in place.deploy(design, store) if script.statements)
    again = read_ddl([("schema.sql", text)], "schema.sql", existing.dialect)
    return Written("schema.sql", text, tuple(losses(plain(existing), again)))


__all__ = ["TARGETS", "Written", "of_design", "of_tables", "stored"]
