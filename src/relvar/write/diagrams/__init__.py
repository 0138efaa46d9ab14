"""diagrams/: the ER diagram as SVG (crow's foot, the same bytes on every machine), and as `relvar export` writes it in Mermaid, DBML and PlantUML."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.exporting.models.dbml import dbml
from relvar.exporting.models.diagrams import mermaid, plantuml
from relvar.model.design import Artefact, Design
from relvar.write.diagrams import collections
from relvar.write.diagrams.drawn import drawn
from relvar.write.diagrams.splits import PATH, splits
from relvar.write.diagrams.svg import svg


def diagrams(design: Design) -> Iterator[Artefact]:
    if decomposed := splits(design):
        yield Artefact(path=PATH, text=decomposed)
    for store in design.physical:
        if design.physical[store].collections:
            among = "" if len(design.physical) == 1 else f"-{store}"
            yield Artefact(path=f"diagrams/collections{among}.svg", text=collections.svg(design, store))
            yield Artefact(path=f"diagrams/collections{among}.mmd", text="\n".join(collections.mermaid(design, store)) + "\n")
        name = "er" if len(design.physical) == 1 else f"er-{store}"
        yield Artefact(path=f"diagrams/{name}.svg", text=svg(design, store))
        found = drawn(design, store)
        yield Artefact(path=f"diagrams/{name}.mmd", text="\n".join(mermaid(found)) + "\n")
        yield Artefact(path=f"diagrams/{name}.dbml", text="\n".join(dbml(found)) + "\n")
        yield Artefact(path=f"diagrams/{name}.puml", text="\n".join(plantuml(found)) + "\n")
