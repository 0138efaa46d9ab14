"""VERB 5: a design becomes files. The WRITERS tuple gives the order; one file an artefact."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Artefact, Design
from relvar.write.conventions import conventions
from relvar.write.design_file import design_file
from relvar.write.diagrams import diagrams
from relvar.write.engine_files import engine_files
from relvar.write.sample_data import sample_data
from relvar.write.specification import specification
from relvar.write.stores import stores

Writer = Callable[[Design], Iterator[Artefact]]

WRITERS: tuple[Writer, ...] = (design_file, specification, conventions, diagrams, engine_files, sample_data, stores)


def artefacts(design: Design) -> tuple[Artefact, ...]:
    """Every file of the design, in the order of the writers; the same bytes for the same design."""
    return tuple(artefact for writer in WRITERS for artefact in writer(design))
