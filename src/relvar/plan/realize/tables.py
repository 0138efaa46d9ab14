"""Logical relations as tables of one store: the plain translation, without judgement of performance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from relvar.model.conceptual import Identifier, NoOverlap
from relvar.model.design import Design
from relvar.model.expression import Call, ColumnRef, Expression, IsNull
from relvar.model.features import Features
from relvar.model.logical import Key, Relation
from relvar.model.physical import Column, Constraint, ForeignKey, Index, IndexPart, Table, UniqueConstraint
from relvar.plan.realize.checks import Checks
from relvar.plan.realize.columns import Columns
from relvar.plan.realize.comments import table_comment
from relvar.plan.realize.expressions import substitute
from relvar.plan.realize.names import Names, longest, plural
from relvar.plan.realize.references import foreign_key
from relvar.plan.realize.skew import fitted
from relvar.plan.realize.volumes import Rows, volumes
from relvar.plan.realize.wording import listed, spoken


class Tables:
    """Makes the tables of one store. Linear in attributes, references and rules."""

    def __init__(self, design: Design, features: Features, reserved: Iterable[str]) -> None:
        self.design = design
        self.features = features
        self.names = Names(reserved, longest(features))
        self.columns = Columns(design, self.names)
        self.checks = Checks(design.conceptual, self.columns, self.names)
        self.volumes = volumes(design)
        relations = design.logical.relations
        self.named_whole = {r.relation for relation in relations.values() for r in relation.references.values() if len(r.to) > 1}
        self.table_names = {id_: self.names.table(self._plural(relation)) for id_, relation in relations.items()}

    def all(self) -> dict[str, Table]:
        """Every table, those referred to before those that refer."""
        return {id_: self.table(id_, self.design.logical.relations[id_]) for id_ in parents_first(self.design)}

    def table(self, id_: str, relation: Relation) -> Table:
        """One relation's table."""
        columns = self.columns.of(id_)
        name = self.table_names[id_]
        rows = self.volumes[id_]
        primary = next(key.attributes for key in relation.keys if key.primary)
        beside = self._beside(relation, primary, columns)
        constraints: dict[str, Constraint] = {}
        if beside and id_ in self.named_whole:
            constraints.update(self._unique(name, primary, "what references of the same tenant name"))
        constraints.update(self._keys(name, relation))
        for reference in relation.references.values():
            key = foreign_key(self.design, self.features, relation, reference, self.names, name)
            constraints[key.name] = key
        constraints.update(self.checks.of(id_, relation, name, columns))
        return Table(
            name=name,
            columns=columns,
            primary_key=beside or primary,
            primary_key_name=self.names.element(name, [], "pk"),
            comment=table_comment(self.design.conceptual, relation, primary),
            constraints=constraints,
            indexes=dict(self._unique_indexes(id_, name, relation)),
            relation=id_,
            rows=rows.rows,
            rows_at_start=rows.at_start,
            rows_per_day=rows.per_day,
            updates_per_row=rows.updates,
            skew=self._skew(rows, constraints),
            greatest={name: rows.greatest for name, key in constraints.items() if _is_told(rows, key)},
        )

    def _plural(self, relation: Relation) -> str:
        entity = self.design.conceptual.entities.get(relation.entity)
        return entity.plural if entity and entity.plural else plural(relation.name)

    def _beside(self, relation: Relation, primary: tuple[str, ...], columns: dict[str, Column]) -> tuple[str, ...]:
        """The numbered column alone, where the engine numbers nothing but a primary key of one column."""
        able = self.features.capabilities.get("identity_beside_key")
        if len(primary) == 1 or able is None or able.can:
            return ()
        return tuple(name for name in primary if columns[name].identity)

    def _keys(self, table: str, relation: Relation) -> Iterator[tuple[str, Constraint]]:
        for key in relation.keys:
            if not (key.primary or key.partial or key.ignore_case):
                yield from self._unique(table, key.attributes, f"{listed(key.attributes)} names one {spoken(relation.name)}").items()

    def _unique(self, table: str, columns: tuple[str, ...], says: str) -> dict[str, Constraint]:
        name = self.names.element(table, columns, "uq")
        return {name: UniqueConstraint(name=name, columns=columns, says=says)}

    def _unique_indexes(self, id_: str, table: str, relation: Relation) -> Iterator[tuple[str, Index]]:
        """Identifiers without regard to case, or among some rows only, are no keys of the relation: unique indexes."""
        for key in relation.keys:
            if (key.ignore_case or key.partial) and not self._implied(relation, key):
                name = self.names.element(table, key.attributes, "uq")
                where = self._where(relation, key)
                parts = tuple(IndexPart(expression=self._part(id_, relation, attribute, key)) for attribute in key.attributes)
                yield name, Index(name=name, parts=parts, unique=True, where=where, because=self._says(relation, key))

    def _implied(self, relation: Relation, key: Key) -> bool:
        """Unique among rows that have not ended yet: said already where no two may overlap, for what has no end lasts for ever."""
        identifier = self._identifier(relation, key) if key.partial else None
        if identifier is None or not isinstance(identifier.where, IsNull) or identifier.where.negated:
            return False
        return any(
            isinstance(rule, NoOverlap)
            and rule.entity == relation.entity
            and not rule.live
            and set(rule.per) == set(identifier.members)
            and identifier.where.operand == ColumnRef(column=rule.end)
            for rule in self.design.conceptual.rules.values()
        )

    def _part(self, id_: str, relation: Relation, attribute: str, key: Key) -> Expression:
        column = ColumnRef(column=attribute)
        is_text = relation.attributes[attribute].of and self.columns.data(id_, attribute).base == "text"
        return Call(function="lower", arguments=(column,)) if key.ignore_case and is_text else column

    def _where(self, relation: Relation, key: Key) -> Expression | None:
        identifier = self._identifier(relation, key)
        if identifier is None or identifier.where is None:
            return None
        return substitute(identifier.where, {name: ref.attributes[-1] for name, ref in relation.references.items()})

    def _identifier(self, relation: Relation, key: Key) -> Identifier | None:
        for identifier in self.design.conceptual.entities[relation.entity].identifiers:
            held = [relation.references[m].attributes if m in relation.references else (m,) for m in identifier.members]
            members = {name for names in held for name in names}
            if members <= set(key.attributes) and (identifier.where is not None) == key.partial and identifier.ignore_case == key.ignore_case:
                return identifier
        return None

    def _says(self, relation: Relation, key: Key) -> str:
        without = " without regard to case" if key.ignore_case else ""
        among = " among the rows that satisfy the condition" if key.partial else ""
        return f"{listed(key.attributes)} names one {spoken(relation.name)}{without}{among}"

    def _skew(self, own: Rows, constraints: Mapping[str, Constraint]) -> dict[str, float]:
        """Per foreign key, how unevenly its parents are referred to: as the text says of the one that has most, else as such things are."""
        found: dict[str, float] = {}
        for name, key in constraints.items():
            if isinstance(key, ForeignKey) and (rows := self.volumes.get(key.table)) is not None:
                fitting = fitted(max(own.rows, 1.0), max(rows.rows, 1.0), own.greatest)
                found[name] = fitting if _is_told(own, key) else rows.skew
        return {name: skew for name, skew in found.items() if skew}


def _is_told(rows: Rows, key: Constraint) -> bool:
    """Whether the text says how many rows refer by this key to the row that has most."""
    return bool(rows.greatest) and isinstance(key, ForeignKey) and key.table == rows.of


def parents_first(design: Design) -> tuple[str, ...]:
    """Relation ids so that references point backwards, but for cycles; otherwise in the model's order. Iterative: chains may be long."""
    relations = design.logical.relations
    done: dict[str, None] = {}
    for start in relations:
        open_: dict[str, None] = {}
        stack = [start]
        while stack:
            id_ = stack[-1]
            waiting = [r.relation for r in relations[id_].references.values() if r.relation not in done and r.relation not in open_]
            waiting = [parent for parent in waiting if parent != id_]
            open_[id_] = None
            if id_ in done or not waiting:
                done.setdefault(id_)
                stack.pop()
            else:
                stack.append(waiting[0])
    return tuple(done)
