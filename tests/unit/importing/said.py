"""What was read, as lines that a person can compare with the source beside them."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.existing import Existing, FoundIndex, FoundKey, FoundPart, FoundTable

PLAIN = ("name", "parts", "columns", "table", "to", "condition", "place", "type")


def said(existing: Existing) -> str:
    """Every table, object and leftover."""
    lines = [f"dialect {existing.dialect}"]
    for table in existing.tables.values():
        lines += _table(table)
    lines += [f"{o.place.line}: {o.kind} {o.name}{f' on {o.on}' if o.on else ''}{facts(o, ('kind', 'on', 'text'))}" for o in existing.objects]
    lines += [f"LEFT {left.place.line}: {left.text} -- {left.why}" for left in existing.leftovers]
    return "\n".join(lines) + "\n"


def _table(table: FoundTable) -> Iterator[str]:
    inside = ("columns", "primary", "uniques", "checks", "references", "indexes", "exclusions", "schema")
    yield f"{table.place.line}: table {table.id}{facts(table, inside)}"
    for column in table.columns.values():
        yield f"  {column.place.line}: {column.name} {column.type or '(no type)'}{facts(column)}"
    for word, keys in (("primary", [table.primary] if table.primary else []), ("unique", table.uniques), ("index", table.indexes)):
        yield from (
            f"  {key.place.line}: {word} {key.name} ({', '.join(map(part, key.parts))}){facts(key)}"
            for key in keys
            if isinstance(key, FoundKey | FoundIndex)
        )
    for reference in table.references:
        yield f"  {reference.place.line}: reference {reference.name} {reference.columns} -> {reference.table} {reference.to}{facts(reference)}"
    yield from (f"  {check.place.line}: check {check.name} {check.condition}{facts(check)}" for check in (*table.checks, *table.exclusions))


def part(found: FoundPart) -> str:
    return (found.column or f"({found.text})") + facts(found, ("column", "text"))


def facts(value: object, without: tuple[str, ...] = ()) -> str:
    """The fields that are not as they are by default."""
    shown = []
    for field, default in _defaults(value):
        if field not in PLAIN and field not in without and getattr(value, field) != default:
            shown.append(f"{field}={getattr(value, field)!r}")
    return f" [{', '.join(shown)}]" if shown else ""


def _defaults(value: object) -> Iterator[tuple[str, object]]:
    import msgspec

    for field in msgspec.structs.fields(value):  # type: ignore[arg-type]
        default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
        yield field.name, default
