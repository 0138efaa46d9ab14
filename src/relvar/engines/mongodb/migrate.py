"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

Expand lets both forms in: the validator accepts what either does. Migrate sets what is new beside what is old, in batches by `_id`, and
builds unique indexes then. Contract runs when no old code does: it works through what old code wrote since, takes the old fields away,
asks for documents that the new validator would refuse, and only then sets it. `schema_version` says which form a document has.

A server of documents has no triggers: the new code writes both fields until contract, old code writes the old one alone, and what it
wrote is found by comparison.

Locks: `collMod` takes the collection alone, for an instant (SERVER-46865; validators are not tried on what is there); an index build
takes it at its beginning and end (MongoDB manual, "Index Builds on Populated Collections"); an update takes its document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Script, Statement
from relvar.engines.mongodb.migrating.statements import Changed, Migration, Phase

NOTHING = Statement(text="db.runCommand({ping: 1})", because="Nothing to do here")
PURPOSE: dict[Phase, str] = {
    "expand": "both forms are let in; nothing reads the new one yet.",
    "migrate": "what is new is set beside what is old, in batches.",
    "contract": "the old goes. Run it when no running code knows only the old form: this is the point of no quick return.",
}


class Part(NamedTuple):
    phase: Phase
    up: Iterator[Statement]
    down: Iterator[Statement]
    locks: tuple[str, ...]
    hazards: tuple[str, ...]
    deploy: str


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The three steps of an evolution. Raises UnsupportedError for a change that is not generated."""
    return tuple(_step(evolution, number, place, part) for place, part in enumerate(_parts(Migration(evolution)), start=1))


def _parts(made: Migration) -> Iterator[Part]:
    built = ("index builds take the collection at begin and end",) if made.new_indexes else ()
    yield Part(
        "expand", made.expand(), made.expand_back(), ("each collection, an instant", *built), tuple(made.lost_back()),
        "rolling: then code that reads both forms and writes both",
    )  # fmt: skip
    yield Part("migrate", made.migrate(), made.migrate_back(), ("documents, one at a time",), tuple(map(Changed.pace, made.changed)), "rolling")
    breaks = ("old code breaks: no instance of it may run",) if made.changed else ()
    yield Part(
        "contract", made.contract(), made.contract_back(), ("documents, one at a time; each collection, an instant",),
        (*breaks, *made.lost()), "after the old code is gone",
    )  # fmt: skip


def _step(evolution: Evolution, number: int, place: int, part: Part) -> MigrationStep:
    path = f"migrations/{number:04d}_{evolution.name}_{place}_{part.phase}"
    head = f"{evolution.because}.\n{part.phase.capitalize()}: {PURPOSE[part.phase]} It stops at the first error and may be run again."
    return MigrationStep(
        number=f"{number:04d}_{place}",
        name=evolution.name,
        phase=part.phase,
        up=_script(f"{path}.up.js", head, part.up),
        down=_script(f"{path}.down.js", f"The way back of {part.phase}.", part.down),
        locks=part.locks,
        hazards=part.hazards,
        deploy=part.deploy,
    )


def _script(path: str, head: str, statements: Iterator[Statement]) -> Script:
    return Script(path=path, head=head, statements=tuple(statements) or (NOTHING,), transactional=False)
