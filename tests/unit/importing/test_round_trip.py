"""What relvar writes it reads: the SQL of every golden design, in each engine's words, is the design again; and so is what that gives."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from relvar.engines import NAMES, engine
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.importing.idioms import idioms
from relvar.importing.lift import physical
from relvar.model import expression as e
from relvar.model.design import Design
from relvar.model.existing import Existing
from relvar.model.physical import CheckConstraint, ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.model.walking import columns_of
from relvar.plan.realize.expressions import substitute
from tests.cases.load import CASES, design

ENGINES = tuple(name for name in NAMES if name in dialects())
# What an engine has no type for, and what it keeps instead: whole numbers of the smallest unit, two instants.
KEPT_AS = {"sqlite": {"decimal": "integer"}, "mysql": {"period": "json"}, "mariadb": {"period": "json"}, "sqlserver": {"json": "text"}}
COUNTS_VERSIONS = {"sqlserver"}  # a rowversion is counted up by the engine


def written(made: Design, store: str) -> Existing:
    """The design's own files, read again."""
    place = engine(store)
    files = [(script.path, place.text(script)) for script in place.deploy(made, store)]
    return read_ddl(files, store, store)


@pytest.mark.parametrize("case", CASES)
def test_the_sql_of_a_design_is_read_as_the_design(case: str) -> None:
    made = design(case)
    for store in ENGINES:
        found = written(made, store)
        assert not found.leftovers, f"{store}: {found.leftovers[:3]}"
        lifted = physical(found, store, idioms(store))
        wanted, got = made.physical[store], lifted.physical
        assert {t.name for t in wanted.tables.values()} == {t.name for t in got.tables.values()}
        for table in wanted.tables.values():
            same_table(store, wanted, table, next(t for t in got.tables.values() if t.name == table.name), got)


@pytest.mark.parametrize("case", CASES)
def test_import_export_import_is_equal(case: str) -> None:
    made = design(case)
    for store in ENGINES:
        first = physical(written(made, store), store, idioms(store)).physical
        again = physical(written(made.with_(physical={store: exportable(first, made.physical[store])}), store), store, idioms(store)).physical
        assert shapes(again) == shapes(first), store


def exportable(imported: Physical, designed: Physical) -> Physical:
    """The imported tables beside the roles and settings that an engine's files are written for."""
    return msgspec.structs.replace(designed, tables=imported.tables, views={}, behaviours={}, queries={}, transactions={}, integrity={},
                                   grants={}, policies={}, jobs={}, context={})  # fmt: skip


def shapes(store: Physical) -> dict[str, Any]:
    """Everything of the tables but the order in which elements stand, and the comments that SQLite moves."""
    return {
        table.name: (
            {name: (c.data, c.nullable, c.default, c.generated, c.identity, c.values) for name, c in table.columns.items()},
            table.primary_key,
            {name: said(c) for name, c in table.constraints.items()},
            {name: said(i) for name, i in table.indexes.items()},
        )
        for table in store.tables.values()
    }


def said(element: Any) -> Any:
    fields = {"says": "", "because": ""}
    return msgspec.structs.replace(element, **{k: v for k, v in fields.items() if hasattr(element, k)})


def same_table(store: str, physical_: Physical, wanted: Table, got: Table, imported: Physical) -> None:
    names = {id_: column.name for id_, column in wanted.columns.items()}
    for id_, column in wanted.columns.items():
        found, where = got.columns[names[id_]], f"{store} {wanted.name}.{column.name}"
        if found.data.base == "bytes" and column.name == "version" and store in COUNTS_VERSIONS:
            continue
        base = KEPT_AS.get(store, {}).get(column.data.base, column.data.base)
        assert found.data.base == base, where
        assert (found.nullable, found.identity, found.generated is None) == (column.nullable, column.identity, column.generated is None), where
        assert (found.default is None) == (column.default is None), where
        if column.values:
            assert set(found.values) == set(column.values), where
        if column.data.base in ("integer", "uuid", "timestamp", "boolean") and column.default is not None:
            assert found.default == column.default or store == "sqlite" or column.data.base == "boolean", where
    assert got.primary_key == tuple(names[c] for c in wanted.primary_key)
    same_constraints(store, physical_, wanted, got, names)
    same_indexes(store, wanted, got, names)
    assert (got.partition is None) == (wanted.partition is None)


def same_constraints(store: str, physical_: Physical, wanted: Table, got: Table, names: dict[str, str]) -> None:
    for constraint in wanted.constraints.values():
        found = got.constraints.get(constraint.name)
        if isinstance(constraint, UniqueConstraint):
            assert isinstance(found, UniqueConstraint) and found.columns == tuple(names[c] for c in constraint.columns)
        elif isinstance(constraint, ForeignKey):
            target = physical_.tables[constraint.table]
            if found is None:
                assert not engine(store).features().can("foreign_keys_of_partitions"), constraint.name
                continue
            assert isinstance(found, ForeignKey)
            assert (found.columns, found.table.rsplit(".", 1)[-1], found.to, found.on_delete, found.deferred) == (
                tuple(names[c] for c in constraint.columns),
                target.name,
                tuple(target.columns[c].name for c in constraint.to),
                constraint.on_delete,
                constraint.deferred,
            )
        elif found is not None and exact(store, constraint, wanted):
            assert isinstance(found, CheckConstraint)
            assert found.condition == substitute(without_simpler(constraint.condition), names), f"{store} {constraint.name}"
        elif store == "postgresql":
            raise AssertionError(f"{constraint.name} was not read")


def without_simpler(value: Any) -> Any:
    """The condition without what an engine without patterns would check instead: no text of another engine says it."""
    if isinstance(value, tuple):
        return tuple(without_simpler(item) for item in value)
    if not hasattr(value, "__struct_fields__"):
        return value
    fields = {f: None if f == "simpler" else without_simpler(getattr(value, f)) for f in value.__struct_fields__}
    return msgspec.structs.replace(value, **fields)


def exact(store: str, check: CheckConstraint, table: Table) -> bool:
    """Whether the engine's text says the condition as the model does: SQLite has no patterns, and keeps decimals in units."""
    scaled = {"decimal", "boolean", "timestamp", "date"} if store != "postgresql" else set()
    return not any(table.columns[c].data.base in scaled for c in columns_of(check.condition)) and (
        store == "postgresql" or not _has_pattern(check.condition)
    )


def _has_pattern(value: object) -> bool:
    if isinstance(value, e.Matches | e.Like):
        return True
    parts = value if isinstance(value, tuple) else [getattr(value, f) for f in getattr(value, "__struct_fields__", ())]
    return any(_has_pattern(part) for part in parts if not isinstance(part, str))


def same_indexes(store: str, wanted: Table, got: Table, names: dict[str, str]) -> None:
    for index in wanted.indexes.values():
        found = got.indexes.get(index.name)
        assert found is not None or index.method == "text" or store != "postgresql", f"{store} {index.name} was not read"
        if found is None:
            continue
        assert found.unique == index.unique and found.method == index.method, index.name
        if store == "postgresql":
            assert (parts(found), found.where is None) == (parts(index, names), index.where is None), index.name
            assert found.include == tuple(names[c] for c in index.include)


def parts(index: Index, names: dict[str, str] | None = None) -> list[Any]:
    return [(substitute(p.expression, names) if names else p.expression, p.descending, p.method_class) for p in index.parts]
