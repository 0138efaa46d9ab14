"""Masked views, plain views, and what stands in for materialized ones: a table, the view it is filled from, a procedure that does it.

Views run with the rights of the design's definer, so whoever reads one needs no right on its tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.innodb.objects import Parts, Procedure, shortened
from relvar.model.physical import Column, View

# How a masked column is shown; {0} is the column. "hide" shows nothing at all.
MASKS = {
    "last4": "concat('****', right({0}, 4))",
    "domain": "concat('***@', substring_index({0}, '@', -1))",
    "initial": "concat(left({0}, 1), '.')",
}
YEAR = {"date": "date(date_format({0}, '%Y-01-01'))", "timestamp": "timestamp(date_format({0}, '%Y-01-01'))"}


def source_name(view: View) -> str:
    """The view from which a report's table is filled."""
    return shortened(f"{view.name}_now")


def refresh_name(view: View) -> str:
    return shortened(f"refresh_{view.name}")


def view_statements(make: Parts) -> Iterator[Statement]:
    for view_id, view in make.physical.views.items():
        name = make.writer.quote(source_name(view) if view.materialized else view.name)
        because = view.comment if not view.materialized else f"{view.comment}; as it is now, computed when asked"
        yield Statement(text=f"create {make.definer}view {name} as\n{view_body(make, view)}", because=because, element=view_id)
        if view.materialized:
            yield Statement(text=report_table(make, view), because="As it was at the last refresh, for many readers", element=view_id)


def view_body(make: Parts, view: View) -> str:
    if view.select is not None:
        return make.writer.select(view.select)
    table = make.physical.tables[view.table]
    columns = ",\n  ".join(_shown(make, column, view.masks.get(key, "")) for key, column in table.columns.items())
    return f"select\n  {columns}\nfrom {make.writer.table(view.table)}"


def _shown(make: Parts, column: Column, mask: str) -> str:
    name = make.writer.quote(column.name)
    if not mask:
        return name
    template = YEAR.get(column.data.base, "") if mask == "year" else MASKS.get(mask, "")
    return f"{template.format(name)} as {name}" if template else f"null as {name}"


def report_table(make: Parts, view: View) -> str:
    """The table of a report, with the types of its view's columns; no row yet."""
    quote = make.writer.quote
    columns = ", ".join(quote(column) for column in view.unique_on)
    key = f" (unique key {quote(shortened(f'{view.name}_uq'))} ({columns}))" if view.unique_on else ""
    comment = make.writer.literal(f"{view.comment}; renewed every {view.refresh_minutes} minutes"[:2048])
    return f"create table {quote(view.name)}{key} comment = {comment}\nas select * from {quote(source_name(view))} limit 0"


def refresh_procedures(make: Parts) -> list[Procedure]:
    """One a report. Under read committed the question locks no row that others write; readers see the old rows until the commit."""
    return [_refresh(make, key, view) for key, view in make.physical.views.items() if view.materialized]


def _refresh(make: Parts, key: str, view: View) -> Procedure:
    table, source = make.writer.quote(view.name), make.writer.quote(source_name(view))
    body = f"""begin
  declare exit handler for sqlexception
  begin
    rollback;
    resignal;
  end;
  set transaction isolation level read committed;
  start transaction;
  delete from {table};
  insert into {table} select * from {source};
  commit;
end"""
    return Procedure(refresh_name(view), body, comment=f"Fills {view.name} again; readers go on", element=key)
