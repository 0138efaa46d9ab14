"""Changes of a design as steps for documents that are there: the schema version, lazy or batched, and back."""

from __future__ import annotations

from relvar.engines.base import Evolution, MigrationStep


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    return ()
