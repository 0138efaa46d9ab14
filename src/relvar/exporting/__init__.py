"""What exists -> a schema in another tool's language, with every loss told (docs/decisions/0020)."""

from __future__ import annotations

from relvar.engines import engine
from relvar.exporting.losses import losses
from relvar.exporting.models.ddl import ddl
from relvar.exporting.source import store_of, stored, tables_of
from relvar.exporting.written import LANGUAGES, Written, drawn, plain, written
from relvar.importing import lift_all
from relvar.importing.ddl import read_ddl
from relvar.model.design import Design
from relvar.model.existing import Existing
from relvar.write.diagrams.mermaid import mermaid
from relvar.write.diagrams.plantuml import plantuml

DRAWN = {"mermaid": (mermaid, "er.mmd"), "plantuml": (plantuml, "er.puml")}
DDL = "ddl"
TARGETS = (*LANGUAGES, *DRAWN, DDL)


def of_design(design: Design, store: str, source: str, to: str) -> Written:
    """A design of relvar in a language. `store` "": its first. Raises UnsupportedError."""
    store = store_of(design, store)
    return of_tables(tables_of(design, store, source), to, design.with_(physical={store: design.physical[store]}))


def of_tables(existing: Existing, to: str, design: Design | None = None) -> Written:
    """What exists in a language. `design`: that which it is; None: what is lifted of it. Raises UnsupportedError."""
    if to in LANGUAGES:
        return written(existing, to)
    if to == DDL:
        return _ddl(existing, design)
    if design is None:
        made = lift_all(existing)
        design = Design(brief=made.brief, conceptual=made.model, physical={made.physical.engine: made.physical})
    store = next(iter(design.physical))
    draw, file = DRAWN[to]
    return drawn(existing, to, "\n".join(draw(design, store)) + "\n", file)


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
