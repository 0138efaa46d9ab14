"""What rows themselves show, where files of rows are the source: facts that are repeated, values in one country's spelling."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.judge.rule import Hit, Look


def repeated_fact(look: Look) -> Iterator[Hit]:
    """Dependencies whose left side is no key: partial where it is a part of one, else transitive."""
    for table in look.tables:
        key = table.primary.columns if table.primary else ()
        for dependency in table.dependencies:
            left, right = ", ".join(dependency.left), ", ".join(dependency.right)
            again = "".join(f"; {column} is {there} of the row that it refers to" for column, there in dependency.copies.items())
            form = "second" if set(dependency.left) < set(key) else "third"
            yield Hit(
                element=f"{table.id}.{'+'.join(dependency.left)}",
                message=f"{right} follows from {left} in all {dependency.rows:,} rows of {table.name} ({form} normal form){again}",
                place=dependency.place,
            )


def local_spelling(look: Look) -> Iterator[Hit]:
    """Columns whose values had to be read by a form."""
    for table, column in look.columns():
        if (form := column.options.get("form")) and look.shape(column) not in ("boolean", "timestamp", "timestamptz"):
            yield Hit(element=f"{table.id}.{column.name}", message=f"{column.name} of {table.name} is written as {form}", place=column.place)
