"""What exists -> the physical model of one store. Whatever the model cannot hold is listed with its place."""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec

from relvar.importing.ddl.dialects import dialect, dialects
from relvar.importing.lift.expressions import Lifter
from relvar.importing.lift.forms import form_of
from relvar.importing.lift.kinds import kind_of_member, known
from relvar.importing.lift.members import member_of
from relvar.importing.lift.types import Meant, meaning
from relvar.model import expression as e
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundPart, FoundReference, FoundTable, Leftover, Place
from relvar.model.expression import Expression
from relvar.model.physical import (
    CheckConstraint,
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexPart,
    Partition,
    Physical,
    ReferenceAction,
    Table,
    UniqueConstraint,
)
from relvar.model.qualified import unqualified

ACTIONS: dict[str, ReferenceAction] = {"": "restrict", "no action": "restrict", "restrict": "restrict", "cascade": "cascade", "set null": "set_null"}
METHODS = {"": "ordered", "btree": "ordered", "brin": "block_range", "gin": "inverted", "fulltext": "text"}
RANGE = re.compile(r"(?:range\s*(?:columns\s*)?|scheme \w+ )\(\s*[\"`]?(\w+)[\"`]?\s*\)", re.I)


class Lifted(msgspec.Struct, frozen=True):
    """The physical model, and what of the source it does not hold."""

    physical: Physical
    leftovers: tuple[Leftover, ...]


def physical(existing: Existing, engine: str, idioms: dict[str, e.Function] | None = None, *, as_found: bool = False) -> Lifted:
    """The physical model of what exists, for an engine. `as_found`: with columns that stand in an index for an expression."""
    lift = _Lift(existing, engine, idioms or {})
    tables = {id_: lift.table(table if as_found else _without_helpers(table)) for id_, table in existing.tables.items()}
    return Lifted(Physical(engine=engine, tables=tables), tuple(lift.leftovers))


class _Lift:
    def __init__(self, existing: Existing, engine: str, idioms: dict[str, e.Function]) -> None:
        self.existing, self.engine = existing, engine
        self.lifter = Lifter(existing.dialect, idioms)
        self.enums = existing.enums
        self.domains = {unqualified(found.name).name.lower(): _under(found.text) for found in existing.objects if found.kind == "domain"}
        self.schema = (dialect(existing.dialect).schema if existing.dialect in dialects() else "") or "app"
        self.leftovers: list[Leftover] = []

    def leave(self, text: str, why: str, place: Place) -> None:
        self.leftovers.append(Leftover(text=text, why=why, place=place))

    def table(self, table: FoundTable) -> Table:
        ids = {name.lower(): name for name in table.columns}
        forms = self._forms(table)
        columns = {name: self.column(table, column, ids, forms.get(name)) for name, column in table.columns.items()}
        constraints = self._constraints(table, ids, {form.place for form in _form_checks(table)})
        for exclusion in table.exclusions:
            self.leave(exclusion.condition, f"an exclusion of {table.id} has no place in the physical model", exclusion.place)
        columns = self._with_members(table, self._listed(columns, constraints), constraints)
        return Table(
            name=table.name,
            columns=columns,
            primary_key=table.primary.columns if table.primary else (),
            primary_key_name=(table.primary.name if table.primary else "") or f"{table.name}_pk",
            comment=table.comment,
            constraints=constraints,
            indexes=self._indexes(table, ids, columns),
            partition=self._partition(table),
            schema=table.schema or self.schema,
            fill_factor=_fill_factor(table.options.get("with", "")),
            without_rowid="without rowid" in table.options,
        )

    def _with_members(self, table: FoundTable, columns: dict[str, Column], constraints: dict[str, Constraint]) -> dict[str, Column]:
        """What checks ask of a document, and indexes look for in it, is known to stand in it."""
        documents = {name.lower(): name for name, column in columns.items() if column.data.base == "json"}
        made = dict(columns)
        for of in (c.condition for c in constraints.values() if isinstance(c, CheckConstraint) and isinstance(c.condition, e.OfKind)):
            holder = made[of.operand.document.column]
            made[holder.name] = msgspec.structs.replace(holder, members=(*holder.members, known(of)))
        for part in (part for index in table.indexes for part in index.parts if part.text and documents):
            if (stated := member_of(part.text, self.existing.dialect, documents, part.operator_class)) is not None:
                column = made[stated.member.document.column]
                checked = next((m.data for m in column.members if m.name == stated.member.path and stated.data.base == "text"), stated.data)
                others = tuple(m for m in column.members if m.name != stated.member.path)
                told = Column(name=stated.member.path, data=checked, nullable=True, many=stated.many)
                made[stated.member.document.column] = msgspec.structs.replace(column, members=(*others, told))
        return made

    # --- columns ---

    def column(self, table: FoundTable, column: FoundColumn, ids: dict[str, str], form: Meant | None) -> Column:
        meant = form or meaning(column.type, self.enums, self.domains)
        if meant.loses:
            self.leave(f"{table.id}.{column.name} {column.type}", f"kept as {meant.data.base}, which loses {meant.loses}", column.place)
        default = (
            self._value(table, column, column.default, ids)
            if column.default and column.default.lower() != "null" and column.numbered != "sequence"
            else None
        )
        if column.on_update:
            self.leave(
                f"{table.id}.{column.name} on update {column.on_update}", "a time kept by the engine is a behaviour: say it anew", column.place
            )
        return Column(
            name=column.name,
            data=meant.data,
            nullable=column.nullable and not (table.primary is not None and column.name in table.primary.columns),
            default=default,
            generated=self._value(table, column, column.generated, ids) if column.generated else None,
            identity=bool(column.numbered) or self._rowid(table, column),
            comment=column.comment,
            values=meant.values,
        )

    def _rowid(self, table: FoundTable, column: FoundColumn) -> bool:
        """An `integer primary key` that numbers itself, as in SQLite."""
        key = table.primary is not None and table.primary.columns == (column.name,)
        numbers = dialect(self.existing.dialect).numbers_keys if self.existing.dialect in dialects() else False
        return numbers and key and column.type.lower() == "integer" and "without rowid" not in table.options

    def _value(self, table: FoundTable, column: FoundColumn, text: str, ids: dict[str, str]) -> Expression | None:
        found = self.lifter.lift(text, ids)
        if found is None:
            self.leave(f"{table.id}.{column.name}: {text}", "the model has no words for this value", column.place)
        return found

    def _forms(self, table: FoundTable) -> dict[str, Meant]:
        """What checks say of the form of columns whose type cannot say it."""
        found = {}
        for check in _form_checks(table):
            form = form_of(check.condition)
            if form is not None:
                found[form[0]] = Meant(form[1])
        return found

    def _listed(self, columns: dict[str, Column], constraints: dict[str, Constraint]) -> dict[str, Column]:
        """A check that lists a column's values makes it a column of a closed list."""
        made = dict(columns)
        for constraint in constraints.values():
            condition = constraint.condition if isinstance(constraint, CheckConstraint) else None
            if (
                isinstance(condition, e.InList)
                and isinstance(condition.operand, e.ColumnRef)
                and all(isinstance(i.value, str) for i in condition.items)
            ):
                id_ = condition.operand.column
                made[id_] = msgspec.structs.replace(made[id_], values=tuple(str(item.value) for item in condition.items))
        return made

    # --- constraints and indexes ---

    def _constraints(self, table: FoundTable, ids: dict[str, str], forms: set[Place]) -> dict[str, Constraint]:
        made: dict[str, Constraint] = {}
        for key in table.uniques:
            if all(part.column and not part.prefix for part in key.parts):
                name = key.name or f"{table.name}_{'_'.join(key.columns)}_uq"
                made[name] = UniqueConstraint(name=name, columns=key.columns, says=key.comment)
        for reference in table.references:
            name = reference.name or f"{table.name}_{'_'.join(reference.columns)}_fk"
            if (led := self._reference(table, reference, name)) is not None:
                made[name] = led
        for number, check in enumerate(table.checks):
            if form_of(check.condition) is not None:
                continue
            name = check.name or f"{table.name}_{number + 1}_ck"
            condition = self.lifter.lift(check.condition, ids) or kind_of_member(check.condition, self.existing.dialect, ids)
            if condition is None:
                self.leave(f"{table.id}: check ({check.condition})", "the model has no words for this condition", check.place)
            else:
                made[name] = CheckConstraint(name=name, condition=condition, says=check.comment)
        return made

    def _reference(self, table: FoundTable, reference: FoundReference, name: str) -> ForeignKey | None:
        if reference.table not in self.existing.tables or not reference.to:
            return None  # said where it was led to its table
        action = ACTIONS.get(reference.on_delete.split(" (", 1)[0])
        if action is None or reference.on_update not in ("", "no action", "restrict"):
            actions = f"on delete {reference.on_delete or 'no action'} on update {reference.on_update or 'no action'}"
            self.leave(f"{table.id}: {name} {actions}", "the model restricts updates of keys, and sets no defaults", reference.place)
        return ForeignKey(
            name=name, columns=reference.columns, table=reference.table, to=reference.to, on_delete=action or "restrict", deferred=reference.deferred
        )

    def _indexes(self, table: FoundTable, ids: dict[str, str], columns: dict[str, Column]) -> dict[str, Index]:
        made = {}
        partial = [key for key in table.uniques if not all(part.column and not part.prefix for part in key.parts)]
        keys = [FoundIndex(name=k.name, parts=k.parts, unique=True, comment=k.comment, place=k.place) for k in partial]
        for found in (*keys, *table.indexes):
            name = found.name or f"{table.name}_{'_'.join(found.columns)}_ix"
            if (index := self._index(table, found, name, ids, columns)) is not None:
                made[name] = index
        return made

    def _index(self, table: FoundTable, found: FoundIndex, name: str, ids: dict[str, str], columns: dict[str, Column]) -> Index | None:
        method = METHODS.get(found.method)
        parts = _searched(found, ids) if method == "inverted" else None
        if parts is not None:
            method = "text"
        else:
            lifted = [self._part(part, ids, columns) for part in found.parts]
            parts = tuple(part for part in lifted if part is not None)
            method = "inverted" if any(isinstance(part.expression, e.Elements) for part in parts) else method
        where = self.lifter.lift(found.where, ids) if found.where else None
        if method is None or len(parts) < (1 if method == "text" else len(found.parts)) or (found.where and where is None):
            self.leave(f"{table.id}: index {name}", f"the model has no words for it ({found.method or found.where or 'an expression'})", found.place)
            return None
        for part in found.parts:
            if part.nulls or part.prefix or part.collation:
                kept = (part.nulls and f"nulls {part.nulls}") or (part.prefix and f"only {part.prefix} characters") or f"collate {part.collation}"
                self.leave(f"{table.id}: index {name}", f"the model does not hold of {part.column or part.text}: {kept}", found.place)
        return Index(name=name, parts=parts, unique=found.unique, where=where, include=found.include, method=cast(Any, method), because=found.comment)

    def _part(self, part: FoundPart, ids: dict[str, str], columns: dict[str, Column]) -> IndexPart | None:
        expression = e.ColumnRef(column=part.column) if part.column else self.lifter.lift(part.text, ids)
        stated = member_of(part.text, self.existing.dialect, ids, part.operator_class) if expression is None else None
        if stated is not None and columns[stated.member.document.column].members:
            expression = stated.expression
        if expression is None or (part.column and part.column not in ids.values()):
            return None
        classes = {"text_pattern_ops": "prefix", "varchar_pattern_ops": "prefix", "gin_trgm_ops": "trigram", "jsonb_path_ops": "paths"}
        told = "paths" if isinstance(expression, e.Elements) else classes.get(part.operator_class, "")
        return IndexPart(expression=expression, descending=part.descending, method_class=cast(Any, told))

    def _partition(self, table: FoundTable) -> Partition | None:
        if not table.partition:
            return None
        found = RANGE.match(table.partition)
        column = next((c for c in table.columns.values() if found and c.name.lower() == found[1].lower()), None)
        if column is None or meaning(column.type, self.enums).data.base not in ("timestamp", "date"):
            self.leave(f"{table.id} partition by {table.partition[:80]}", "the model has only ranges of time", table.place)
            return None
        return Partition(column=column.name, interval="month")


def _without_helpers(table: FoundTable) -> FoundTable:
    """The table with expressions in its indexes, where an engine without such indexes has computed columns that nobody sees in their place."""
    keys = (*((table.primary,) if table.primary else ()), *table.uniques, *table.references)
    held = {column for key in keys for column in key.columns}
    helpers = {c.name: c.generated for c in table.columns.values() if c.generated and "invisible" in c.options and c.name not in held}
    indexes = tuple(msgspec.structs.replace(index, parts=tuple(_said(part, helpers) for part in index.parts)) for index in table.indexes)
    used = {part.column for index in table.indexes for part in index.parts} & helpers.keys()
    kept = {name: column for name, column in table.columns.items() if name not in used}
    return msgspec.structs.replace(table, columns=kept, indexes=indexes)


def _said(part: FoundPart, helpers: dict[str, str]) -> FoundPart:
    return msgspec.structs.replace(part, column="", text=helpers[part.column]) if part.column in helpers else part


def _form_checks(table: FoundTable) -> list[Any]:
    return [check for check in table.checks if form_of(check.condition) is not None]


def _searched(found: FoundIndex, ids: dict[str, str]) -> tuple[IndexPart, ...] | None:
    """The columns of a full-text vector, in their order."""
    text = found.parts[0].text
    if len(found.parts) != 1 or "to_tsvector" not in text.lower():
        return None
    named = [ids[word.lower()] for word in re.findall(r"\w+", re.sub(r"'[^']*'", "", text)) if word.lower() in ids]
    return tuple(IndexPart(expression=e.ColumnRef(column=name)) for name in dict.fromkeys(named))


def _fill_factor(text: str) -> int:
    found = re.search(r"fillfactor\s*=\s*(\d+)", text, re.I)
    return int(found[1]) if found else 0


def _under(text: str) -> str:
    """The type under CREATE DOMAIN name AS type ..."""
    found = re.search(r"create\s+domain\s+\S+\s+(?:as\s+)?(.+?)(?:\s+(?:default|not\s+null|null|check|constraint|collate)\b|$)", text, re.I | re.S)
    return found[1] if found else "text"
