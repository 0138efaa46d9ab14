"""Masked views, plain views, materialized views with their refresh routines."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.ddl import comment
from relvar.engines.postgresql.duties import definer, owner
from relvar.engines.postgresql.objects import Routine
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.types import native
from relvar.model.physical import Column, Physical, View

# How a masked column is shown; {0} is the column. "hide" shows nothing at all.
MASKS = {
    "last4": "'****' || right({0}, 4)",
    "domain": "'***' || substring({0} from '@.*$')",
    "year": "date_trunc('year', {0})",
    "initial": "left({0}, 1) || '.'",
}
DATE_YEAR = "date_trunc('year', {0})::date"


def owner_of(physical: Physical, view: View) -> str:
    """A masked view shows what its reader may not read, and a materialized one is filled past row rules: both are the definer's."""
    return definer(physical) if view.masks or view.materialized else owner(physical)


def create_view(writer: PostgresWriter, view_id: str) -> str:
    view = writer.physical.views[view_id]
    body = view_body(writer, view_id)
    if view.materialized:
        return f"create materialized view {writer.table(view_id)} as\n{body}"
    barrier = " with (security_barrier)" if view.masks else ""
    return f"create view {writer.table(view_id)}{barrier} as\n{body}"


def view_body(writer: PostgresWriter, view_id: str) -> str:
    view = writer.physical.views[view_id]
    if view.select is not None:
        return writer.select(view.select)
    table = writer.physical.tables[view.table]
    columns = ",\n  ".join(_shown(writer, column, view.masks.get(key, "")) for key, column in table.columns.items())
    return f"select\n  {columns}\nfrom {writer.table(view.table)}{_same_rows(writer, view_id)}"


def _shown(writer: PostgresWriter, column: Column, mask: str) -> str:
    name = writer.quote(column.name)
    if not mask:
        return name
    if mask == "hide" or mask not in MASKS:
        return f"null::{native(column.data).text} as {name}"
    template = DATE_YEAR if mask == "year" and column.data.base == "date" else MASKS[mask]
    shown = name if mask == "year" or column.data.base == "text" else f"{name}::text"
    return f"{template.format(shown)} as {name}"


def _same_rows(writer: PostgresWriter, view_id: str) -> str:
    """The view's owner sees past row rules, so the rules of its readers stand in the view itself."""
    view = writer.physical.views[view_id]
    readers = {g.role for g in writer.physical.grants.values() if g.on == view_id}
    rules: dict[str, None] = {}
    for policy in writer.physical.policies.values():
        applies = policy.table == view.table and "select" in policy.operations and (not policy.roles or readers & set(policy.roles))
        if applies and policy.using is not None:
            rules[writer.condition(policy.using, policy.table)] = None
    if not rules:
        guarded = any(policy.table == view.table for policy in writer.physical.policies.values())
        return "" if not guarded or _sees_all(writer, readers) else "\nwhere false"
    if "true" in rules:
        return ""
    return "\nwhere " + (next(iter(rules)) if len(rules) == 1 else " or ".join(f"({rule})" for rule in rules))


def _sees_all(writer: PostgresWriter, readers: set[str]) -> bool:
    return bool(readers) and all(writer.physical.roles[reader].bypasses_row_rules for reader in readers)


def view_statements(writer: PostgresWriter, view_id: str) -> Iterator[Statement]:
    view, name = writer.physical.views[view_id], writer.table(view_id)
    yield Statement(text=create_view(writer, view_id), element=view_id)
    kind = "materialized view" if view.materialized else "view"
    yield comment(writer, kind, name, view.comment)
    if view.materialized and view.unique_on:
        columns = ", ".join(writer.quote(column) for column in view.unique_on)
        text = f"create unique index {writer.quote(unique_index(view))} on {name} ({columns})"
        yield Statement(text=text, because="By this a concurrent refresh matches rows: readers go on while it runs")


def unique_index(view: View) -> str:
    return f"{view.name[:60]}_uq"


def refresh_routines(writer: PostgresWriter) -> list[Routine]:
    """One routine a materialized view, for the job that renews it."""
    return [_refresh(writer, key, view) for key, view in writer.physical.views.items() if view.materialized]


def _refresh(writer: PostgresWriter, key: str, view: View) -> Routine:
    how = "concurrently " if view.unique_on else ""
    body = f"begin\n  refresh materialized view {how}{writer.table(key)};\nend"
    says = f"Renews {view.name}, every {view.refresh_minutes} minutes; " + ("readers go on" if how else "readers wait")
    return Routine(view.schema, f"refresh_{view.name}"[:63], "void", body, definer=True, runs_as="definer", comment=says)
