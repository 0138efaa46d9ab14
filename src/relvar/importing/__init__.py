"""Reading what exists: SQL files, live databases and the models of other tools, as one value (`model/existing.py`)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from relvar.engines import NAMES
from relvar.importing.idioms import idioms
from relvar.importing.lift import conceptual, physical
from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.model.existing import Existing, Leftover
from relvar.model.physical import Physical
from relvar.read.title import project_name

FALLBACK = "postgresql"  # what is designed for where the source is of no engine that relvar designs for


class Imported(NamedTuple):
    """The models of what exists. `leftovers`: all that they do not hold, in the order of their places."""

    brief: Brief
    model: Conceptual
    physical: Physical
    leftovers: tuple[Leftover, ...]


def lift_all(existing: Existing, stores: tuple[str, ...] = (), scale: str = "", title: str = "") -> Imported:
    """The physical and the conceptual model of what exists, and a brief that says where it came from."""
    store = existing.dialect if existing.dialect in NAMES else FALLBACK
    lifted = physical(existing, store, idioms(existing.dialect))
    leftovers = tuple(sorted((*existing.leftovers, *lifted.leftovers), key=lambda left: left.place))
    model = conceptual(lifted.physical, existing.source, scale, existing.tables)
    model = msgspec.structs.replace(model, ignored=tuple(str(left) for left in leftovers))
    title = title or Path(existing.source.rstrip("/")).stem.replace("_", " ").replace("-", " ") or "imported"
    text = f"Imported from {existing.source} ({existing.dialect}): {len(existing.tables)} tables.\n"
    brief = Brief(text=text, title=title, project=project_name(title), stores=stores or (existing.language if existing.language in NAMES else store,))
    return Imported(brief, model, lifted.physical, leftovers)
