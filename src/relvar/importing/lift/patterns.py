"""Indexes as access patterns: somebody once had a question for which each was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relvar.model import expression as e
from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Filter
from relvar.model.physical import ForeignKey, Index, Table, column_at
from relvar.plan.queries.share import column_of

if TYPE_CHECKING:
    from relvar.importing.lift.conceptual import Model

A_DAY = Quantity(
    value=1_000.0, unit="a day", source=Source(kind="rule", words="an index that exists serves a question, no frequency known", confidence=0.4)
)


def patterns(model: Model, joins: set[str]) -> dict[str, AccessPattern]:
    """A pattern for each index over plain columns that says more than a reference or key does."""
    made: dict[str, AccessPattern] = {}
    for id_, table in model.physical.tables.items():
        if id_ in joins:
            continue
        for index in table.indexes.values():
            pattern = None if index.unique else _pattern(model, id_, table, index)
            if pattern is not None:
                made.setdefault(pattern.name.replace(" ", "_").replace(",", ""), pattern)
    return made


def _pattern(model: Model, id_: str, table: Table, index: Index) -> AccessPattern | None:
    """Equal in every column but a last one that is descending or a time, which orders."""
    columns = [_named(part.expression) for part in index.parts]
    if any(isinstance(part.expression, e.Elements) for part in index.parts):
        return _of_lists(model, id_, index, columns)
    if index.method == "inverted" and index.parts[0].method_class == "paths":
        return _of_documents(model, id_, index, columns[0])
    if not all(columns) or index.method != "ordered":
        return None
    last, ids, held = columns[-1], model.naming.attributes(id_), _references(table)
    ordering = last not in held and (index.parts[-1].descending or _is_time(table, last))
    filters = []
    for column in columns[:-1] if ordering else columns:
        if column in held:
            relationship = model.naming.relationships(id_).get(held[column].name)
            if relationship is None or len(held[column].columns) > 1:
                return None
            filters.append(Filter(op="=", path=(relationship,)))
        elif column in table.primary_key:
            return None
        else:
            document, member = (column, "") if column in ids else column.split(".", 1)
            filters.append(Filter(op="=", attribute=ids[document], member=member))
    if not ordering and len(filters) == 1 and filters[0].path:
        return None  # a reference's own index, which every design makes
    if ordering and last not in ids:
        return None  # questions are ordered by attributes
    order = (f"-{ids[last]}" if index.parts[-1].descending else ids[last],) if ordering else ()
    if ordering and not filters:
        filters, order = [Filter(op="range", attribute=ids[last])], ()
    plural = model.naming.plural(id_).replace("_", " ")
    said = [f.member.replace(".", " ") or f.attribute or f.path[0].removeprefix(f"{model.naming.entity(id_)}_") for f in filters]
    name = f"{plural} by {' and '.join(said)}" + (f", by {ids[last]}" if order else "")
    return AccessPattern(
        name=name.replace("_", " "),
        entity=model.naming.entity(id_),
        source=model.said(f"index {index.name}"),
        filters=tuple(filters),
        order=order,
        limit=100 if order else 0,
        per_day=A_DAY,
    )


def _named(expression: e.Expression) -> str:
    """The column, or "column.path" of a value in a document; "" for anything else."""
    return column_of(expression) if isinstance(expression, e.ColumnRef | e.Member | e.Elements) else ""


def _is_time(table: Table, column: str) -> bool:
    found = column_at(table, column)
    return found is not None and found.data.base in ("timestamp", "date")


def _of_lists(model: Model, id_: str, index: Index, columns: list[str]) -> AccessPattern | None:
    """An index of the values of lists serves whoever knows one of them."""
    documents = [column.partition(".")[::2] for column in columns]
    if len(documents) != 1:
        return None
    ((document, member),) = documents
    attribute, plural = model.naming.attributes(id_)[document], model.naming.plural(id_).replace("_", " ")
    return AccessPattern(
        name=f"{plural} by one of the {member.replace('.', ' ').replace('_', ' ')} in the {attribute.replace('_', ' ')}",
        entity=model.naming.entity(id_),
        source=model.said(f"index {index.name}"),
        filters=(Filter(op="=", attribute=attribute, member=member),),
        per_day=A_DAY,
    )


def _of_documents(model: Model, id_: str, index: Index, column: str) -> AccessPattern:
    """An index of all that stands in documents serves whoever knows one of their keys."""
    attribute, plural = model.naming.attributes(id_)[column], model.naming.plural(id_).replace("_", " ")
    return AccessPattern(
        name=f"{plural} by any value in the {attribute.replace('_', ' ')}",
        entity=model.naming.entity(id_),
        source=model.said(f"index {index.name}"),
        filters=(Filter(op="holds", attribute=attribute),),
        per_day=A_DAY,
    )


def _references(table: Table) -> dict[str, ForeignKey]:
    return {column: key for key in table.constraints.values() if isinstance(key, ForeignKey) for column in key.columns}
