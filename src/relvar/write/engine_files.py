"""<engine>/: deploy, test, queries, operate and migrations, as the engine's own folder writes them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.engines import engine
from relvar.engines.base import Engine, MigrationStep, Script
from relvar.evolve import FIRST_NUMBER, evolutions
from relvar.model.design import Artefact, Design


def engine_files(design: Design) -> Iterator[Artefact]:
    for store, physical in design.physical.items():
        place = engine(physical.engine)
        for script in (*place.deploy(design, store), *place.test(design, store), *place.queries(design, store)):
            yield _file(store, place, script)
        for artefact in place.operate(design, store):
            yield msgspec.structs.replace(artefact, path=f"{store}/{artefact.path}")
        yield from _migrations(design, store, place)


def _file(store: str, place: Engine, script: Script) -> Artefact:
    return Artefact(path=f"{store}/{script.path}", text=place.text(script))


def _migrations(design: Design, store: str, place: Engine) -> Iterator[Artefact]:
    steps: list[MigrationStep] = []
    for number, evolution in enumerate(evolutions(design, store), start=FIRST_NUMBER):
        made = place.migrate(evolution, number)
        steps += made
        for step in made:
            yield _file(store, place, step.up)
            yield _file(store, place, step.down)
    if steps:
        yield Artefact(path=f"{store}/migrations/README.md", text=_readme(steps))


def _readme(steps: list[MigrationStep]) -> str:
    lines = [
        "# Migrations",
        "",
        "| step | phase | files | strongest locks | hazards | beside it |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for step in steps:
        files = f"`{step.up.path.split('/')[-1]}`, back `{step.down.path.split('/')[-1]}`"
        row = (
            step.number,
            f"{step.phase}: {step.name}",
            files,
            "; ".join(step.locks) or "none",
            "; ".join(step.hazards) or "none",
            step.deploy or "-",
        )
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"
