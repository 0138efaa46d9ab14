"""Facts on views, routines and triggers that the design asks for."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.postgresql import monitor, uuids, views
from relvar.engines.postgresql.behaviours import objects
from relvar.engines.postgresql.deploy import all_routines, role_of
from relvar.engines.postgresql.duties import definer, owner
from relvar.engines.postgresql.objects import SAFE_PATH, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.written import Written
from relvar.model.design import Design


def view_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    physical = writer.physical
    for view in physical.views.values():
        key = f"{'materialized view' if view.materialized else 'view'} {view.schema}.{view.name}"
        yield key, f"{views.owner_of(physical, view) or '(deployer)'}{', security_barrier' if view.masks and not view.materialized else ''}"
        yield f"{key} comment", view.comment
    for name, watch in monitor.named(design, store, writer).items():
        yield f"view ops.{name}", (owner(physical) if watch.by == "owner" else definer(physical)) or "(deployer)"
        yield f"view ops.{name} comment", watch.says


def view_bodies(design: Design, store: str, writer: PostgresWriter) -> Iterator[Written]:
    for view_id, view in writer.physical.views.items():
        key = f"{'materialized view' if view.materialized else 'view'} {view.schema}.{view.name} body"
        yield Written(key, "view", "", views.view_body(writer, view_id))
    for name, watch in monitor.named(design, store, writer).items():
        yield Written(f"view ops.{name} body", "view", "", watch.select)


def routine_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for routine in all_routines(writer):
        key = f"routine {routine.signature}"
        rights = "definer" if routine.definer else "invoker"
        by = role_of(writer.physical, routine) or "(deployer)"
        yield key, f"returns {routine.returns}, {routine.language}, {routine.volatility}, {rights}, search_path={SAFE_PATH}, by {by}"
        yield f"{key} body", routine.body.strip()
        yield f"{key} comment", routine.comment
    if uuids.used(writer.physical):
        yield f"routine {uuids.NAME}()", f"returns uuid, sql, volatile, invoker, search_path=, by {owner(writer.physical) or '(deployer)'}"


def _all_triggers(writer: PostgresWriter) -> list[Trigger]:
    return [trigger for native_objects in objects(writer.physical).values() for trigger in native_objects.triggers]


def trigger_key(writer: PostgresWriter, trigger: Trigger) -> str:
    table = writer.physical.tables[trigger.table]
    return f"trigger {table.schema}.{table.name}.{trigger.name}"


def trigger_facts(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for trigger in _all_triggers(writer):
        call = f"{trigger.routine.schema}.{trigger.routine.name}({', '.join(trigger.arguments)})"
        yield trigger_key(writer, trigger), f"{trigger.timing} {sorted_events(trigger.events)} for each row, {call}"


def sorted_events(events: str) -> str:
    """`insert or delete or update of a, b` with its events in one order."""
    return " or ".join(sorted(part.strip() for part in events.split(" or ")))


def trigger_conditions(writer: PostgresWriter) -> Iterator[Written]:
    for trigger in _all_triggers(writer):
        if trigger.when:
            of = f"before {trigger.events}" if trigger.timing == "before" else f"after {trigger.events}"
            yield Written(f"{trigger_key(writer, trigger)} when", "when", trigger.table, trigger.when, of)
