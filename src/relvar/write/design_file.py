"""relvar.json: the design itself, from which everything else is derived."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Artefact, Design
from relvar.model.store import dump


def design_file(design: Design) -> Iterator[Artefact]:
    yield Artefact(path="relvar.json", text=dump(design).decode("utf-8"))
