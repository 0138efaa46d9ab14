"""Live claims, in the order in which they are tried. One file a claim; its docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Finding
from relvar.model.features import Features
from relvar.prove.live.applies import applies
from relvar.prove.live.backup_restores import backup_restores
from relvar.prove.live.context import Context
from relvar.prove.live.copies_follow import copies_follow
from relvar.prove.live.create_reverses import create_reverses
from relvar.prove.live.documents.checks_find_orphans import checks_find_orphans
from relvar.prove.live.documents.newest_are_kept import newest_are_kept
from relvar.prove.live.documents.pipelines_use_indexes import pipelines_use_indexes
from relvar.prove.live.documents.rights_are_least import rights_are_least
from relvar.prove.live.documents.rows_flow_over import rows_flow_over
from relvar.prove.live.documents.terms_are_kept import terms_are_kept
from relvar.prove.live.documents.use_cases_race import use_cases_race
from relvar.prove.live.events_arrive import events_arrive
from relvar.prove.live.grants_hold import grants_hold
from relvar.prove.live.host_admin_suffices import host_admin_suffices
from relvar.prove.live.migration_reverses import migration_reverses
from relvar.prove.live.patterns_use_indexes import patterns_use_indexes
from relvar.prove.live.races_keep_invariants import races_keep_invariants
from relvar.prove.live.recovers_to_an_instant import recovers_to_an_instant
from relvar.prove.live.round_trips import round_trips
from relvar.prove.live.rules_refuse_bad_rows import rules_refuse_bad_rows
from relvar.prove.live.sample_file_loads import sample_file_loads
from relvar.prove.live.sample_loads import sample_loads

Check = Callable[[Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    applies,
    host_admin_suffices,
    round_trips,
    sample_loads,
    sample_file_loads,
    rules_refuse_bad_rows,
    patterns_use_indexes,
    grants_hold,
    races_keep_invariants,
    events_arrive,
    copies_follow,
    create_reverses,
    migration_reverses,
    backup_restores,
    recovers_to_an_instant,
)

OF_DOCUMENTS: tuple[Check, ...] = (
    applies,
    host_admin_suffices,
    round_trips,
    sample_loads,
    sample_file_loads,
    rules_refuse_bad_rows,
    pipelines_use_indexes,
    checks_find_orphans,
    rows_flow_over,
    newest_are_kept,
    terms_are_kept,
    rights_are_least,
    use_cases_race,
    create_reverses,
    migration_reverses,
    backup_restores,
    recovers_to_an_instant,
)


def checks(features: Features) -> tuple[Check, ...]:
    """The claims that are tried of an engine of this shape (docs/decisions/0007)."""
    return CHECKS if features.shape == "tables" else OF_DOCUMENTS
