"""A migration from one design to the next, run on the former one with rows in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from relvar.engines import engine
from relvar.engines.base import Evolution
from relvar.model.design import Artefact, Design, Finding
from relvar.prove.live.context import SMALL, Context
from relvar.prove.live.migration_reverses import there_and_back
from relvar.prove.run import compiled_migration, run_check


def prove_revision(
    before: Design, files: tuple[Artefact, ...], evolutions: dict[str, Evolution], *, url: str = "", cache: Path | None = None
) -> Iterator[Finding]:
    """Findings of `migration_reverses`. `files`: those of the former design, and of the migration. Raises ServerUnavailable."""
    for store, evolution in evolutions.items():
        place = engine(evolution.before.engine)
        if place.compiler is not None and not url:
            own = {f"{store}/{script.path}" for step in place.migrate(evolution, 1) for script in (step.up, step.down)}
            told = tuple(f for f in files if "/migrations/" not in f.path or f.path in own)
            yield from compiled_migration(before, told, store, cache)
            continue
        with place.serve(url=url, cache=cache) as server:
            context = Context.of(before, store, place, server, files, SMALL)

            def migration_reverses(context: Context, change: Evolution = evolution) -> Iterator[Finding]:
                with context.another() as (database, population):
                    yield from there_and_back(context, change, context.engine.migrate(change, 1), database, population)

            yield from run_check(migration_reverses, context)
