"""The parts of a table as SQLAlchemy says them: types, arguments of columns, constraints, indexes."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.exporting.python import called
from relvar.exporting.types import known, words
from relvar.importing.ddl.dialects import dialect
from relvar.importing.lift.types import meaning
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundReference, FoundTable
from relvar.model.qualified import unqualified

Call = tuple[str, list[str]]  # what is called, and its arguments
FALLBACK = ("str", "sa.Text")  # of a type that SQLAlchemy has no class for; the loss is told
WORDS = {"postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "sqlserver": "mssql"}  # of dialects in its keywords


ANY = "*"
# How an index's method is said; mysql_prefix is what stands before INDEX.
METHODS = {
    "postgresql": {ANY: "postgresql_using={}"},
    "mysql": {"fulltext": 'mysql_prefix="FULLTEXT"', "spatial": 'mysql_prefix="SPATIAL"', ANY: "mysql_using={}"},
}
UNSAID = {"mssql": ("fulltext", "columnstore"), "sqlite": ("fulltext",)}  # methods that its indexes have no option for


def sql(text: str) -> str:
    return f"sa.text({called(text)})"


def typed(existing: Existing, column: FoundColumn) -> tuple[str, str]:
    """The type of the attribute, and that of the column."""
    if values := meaning(column.type, existing.enums).values:
        return "str", f"sa.Enum({', '.join(map(called, values))}, name={called(words(column.type).name.rsplit('.', 1)[-1])})"
    if column.type.endswith("[]"):
        python, inner = typed(existing, FoundColumn(name=column.name, type=column.type[:-2]))
        return f"list[{python}]", f"postgresql.ARRAY({inner})"
    name, bounds = words(column.type)
    found = known("sqlalchemy", existing.dialect, name.removesuffix(" unsigned"))
    if not found:
        return FALLBACK
    python, _, kind = found.partition(" ")
    shown = f"({', '.join(bounds)})" if bounds and bounds != ("max",) else ""
    kind = kind.replace("{}", shown).replace("{fsp}", f"(fsp={bounds[0]})" if bounds else "")
    if column.collation and python == "str":
        said = f"collation={called(column.collation)}"
        kind = f"{kind[:-1]}, {said})" if kind.endswith(")") else f"{kind}({said})"
    return ("bool", "sa.Boolean") if (name, bounds) == ("tinyint", ("1",)) else (python, kind)


def arguments(existing: Existing, table: FoundTable, column: FoundColumn) -> Iterator[str]:
    """What stands in the call that makes a column, but its name and whether it may be missing."""
    key = table.primary is not None and column.name in table.primary.columns
    yield typed(existing, column)[1]
    for reference in table.references:
        if reference.columns == (column.name,) and (to := targets(reference)):
            yield f"sa.ForeignKey({', '.join((called(to[0]), *actions(reference)))})"
    counters = dialect(existing.dialect).counters
    if column.numbered and not counters:
        yield "sa.Identity(always=True)" if column.numbered == "always" else "sa.Identity()"
    if column.generated:
        yield f"sa.Computed({called(column.generated)}, persisted={column.stored})"
    if key:
        yield "primary_key=True"
        if not column.numbered:
            yield "autoincrement=False"
    if column.default:
        yield f"server_default={sql(column.default)}"
    if column.comment:
        yield f"comment={called(column.comment)}"


def constraints(existing: Existing, table: FoundTable) -> Iterator[Call]:
    """Those of the table as a whole, and indexes that name no column; a reference of one column stands at its column."""
    columns = tuple(table.primary.columns) if table.primary else ()
    if table.primary and (table.primary.name or columns != tuple(c for c in table.columns if c in columns)):
        yield _call("PrimaryKeyConstraint", [*map(called, columns), *_name(table.primary.name)])
    for key in table.uniques:
        late = ["deferrable=True", *(['initially="DEFERRED"'] if key.deferred else [])] if key.deferrable else []
        equal = ["postgresql_nulls_not_distinct=True"] if key.nulls_equal else []
        yield _call("UniqueConstraint", [*map(called, key.columns), *_name(key.name), *late, *equal])
    for check in table.checks:
        yield _call("CheckConstraint", [called(check.condition), *_name(check.name)])
    for reference in table.references:
        if len(reference.columns) > 1 and (to := targets(reference)):
            mine, theirs = ", ".join(map(called, reference.columns)), ", ".join(map(called, to))
            yield _call("ForeignKeyConstraint", [f"[{mine}]", f"[{theirs}]", *actions(reference)])
    for index in table.indexes:
        if not any(index.columns):
            yield _call("Index", [*_parts(index, "", None), *_index_options(index, WORDS[existing.dialect])])


def targets(reference: FoundReference) -> tuple[str, ...]:
    """The columns that a reference leads to, as SQLAlchemy names them: it divides at dots and knows no quotes, so that no table and no column
    with a dot in its name can be led to by a text; a schema may have them (`ForeignKey._column_tokens`)."""
    schema, name = unqualified(reference.table)
    if "." in "".join((name, *reference.to)):
        return ()
    return tuple(".".join(part for part in (schema, name, to) if part) for to in reference.to)


def actions(reference: FoundReference) -> Iterator[str]:
    yield from _name(reference.name)
    if reference.on_delete:
        yield f"ondelete={called(reference.on_delete.upper())}"
    if reference.on_update:
        yield f"onupdate={called(reference.on_update.upper())}"
    if reference.deferrable:
        yield "deferrable=True"
    if reference.deferred:
        yield 'initially="DEFERRED"'


def indexes(existing: Existing, table: FoundTable, owner: str, attributes: dict[str, str] | None) -> Iterator[Call]:
    """Beside the table, for there its columns can be named. `attributes`: those of a class; None: the columns of a table."""
    word = WORDS[existing.dialect]
    for index in table.indexes:
        if any(index.columns) and index.method not in UNSAID.get(word, ()):
            yield _call("Index", [*_parts(index, owner, attributes), *_index_options(index, word)])


def _parts(index: FoundIndex, owner: str, attributes: dict[str, str] | None) -> Iterator[str]:
    yield called(index.name) if index.name else "None"
    for part in index.parts:
        name = attributes[part.column] if attributes and part.column else part.column
        place = f"{owner}.{name}" if name.isidentifier() else f"{owner}[{called(name)}]"
        shown = f"{part.text} {part.operator_class}".strip()
        yield sql(shown) if not part.column else f"{place}.desc()" if part.descending else place


def _index_options(index: FoundIndex, word: str) -> Iterator[str]:
    if index.unique:
        yield "unique=True"
    if index.where:
        yield f"{word}_where={sql(index.where)}"
    if index.include:
        yield f"{word}_include=[{', '.join(map(called, index.include))}]"
    methods = METHODS.get(word, {})
    if option := methods.get(index.method) or (methods.get(ANY) if index.method else ""):
        yield option.format(called(index.method))
    classes = {part.column: part.operator_class for part in index.parts if part.operator_class and part.column}
    if classes:
        yield f"postgresql_ops={{{', '.join(f'{called(c)}: {called(o)}' for c, o in classes.items())}}}"


def _name(name: str) -> list[str]:
    return [f"name={called(name)}"] if name else []


def _call(kind: str, members: list[str]) -> Call:
    return f"sa.{kind}", members
