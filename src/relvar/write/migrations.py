"""<engine>/migrations/: 0001 makes the store and takes it away again, the numbers after it change it; a README says what each asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from relvar.engines.base import Engine, MigrationStep, Script
from relvar.evolve import FIRST_NUMBER, evolutions
from relvar.model.design import Artefact, Design

FIRST_HEAD = "0001: what ../deploy makes, in one file, once, on an empty database. Back: {down}, while nothing is stored."
COLUMNS = ("step", "phase", "files", "strongest locks", "hazards", "beside it")


def migrations(design: Design, store: str, place: Engine, deployed: tuple[Script, ...]) -> Iterator[Artefact]:
    down = place.teardown(design, store)
    yield Artefact(path=f"{store}/{_up(down)}", text=_created(place, down, deployed))
    yield Artefact(path=f"{store}/{down.path}", text=place.text(down))
    steps: list[MigrationStep] = []
    for number, evolution in enumerate(evolutions(design, store), start=FIRST_NUMBER):
        steps += place.migrate(evolution, number)
    for script in (way for step in steps for way in (step.up, step.down)):
        yield Artefact(path=f"{store}/{script.path}", text=place.text(script))
    yield Artefact(path=f"{store}/migrations/README.md", text=_readme(down, steps))


def _up(down: Script) -> str:
    """Beside the way back, with the engine's own ending."""
    return down.path.replace(".down.", ".up.")


def _created(place: Engine, down: Script, scripts: tuple[Script, ...]) -> str:
    """The deploy scripts as one file: what runs in transactions runs in one, so that there is all of it or nothing."""
    parts = [place.text(_joined(down, list(several), whole)) for whole, several in groupby(scripts, key=lambda script: script.transactional)]
    return "\n".join(parts)


def _joined(down: Script, scripts: list[Script], transactional: bool) -> Script:
    statements = []
    for script in scripts:
        first, *rest = script.statements
        because = f"{script.path}: {script.head}" + (f"\n\n{first.because}" if first.because else "")
        statements += [msgspec.structs.replace(first, because=because), *rest]
    return Script(path=_up(down), head=FIRST_HEAD.format(down=down.path.split("/")[-1]), statements=tuple(statements), transactional=transactional)


def revision(store: str, place: Engine, steps: tuple[MigrationStep, ...]) -> Iterator[Artefact]:
    """The files of a migration from one design to the next, with what each asks for."""
    for script in (way for step in steps for way in (step.up, step.down)):
        yield Artefact(path=f"{store}/{script.path}", text=place.text(script))
    yield Artefact(path=f"{store}/migrations/README.md", text=_table([_row(step) for step in steps]))


def _readme(down: Script, steps: list[MigrationStep]) -> str:
    return _table([_first_row(down), *map(_row, steps)])


def _table(steps: list[tuple[str, ...]]) -> str:
    lines = ["# Migrations", ""]
    rows = [COLUMNS, ("---",) * len(COLUMNS), *steps]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def _first_row(down: Script) -> tuple[str, ...]:
    hazards = "the way back drops everything: it refuses while a table holds a row, and its head says how it is told otherwise"
    return ("0001", "create: all of ../deploy", _files(_up(down), down.path), "none: nobody works there yet", hazards, "before the first release")


def _row(step: MigrationStep) -> tuple[str, ...]:
    locks, hazards = ("; ".join(said) or "none" for said in (step.locks, step.hazards))
    return (step.number, f"{step.phase}: {step.name}", _files(step.up.path, step.down.path), locks, hazards, step.deploy or "-")


def _files(up: str, down: str) -> str:
    return f"`{up.split('/')[-1]}`, back `{down.split('/')[-1]}`"
