"""What is exported: the tables of a design of relvar, told by its own files, or of any source that import reads."""

from __future__ import annotations

from pathlib import Path

from relvar.engines import engine
from relvar.errors import UnsupportedError
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.model.design import Design
from relvar.model.existing import Existing
from relvar.model.store import load

STORED = "relvar.json"


def stored(source: str) -> Design | None:
    """The design that a folder, or the file relvar.json itself, holds; None where it is none. Raises StoreError."""
    path = Path(source)
    file = path if path.name == STORED else path / STORED
    return load(file.read_bytes()) if file.is_file() else None


def store_of(design: Design, wanted: str) -> str:
    """The store that is meant: the one asked for, else the first. Raises UnsupportedError."""
    if wanted and wanted not in design.physical:
        raise UnsupportedError(what=f"{wanted}: no database of this design", remedy=f"choose one of {', '.join(design.physical)}")
    return wanted or next(iter(design.physical))


def tables_of(design: Design, store: str, source: str) -> Existing:
    """The tables of a store as its own files make them. Raises UnsupportedError for a store that has none."""
    physical = design.physical[store]
    if physical.engine not in dialects():
        others = ", ".join(name for name, other in design.physical.items() if other.engine in dialects())
        remedy = f"-d {others}" if others else "models stand for rows of tables: design it for a database of tables too (-d postgresql)"
        raise UnsupportedError(what=f"{store} holds documents, and no tables", remedy=remedy)
    place = engine(physical.engine)
    return read_ddl([(script.path, place.text(script)) for script in place.deploy(design, store)], source, physical.engine)
