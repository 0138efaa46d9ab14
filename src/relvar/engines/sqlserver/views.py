"""Masked views, plain views, and what stands in for materialized ones: a table and a procedure that fills it again.

Views and tables have one owner, so whoever may read a view needs no right on its tables. Row rules of a table hold through its views.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sql import Scope
from relvar.engines.sqlserver.objects import Parts, Procedure, shortened
from relvar.engines.sqlserver.types import native
from relvar.model.expression import Call, Expression
from relvar.model.physical import Column, View

MASKS = {
    "last4": "concat('****', right({0}, 4))",
    "domain": "concat('***@', substring({0}, charindex('@', {0}) + 1, 400))",
    "initial": "concat(left({0}, 1), '.')",
}
COUNTED = {"count": "bigint", "avg": "decimal(38, 6)", "day": "datetimeoffset(0)", "month": "datetimeoffset(0)"}
YEAR = {"date": "datefromparts(year({0}), 1, 1)", "timestamp": "cast(datefromparts(year({0}), 1, 1) as datetimeoffset(6))"}


def source_name(view: View) -> str:
    """The view from which a report's table is filled."""
    return shortened(f"{view.name}_now") if view.materialized else view.name


def refresh_name(view: View) -> str:
    return shortened(f"refresh_{view.name}")


def view_statements(make: Parts) -> Iterator[Statement]:
    for view_id, view in make.physical.views.items():
        name = make.writer.qualified(view.schema, source_name(view))
        because = view.comment if not view.materialized else f"{view.comment}; as it is now, computed when asked"
        yield Statement(text=f"create view {name} as\n{view_body(make, view)}", because=because, element=view_id)
        if view.materialized:
            yield Statement(text=report_table(make, view), because="As it was at the last refresh, for many readers", element=view_id)


def report_columns(make: Parts, view: View) -> dict[str, str]:
    """The columns of a report with their types."""
    if view.select is None:
        return {c.name: make.writer.given_type(view.table, key) for key, c in make.physical.tables[view.table].columns.items()}
    scope = make.writer.scope_of(view.select)
    return {output.name: _kind(make, output.expression, scope) for output in view.select.outputs}


def _kind(make: Parts, value: Expression, scope: Scope) -> str:
    """The type of what a report counts, sums or groups by."""
    data = make.writer.type_of(value, scope)
    function = value.function if isinstance(value, Call) else ""
    if function in COUNTED:
        return COUNTED[function]
    if function == "sum" and data is not None:
        return "bigint" if data.base == "integer" else f"decimal(38, {data.scale})" if data.base == "decimal" else "float(53)"
    return native(data).text if data is not None else "nvarchar(4000)"


def report_key(view: View) -> str:
    return shortened(f"{view.name}_uq")


def report_table(make: Parts, view: View) -> str:
    """The table of a report; what it groups by is a key of it."""
    quote = make.writer.quote
    lines = [f"{quote(name)} {kind} {'not null' if name in view.unique_on else 'null'}" for name, kind in report_columns(make, view).items()]
    if view.unique_on:
        lines.append(f"constraint {quote(report_key(view))} unique clustered ({', '.join(quote(c) for c in view.unique_on)})")
    body = ",\n  ".join(lines)
    return f"create table {make.writer.qualified(view.schema, view.name)} (\n  {body}\n)"


def view_body(make: Parts, view: View) -> str:
    if view.select is not None:
        return make.writer.select(view.select)
    table = make.physical.tables[view.table]
    columns = ",\n  ".join(
        _shown(make, column, view.masks.get(key, ""), make.writer.types.bare(view.table, key)) for key, column in table.columns.items()
    )
    return f"select\n  {columns}\nfrom {make.writer.table(view.table)}"


def _shown(make: Parts, column: Column, mask: str, kind: str) -> str:
    name = make.writer.quote(column.name)
    if not mask:
        return name
    template = YEAR.get(column.data.base, "") if mask == "year" else MASKS.get(mask, "")
    return f"{template.format(name)} as {name}" if template else f"cast(null as {kind}) as {name}"


def refresh_procedures(make: Parts) -> list[Procedure]:
    return [_refresh(make, key, view) for key, view in make.physical.views.items() if view.materialized]


def _refresh(make: Parts, key: str, view: View) -> Procedure:
    """Readers see the old rows until the commit, by their versions."""
    table, source = (make.writer.qualified(view.schema, name) for name in (view.name, source_name(view)))
    body = f"begin transaction;\ndelete from {table};\ninsert into {table} select * from {source};\ncommit;"
    return Procedure(refresh_name(view), body, comment=f"Fills {view.name} again; readers go on", element=key)
