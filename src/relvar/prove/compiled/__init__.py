"""Compiled claims, of an engine that cannot be had: one file a claim; its docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Finding
from relvar.prove.compiled.compiled_facts_equal import compiled_facts_equal
from relvar.prove.compiled.context import Compiled
from relvar.prove.compiled.encryption_compiles import encryption_compiles
from relvar.prove.compiled.files_compile import files_compile
from relvar.prove.compiled.migrations_compile import migrations_compile
from relvar.prove.compiled.questions_compile import questions_compile

CHECKS: tuple[Callable[[Compiled], Iterator[Finding]], ...] = (
    files_compile,
    compiled_facts_equal,
    questions_compile,
    encryption_compiles,
    migrations_compile,
)

# What no compiler can say, by the live claim that tries it.
UNTRIED = {
    "applies": "no statement was run",
    "round_trips": "no catalogue was asked",
    "sample_loads": "no row was stored",
    "sample_file_loads": "no row was stored",
    "rules_refuse_bad_rows": "no trigger ran and no row was refused",
    "patterns_use_indexes": "no optimizer was asked for a plan",
    "grants_hold": "nobody logged in",
    "races_keep_invariants": "no two sessions raced",
    "events_arrive": "no change was told",
    "copies_follow": "no change was told",
    "create_reverses": "nothing was made and dropped",
    "migration_reverses": "no row was migrated, no lock was waited for",
    "backup_restores": "no copy was taken",
    "recovers_to_an_instant": "no log was kept",
}
