"""The order in which judgement is passed: one file each. An advisor sees the design as those before it left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Decision, Design
from relvar.model.features import Features
from relvar.plan.advisors.act_on_delete import act_on_delete
from relvar.plan.advisors.apply_document_patterns import apply_document_patterns
from relvar.plan.advisors.audit_changes import audit_changes
from relvar.plan.advisors.choose_keys import choose_keys
from relvar.plan.advisors.count_integrity import count_integrity
from relvar.plan.advisors.denormalize import denormalize
from relvar.plan.advisors.drop_redundant_indexes import drop_redundant_indexes
from relvar.plan.advisors.embed_or_refer import embed_or_refer
from relvar.plan.advisors.expire_rows import expire_rows
from relvar.plan.advisors.grant_roles import grant_roles
from relvar.plan.advisors.hold_closed_lists import hold_closed_lists
from relvar.plan.advisors.index_block_ranges import index_block_ranges
from relvar.plan.advisors.index_dependencies import index_dependencies
from relvar.plan.advisors.index_documents import index_documents
from relvar.plan.advisors.index_patterns import index_patterns
from relvar.plan.advisors.index_references import index_references
from relvar.plan.advisors.keep_value_lists import keep_value_lists
from relvar.plan.advisors.keep_versions import keep_versions
from relvar.plan.advisors.partition_by_time import partition_by_time
from relvar.plan.advisors.protect_personal_data import protect_personal_data
from relvar.plan.advisors.publish_changes import publish_changes
from relvar.plan.advisors.realize_patterns import realize_patterns
from relvar.plan.advisors.realize_use_cases import realize_use_cases
from relvar.plan.advisors.reserve_fill_factor import reserve_fill_factor
from relvar.plan.advisors.schedule_jobs import schedule_jobs
from relvar.plan.advisors.separate_kinds import separate_kinds
from relvar.plan.advisors.separate_rows import separate_rows
from relvar.plan.advisors.share_documents import share_documents
from relvar.plan.advisors.store_events import store_events
from relvar.plan.advisors.touch_times import touch_times

Advisor = Callable[[Design, str, Features], Iterator[Decision]]

ADVISORS: tuple[Advisor, ...] = (
    # what identifies rows, and what becomes of those that refer
    choose_keys,
    hold_closed_lists,
    act_on_delete,
    separate_kinds,
    # what is asked and done: before partitions and reports, which serve it, and before roles, which must be allowed it
    realize_patterns,
    realize_use_cases,
    store_events,
    touch_times,
    # what leaves, and how: before indexes, for keys and actions may change, and before roles, for the work needs rights
    partition_by_time,
    expire_rows,
    # what makes it fast: the widest needs first, then what no index begins with yet
    index_patterns,
    index_references,
    index_dependencies,
    drop_redundant_indexes,
    index_block_ranges,
    reserve_fill_factor,
    denormalize,
    keep_value_lists,
    count_integrity,
    # who follows what changes, before roles, for the one who hands it on needs rights
    publish_changes,
    # who may do what, on the tables and statements as they now are
    grant_roles,
    separate_rows,
    protect_personal_data,
    # whose changes are kept, and the work on a schedule
    keep_versions,
    audit_changes,
    schedule_jobs,
)

# What speaks of pages and partitions says nothing where rows lie in documents.
OF_TABLES_ONLY: tuple[Advisor, ...] = (partition_by_time, reserve_fill_factor, index_block_ranges, keep_value_lists)
# After all that the rows are asked for is known: which of them lie together.
OF_DOCUMENTS: tuple[Advisor, ...] = (embed_or_refer, apply_document_patterns, share_documents, index_documents)


def advisors(features: Features) -> tuple[Advisor, ...]:
    """Those that judge for an engine of this shape, in order (docs/decisions/0007)."""
    if features.shape == "tables":
        return ADVISORS
    return (*(a for a in ADVISORS if a not in OF_TABLES_ONLY), *OF_DOCUMENTS)
