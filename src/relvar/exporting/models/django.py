"""Models of Django 5.2 (https://docs.djangoproject.com/en/5.2/ref/models/): what the database does is said as such (db_default, constraints),
and what Django has no words for stays in the database's, as RawSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from relvar.exporting.models.django_conditions import Conditions, raw
from relvar.exporting.models.django_fields import ACTIONS, Call, field, options
from relvar.exporting.names import Named, Relation, named
from relvar.exporting.python import call, called
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundTable

# What a model has already (django/db/models/base.py), and what its module imports.
RESERVED_WORDS = """
    models indexes postgres Q F RawSQL functions objects pk check clean clean_fields delete full_clean get_constraints refresh_from_db save
    serializable_value unique_error_message validate_constraints validate_unique adelete asave arefresh_from_db
"""
RESERVED = frozenset(RESERVED_WORDS.split())
LONGEST_INDEX = 30  # letters of an index's name (models.E034)
METHODS = {"postgresql": {"gin": "GinIndex", "gist": "GistIndex", "brin": "BrinIndex", "hash": "HashIndex", "spgist": "SpGistIndex"}}
UNSAID = ("fulltext", "columnstore")  # methods that its indexes do not know
ARRAYS = "from django.contrib.postgres import fields as postgres"
INDEXES = "from django.contrib.postgres import indexes"
HEAD = """\
from django.db import models
from django.db.models import F, Q, functions
from django.db.models.expressions import RawSQL"""


def django(existing: Existing) -> Iterator[str]:
    names, tables = named(existing, RESERVED), existing.tables.values()
    if any(column.type.endswith("[]") for table in tables for column in table.columns.values()):
        yield ARRAYS
    if any(index.method in METHODS.get(existing.dialect, {}) for table in tables for index in table.indexes):
        yield INDEXES
    yield HEAD
    for id_ in existing.tables:
        yield from ("", "", *_Model(existing, names, id_).lines())


class _Model:
    """One model. `fields`: column -> the name of its field, which for a reference is that of the object that it leads to."""

    def __init__(self, existing: Existing, names: Named, id_: str) -> None:
        self.existing, self.names, self.id, self.table = existing, names, id_, existing.tables[id_]
        self.leading = {relation.reference.columns[0]: relation for relation in names.of(id_) if _is_field(existing, relation)}
        self.fields = {column: self.leading[column].forth if column in self.leading else name for column, name in names.attributes[id_].items()}
        self.conditions = Conditions(existing.dialect, self.table, self.fields)

    def lines(self) -> Iterator[str]:
        yield f"class {self.names.classes[self.id]}(models.Model):"
        if self.table.primary and len(self.table.primary.columns) > 1:
            yield f"    pk = models.CompositePrimaryKey({', '.join(called(self._attname(c)) for c in self.table.primary.columns)})"
        for column in self.table.columns.values():
            yield from call(f"    {self.fields[column.name]} = ", *self._field(column))
        yield ""
        yield "    class Meta:"
        yield f"        db_table = {called(self.table.name)}"
        if self.table.comment:
            yield f"        db_table_comment = {called(self.table.comment)}"
        for option, calls in (("constraints", [*self._constraints()]), ("indexes", [*self._indexes()])):
            if calls:
                yield f"        {option} = ["
                yield from (line for called_, arguments in calls for line in call("            ", called_, arguments, ","))
                yield "        ]"

    def _attname(self, column: str) -> str:
        return f"{self.fields[column]}_id" if column in self.leading else self.fields[column]

    def _field(self, column: FoundColumn) -> Call:
        alone = self.table.primary is not None and self.table.primary.columns == (column.name,)
        said = list(options(self.existing, column, alone=alone))
        if relation := self.leading.get(column.name):
            return self._reference(column, relation, said, alone=alone)
        name = self.fields[column.name]
        return field(self.existing, column, [*said, *([f"db_column={called(column.name)}"] if name != column.name else [])], alone=alone)

    def _reference(self, column: FoundColumn, relation: Relation, said: list[str], *, alone: bool) -> Call:
        reference = relation.reference
        kind = "OneToOneField" if alone or (relation.single and self._alone(column.name)) else "ForeignKey"
        target = "self" if relation.owner == relation.target else self.names.classes[relation.target]
        parts = [called(target), f"models.{ACTIONS[reference.on_delete]}", f"related_name={called(relation.back)}", *said]
        primary = self.existing.tables[relation.target].primary
        if primary and reference.to != primary.columns:
            parts.append(f"to_field={called(self.names.attributes[relation.target][reference.to[0]])}")
        if column.name != f"{relation.forth}_id":
            parts.append(f"db_column={called(column.name)}")
        if kind == "ForeignKey":
            parts.append("db_index=False")  # Django would add an index of its own; those that there are stand below
        return f"models.{kind}", parts

    def _alone(self, column: str) -> bool:
        """Whether a constraint without a name makes the column unique: then the field says it."""
        return any(key.columns == (column,) and not key.name for key in self.table.uniques)

    def _constraints(self) -> Iterator[Call]:
        for number, check in enumerate(self.table.checks, start=1):
            name = check.name or f"{self.table.name}_check_{number}"
            yield "models.CheckConstraint", [f"condition={self.conditions.condition(check.condition)}", f"name={called(name)}"]
        for number, key in enumerate(self.table.uniques, start=1):
            one = key.columns[0] if len(key.columns) == 1 else ""
            if one in self.leading and not key.name:
                continue
            late = [f"deferrable=models.Deferrable.{'DEFERRED' if key.deferred else 'IMMEDIATE'}"] if key.deferrable else []
            equal = ["nulls_distinct=False"] if key.nulls_equal else []
            own = [f"name={called(key.name or f'{self.table.name}_unique_{number}')}"]
            fields = ", ".join(called(self.fields[c]) for c in key.columns)
            yield "models.UniqueConstraint", [f"fields=[{fields}]", *own, *late, *equal]
        for index in self.table.indexes:
            if index.unique:
                yield "models.UniqueConstraint", [*self._members(index, index.name or self._name(index))]

    def _indexes(self) -> Iterator[Call]:
        for index in self.table.indexes:
            if not index.unique and index.method not in UNSAID:
                made = METHODS.get(self.existing.dialect, {}).get(index.method, "")
                members = self._members(index, _short(index.name or self._name(index)))
                yield f"indexes.{made}" if made else "models.Index", [*members]

    def _members(self, index: FoundIndex, name: str) -> Iterator[str]:
        plain = all(part.column for part in index.parts)
        if plain and (not index.unique or not any(part.descending for part in index.parts)):
            fields = ", ".join(called(f"{'-' if part.descending else ''}{self.fields[part.column]}") for part in index.parts)
            yield f"fields=[{fields}]"
        else:
            yield from (
                self._expression(part.column, f"{part.text} {part.operator_class}".strip(), descending=part.descending) for part in index.parts
            )
        yield f"name={called(name)}"
        if index.where:
            yield f"condition={self.conditions.condition(index.where)}"
        if index.include:
            yield f"include=[{', '.join(called(self.fields[c]) for c in index.include)}]"
        classes = [part.operator_class for part in index.parts]
        if plain and any(classes):
            yield f"opclasses=[{', '.join(map(called, classes))}]"

    def _expression(self, column: str, text: str, *, descending: bool) -> str:
        said = f"F({called(self.fields[column])})" if column else self.conditions.function(text) or raw(text)
        return f"{said}.desc()" if descending else said

    def _name(self, index: FoundIndex) -> str:
        return "_".join([self.table.name, *(part.column or "expression" for part in index.parts)])


def _short(name: str) -> str:
    """A name that Django takes: a longer one ends in a digest of itself, and its loss is told."""
    return name if len(name) <= LONGEST_INDEX else f"{name[: LONGEST_INDEX - 7]}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _is_field(existing: Existing, relation: Relation) -> bool:
    """Whether a field of Django can be the reference: one column, to a key of one column."""
    target: FoundTable = existing.tables[relation.target]
    single = len(relation.reference.columns) == 1 and target.primary is not None and len(target.primary.columns) == 1
    first = next(r for r in existing.tables[relation.owner].references if r.columns == relation.reference.columns)
    return single and first is relation.reference
