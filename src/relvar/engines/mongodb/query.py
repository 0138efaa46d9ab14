"""A question on rows as an aggregation pipeline on documents.

The pipeline begins with what an index can answer, and cuts the answer to its limit before it looks anything up. Rows that lie in the
same document need no join; rows of another collection are looked up; an array that the answer shows whole stays an array. `outputs`
says where each wanted value lies in the documents of the answer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.mongodb.beginning import rerooted
from relvar.engines.mongodb.expressions import ARITHMETIC, OPERATORS, Inexpressible, both, holds, match, value
from relvar.engines.mongodb.neighbours import Names, rivals, walked
from relvar.engines.mongodb.outlying.pipelines import over_both
from relvar.engines.mongodb.places import Alias, Outer, Places, Store, aliases_of, asks_again, is_pair, pairs_of, refs_of
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey
from relvar.model.query import Join, Select
from relvar.plan.documents.layout import KEY
from relvar.plan.queries.need import conjuncts

AGGREGATES = {"count": "$sum", "sum": "$sum", "min": "$min", "max": "$max", "avg": "$avg"}


class Question(NamedTuple):
    """A pipeline on a collection. `outputs`: per wanted value its path, or its paths where a column joins two. `arrays`: paths kept whole."""

    collection: str
    pipeline: list[dict[str, Any]]
    outputs: tuple[tuple[str, str], ...]
    arrays: tuple[str, ...] = ()


def pipeline(store: Store, select: Select) -> Question:
    """The question's pipeline. Raises Inexpressible."""
    made = _Builder(store, rerooted(select)).build()
    return made._replace(pipeline=over_both(store, made.collection, made.pipeline))


class _Builder:
    def __init__(self, store: Store, select: Select) -> None:
        self.store = store
        self.layout = store.layout
        self.select = select
        self.places = Places(store)
        self.stages: list[dict[str, Any]] = []
        self.unwound: set[str] = set()
        self.near: set[str] = set()  # aliases whose rows lie in the pipeline's own document
        self.kept: list[str] = []  # arrays that the answer shows whole
        self.waiting = list(conjuncts(select.where))

    def build(self) -> Question:
        select = self.select
        self.places.aliases[select.alias] = Alias(select.table, "")
        self._place_near()
        self._begin()
        early = self._can_cut_early()
        if early:
            self._cut()
        for join in select.joins:
            self._join(join)
        self._rest()
        if _is_grouped(select):
            outputs = self._grouped()
        else:
            if not early:
                self._cut()
            outputs = self._shown()
        return Question(self.layout.collection(select.table).name, self.stages, outputs, tuple(self.kept))

    # --- the beginning: what an index answers ---

    def _place_near(self) -> None:
        """Rows of the same document are in sight from the start: what is asked of them finds the document."""
        for join in self.select.joins:
            pairs = list(pairs_of(join.on, join.alias))
            for place in list(self.places.aliases.values()):
                if self.layout.home[place.table] == self.layout.home[join.table] and self._same_document(join, place, pairs):
                    self.places.aliases[join.alias] = Alias(join.table, place.base)
                    self.near.add(join.alias)
                    break

    def _begin(self) -> None:
        own: list[tuple[Expression, dict[str, Any] | None]] = []
        rest: list[tuple[Expression, dict[str, Any] | None]] = []
        for condition in self.waiting:
            found = match(condition, self.places) if aliases_of(condition) <= {*self.places.aliases, ""} else None
            (own if found is not None else rest).append((condition, found))
        again = [c for c, _ in own if self._in_array(c)]
        inside = [(c, f) for c, f in own if c in again and aliases_of(c) <= {self.select.alias, ""}]
        first = [f for _, f in own if f is not None]
        if self.layout.embedding(self.select.table) is not None and not self.layout.many(self.select.table):
            first.append({".".join(self.layout.path(self.select.table)): {"$exists": True}})
        if first:
            self.stages.append({"$match": both(first)})
        self._unwind(self.select.alias, outer=False)
        if inside and self.unwound:
            self.stages.append({"$match": both([f for _, f in inside if f is not None])})
        self.waiting = [*(c for c, _ in rest), *(c for c in again if not aliases_of(c) <= {self.select.alias, ""})]

    def _in_array(self, condition: Expression) -> bool:
        """Whether the condition speaks of an element: it is asked again of each, after the document was found by any of them."""
        refs = refs_of(condition)
        return any(self.layout.many(self.layout.spot(self.places.alias(r).table, r.column).table) for r in refs)

    def _unwind(self, alias: str, *, outer: bool) -> None:
        """Each element of the arrays on the way to the alias' table becomes a document of the pipeline."""
        place = self.places.aliases[alias]
        for table in self.layout.chain(place.table):
            embedding = self.layout.embedding(table)
            path = ".".join(p for p in (place.base, *self.layout.path(table)) if p)
            if embedding is None or not embedding.many or path in self.unwound:
                continue
            self.unwound.add(path)
            self.stages.append({"$unwind": {"path": f"${path}", "preserveNullAndEmptyArrays": True} if outer else f"${path}"})

    # --- joins ---

    def _join(self, join: Join) -> None:
        if join.alias in self.near or self._came_along(join):
            self._within(join)
        elif (copied := self._copied(join)) is not None:
            self.places.aliases[join.alias] = copied
            if not join.outer and self._may_be_empty(join):
                self.stages.append({"$match": {path: {"$exists": True} for _, path in copied.copied[:1]}})
        else:
            self._lookup(join, list(pairs_of(join.on, join.alias)))

    def _came_along(self, join: Join) -> bool:
        """Whether the row lies in a document that was looked up before; it is in sight then."""
        pairs = list(pairs_of(join.on, join.alias))
        for place in list(self.places.aliases.values()):
            fetched = bool(place.base) and not place.copied and self.layout.home[place.table] == self.layout.home[join.table]
            if fetched and self.layout.embedding(place.table) is None and self._same_document(join, place, pairs):
                self.places.aliases[join.alias] = Alias(join.table, place.base)
                return True
        return False

    def _same_document(self, join: Join, place: Alias, pairs: list[tuple[e.ColumnRef, e.ColumnRef]]) -> bool:
        """Whether the joined row is in the document that is there: its columns and those it is joined by are the same fields."""
        chain, mine = self.layout.chain(place.table), self.layout.chain(join.table)
        related = join.table in chain or place.table in mine
        if not related or (join.table == place.table and len(self.layout.path(join.table)) == 0 and not pairs):
            return False
        own = [(mine_ref, other) for mine_ref, other in pairs if self.places.aliases.get(other.table, None) is not None]
        spots = [(self.layout.spot(join.table, a.column), self.layout.spot(self.places.aliases[b.table].table, b.column)) for a, b in own]
        names_key = {s for s, _ in spots}
        needed = self.layout.reference(mine[chain.index(mine[0]) + 1]) if len(mine) > 1 and join.table not in chain else None
        whole = needed is None or all(self.layout.spot(mine[1], c) in names_key for c in needed.columns[-1:])
        return bool(spots) and all(a == b for a, b in spots) and join.table != place.table and whole

    def _within(self, join: Join) -> None:
        """The row lies in the same document: nothing is fetched."""
        if self._stays_whole(join):
            path = ".".join(p for p in (self.places.aliases[join.alias].base, *self.layout.path(join.table)) if p)
            self.kept.append(path)
            return
        self._unwind(join.alias, outer=join.outer)
        if not join.outer and not self.layout.many(join.table) and self.layout.embedding(join.table) is not None:
            path = ".".join(p for p in (self.places.aliases[join.alias].base, *self.layout.path(join.table)) if p)
            self.stages.append({"$match": {path: {"$exists": True}}})

    def _copied(self, join: Join) -> Alias | None:
        """The joined row seen through the copy beside the reference, where the copy has all that is asked of it."""
        asked = {
            r.column for r in refs_of((*self.select.outputs, self.select.where, *self.select.joins, *self.select.order_by)) if r.table == join.alias
        }
        for alias, place in self.places.aliases.items():
            for copy in self.layout.copies(place.table):
                key = self.store.physical.tables[place.table].constraints[copy.reference]
                if not isinstance(key, ForeignKey) or key.table != join.table or place.copied:
                    continue
                pairs = {(b.table, b.column, a.column) for a, b in pairs_of(join.on, join.alias)}
                if pairs != {(alias, c, to) for c, to in zip(key.columns, key.to, strict=True)} or not asked <= {*copy.columns, *key.to}:
                    continue
                way = ".".join(p for p in (place.base, *self.layout.path(place.table)) if p)
                paths = [(to, self.places.path(e.ColumnRef(table=alias, column=c))) for c, to in zip(key.columns, key.to, strict=True)]
                columns = self.store.physical.tables[join.table].columns
                paths += [(c, ".".join(p for p in (way, copy.field, columns[c].name) if p)) for c in copy.columns]
                return Alias(join.table, "", tuple(paths))
        return None

    def _may_be_empty(self, join: Join) -> bool:
        """Whether the reference by which a row is joined may be absent: only then is there anything to leave out."""
        return any(self.places.may_be_absent(other) for _, other in pairs_of(join.on, join.alias))

    def _stays_whole(self, join: Join) -> bool:
        """An array of the answer's own document that nothing else asks about is shown as it is."""
        if not join.outer or _is_grouped(self.select) or not self.layout.many(join.table):
            return False
        others = [j.on for j in self.select.joins if j.alias != join.alias]
        asked = [*others, *self.waiting, *(o.expression for o in self.select.order_by)]
        return not any(join.alias in aliases_of(x) for x in asked) and not self.unwound

    def _lookup(self, join: Join, pairs: list[tuple[e.ColumnRef, e.ColumnRef]]) -> None:
        collection = self.layout.collection(join.table)
        inner = Places(self.store)
        inner.aliases[join.alias] = Alias(join.table, "")
        name = self._free(join.alias)
        stage: dict[str, Any] = {"from": collection.name}
        variables: dict[str, str] = {}
        scope = Outer(inner, self.places, variables)
        rest = list(conjuncts(join.on))
        if pairs:
            first = self._sought(join.table, pairs)
            stage |= {"localField": self.places.path(first[1]), "foreignField": inner.path(first[0])}
            if not self.layout.many(self.layout.spot(join.table, first[0].column).table):
                rest = [c for c in rest if not is_pair(c, first)]
        stages: list[dict[str, Any]] = []
        sub = _Builder.__new__(_Builder)
        sub.store, sub.layout, sub.places, sub.stages, sub.unwound = self.store, self.layout, inner, stages, set()
        sub._unwind(join.alias, outer=False)
        if stages and "foreignField" in stage:
            # What begins with $unwind is joined after it by DocumentDB, without an index (explain, 0.104); behind a filter it is found by one.
            stages.insert(0, {"$match": {stage["foreignField"]: {"$exists": True}}})
        if rest:
            stages.append({"$match": {"$expr": _all([holds(c, scope) for c in rest])}})
        if variables:
            stage["let"] = {name_: f"${path}" for path, name_ in variables.items()}
        if stages:
            stage["pipeline"] = stages
        stage["as"] = name
        self.stages.append({"$lookup": stage})
        self.stages.append({"$unwind": {"path": f"${name}", "preserveNullAndEmptyArrays": True} if join.outer else f"${name}"})
        self.places.aliases[join.alias] = Alias(join.table, name)
        self.unwound.update(".".join((name, *self.layout.path(t))) for t in self.layout.chain(join.table) if self.layout.embedding(t))

    def _sought(self, table: str, pairs: list[tuple[e.ColumnRef, e.ColumnRef]]) -> tuple[e.ColumnRef, e.ColumnRef]:
        """The pair by which a row is looked up: its key, or else what an index over all begins with."""
        begun = [index.keys[0].path for index in self.layout.collection(table).indexes.values() if index.where is None]
        paths = [(self.layout.full(table, pair[0].column), pair) for pair in pairs]
        return next((p for wanted in (KEY, *begun) for path, p in paths if path == wanted), pairs[-1])

    def _free(self, alias: str) -> str:
        """A name that is no field of the document."""
        taken = {c.name for t in self.layout.chain(self.select.table) for c in self.store.physical.tables[t].columns.values()}
        taken |= {emb.field for emb in self.layout.collection(self.select.table).embedded.values()}
        taken |= {name for o in self.layout.collection(self.select.table).outliers for name in (o.field, o.marker)}
        taken |= {p.base for p in self.places.aliases.values()}
        while alias in taken:
            alias = f"{alias}_found"
        return alias

    # --- what is left of the conditions ---

    def _rest(self) -> None:
        for condition in self.waiting:
            inner = condition.item if isinstance(condition, e.Not) else condition
            if isinstance(inner, e.Exists):
                if inner is not condition or not self._neighbours(inner):
                    self._exists(inner, wanted=inner is condition)
                continue
            found = match(condition, self.places)
            self.stages.append({"$match": found if found is not None else {"$expr": holds(condition, self.places)}})

    def _neighbours(self, it: e.Exists) -> bool:
        """Whether a row that overlaps another was all that was asked: one walk in order finds it."""
        found = rivals(self.select, it, self.store.physical.tables[self.select.table].primary_key)
        if found is None:
            return False
        absent = [self.places.path(ref) for ref in (*found.per, found.start) if self.places.may_be_absent(ref)]
        if absent:
            self.stages.append({"$match": {path: {"$ne": None} for path in absent}})
        last = self._free("last_instant") if self.places.may_be_absent(found.end) else ""
        names = Names(self._free("latest_end"), self._free("next_start"), last)
        self.stages += walked([self.places.path(r) for r in found.per], self.places.path(found.start), self.places.path(found.end), names)
        return True

    def _exists(self, it: e.Exists, *, wanted: bool) -> None:
        pairs = [p for p in pairs_of(it.where, it.alias) if p[1].table in self.places.aliases]
        inner = Places(self.store)
        inner.aliases[it.alias] = Alias(it.table, "")
        variables: dict[str, str] = {}
        scope = Outer(inner, self.places, variables)
        name = self._free(it.alias)
        stages: list[dict[str, Any]] = []
        sub = _Builder.__new__(_Builder)
        sub.store, sub.layout, sub.places, sub.stages, sub.unwound = self.store, self.layout, inner, stages, set()
        sub._unwind(it.alias, outer=False)
        if asks_again(it.where):
            raise Inexpressible("a question within a question within a question")
        stages.append({"$match": {"$expr": _all([holds(c, scope) for c in conjuncts(it.where)])}})
        stages += [{"$limit": 1}, {"$project": {"_id": 1}}]
        stage: dict[str, Any] = {"from": self.layout.collection(it.table).name}
        if pairs:
            first = self._sought(it.table, pairs)
            stage |= {"localField": self.places.path(first[1]), "foreignField": inner.path(first[0])}
        stage |= {"let": {n: f"${path}" for path, n in variables.items()}, "pipeline": stages, "as": name}
        self.stages += [{"$lookup": stage}, {"$match": {name: {"$ne": []} if wanted else []}}]

    # --- order, limit, answer ---

    def _can_cut_early(self) -> bool:
        """Where every join takes at most one row along and filters nothing, the limit comes first."""
        if _is_grouped(self.select) or self.waiting or not all(j.outer for j in self.select.joins):
            return False
        if not all(aliases_of(o.expression) <= {self.select.alias} for o in self.select.order_by):
            return False
        return all(self._stays_whole(j) or self._is_key(j) for j in self.select.joins)

    def _is_key(self, join: Join) -> bool:
        table = self.store.physical.tables[join.table]
        named = {a.column for a, _ in pairs_of(join.on, join.alias)}
        return set(table.primary_key) <= named

    def _cut(self) -> None:
        if self.select.order_by:
            order: dict[str, int] = {}
            for one in self.select.order_by:
                if not isinstance(one.expression, e.ColumnRef):
                    raise Inexpressible("an order by an expression")
                order[self.places.path(one.expression)] = -1 if one.descending else 1
            self.stages.append({"$sort": order})
        if self.select.limit:
            self.stages.append({"$limit": self.select.limit})

    def _shown(self) -> tuple[tuple[str, str], ...]:
        shown: dict[str, Any] = {}
        outputs = []
        for output in self.select.outputs:
            if isinstance(output.expression, e.ColumnRef):
                path = self.places.path(output.expression)
                shown[path] = 1
            else:
                path = output.name
                shown[path] = _projected(value(output.expression, self.places))
            outputs.append((output.name, path))
        for path in [p for p in shown if any(p != q and p.startswith(f"{q}.") for q in shown)]:
            del shown[path]  # shown with what it lies in
        if "_id" not in shown:
            shown = {"_id": 0, **shown}
        self.stages.append({"$project": shown})
        return tuple(outputs)

    def _grouped(self) -> tuple[tuple[str, str], ...]:
        select = self.select
        keys = {self._key_name(g, n): value(g, self.places) for n, g in enumerate(select.group_by)}
        group: dict[str, Any] = {"_id": keys or None}
        outputs: list[tuple[str, str]] = []
        computed: dict[str, Any] = {}
        for output in select.outputs:
            if output.expression in select.group_by:
                outputs.append((output.name, f"_id.{self._key_name(output.expression, select.group_by.index(output.expression))}"))
            elif isinstance(output.expression, e.Call) and output.expression.function in AGGREGATES:
                group[output.name] = self._accumulated(output.expression)
                outputs.append((output.name, output.name))
            else:
                computed[output.name] = self._after_group(output.expression, group)
                outputs.append((output.name, output.name))
        having = self._having(group)
        self.stages.append({"$group": group})
        if computed:
            self.stages.append({"$set": computed})
        if having is not None:
            self.stages.append({"$match": {"$expr": having}})
        self._cut_groups(dict(outputs))
        return tuple(outputs)

    def _key_name(self, expression: Expression, place: int) -> str:
        found = next((o.name for o in self.select.outputs if o.expression == expression), "")
        return found or (expression.column if isinstance(expression, e.ColumnRef) else f"key_{place + 1}")

    def _accumulated(self, call: e.Call) -> Any:
        if call.function == "count" and not call.arguments:
            return {"$sum": 1}
        given = value(call.arguments[0], self.places)
        if call.function == "count":
            return {"$sum": {"$cond": [{"$gt": [given, None]}, 1, 0]}}
        return {AGGREGATES[call.function]: given}

    def _after_group(self, expression: Expression, group: dict[str, Any]) -> Any:
        """An expression over groups: its aggregates are gathered by the group, its keys are those of the group."""
        if isinstance(expression, e.Call) and expression.function in AGGREGATES:
            made = self._accumulated(expression)
            name = next((n for n, g in group.items() if g == made and n != "_id"), f"{expression.function}_{len(group)}")
            group[name] = made
            return f"${name}"
        if expression in self.select.group_by:
            return f"$_id.{self._key_name(expression, self.select.group_by.index(expression))}"
        if isinstance(expression, e.ColumnRef):  # the same for the whole group, by its key
            name = self.places.path(expression).replace(".", "_")
            group.setdefault(name, {"$first": value(expression, self.places)})
            return f"${name}"
        if isinstance(expression, e.Constant):
            return value(expression, self.places)
        if isinstance(expression, e.Arithmetic):
            return {ARITHMETIC[expression.op]: [self._after_group(expression.left, group), self._after_group(expression.right, group)]}
        if isinstance(expression, e.Call) and expression.function == "coalesce":
            return {"$ifNull": [self._after_group(a, group) for a in expression.arguments]}
        raise Inexpressible(f"{type(expression).__name__} over groups")

    def _having(self, group: dict[str, Any]) -> Any:
        tests = []
        for condition in conjuncts(self.select.having):
            if not isinstance(condition, e.Compare):
                raise Inexpressible("a condition over groups")
            tests.append({OPERATORS[condition.op]: [self._after_group(condition.left, group), self._after_group(condition.right, group)]})
        return _all(tests) if tests else None

    def _cut_groups(self, paths: dict[str, str]) -> None:
        order: dict[str, int] = {}
        for one in self.select.order_by:
            name = next((o.name for o in self.select.outputs if o.expression == one.expression), None)
            if name is None:
                raise Inexpressible("an order of groups by what is not shown")
            order[paths[name]] = -1 if one.descending else 1
        if order:
            self.stages.append({"$sort": order})
        if self.select.limit:
            self.stages.append({"$limit": self.select.limit})


def _projected(found: Any) -> Any:
    """A number in a projection would mean "show the field"."""
    return {"$literal": found} if isinstance(found, int | bool) else found


def _all(tests: list[Any]) -> Any:
    return tests[0] if len(tests) == 1 else {"$and": tests}


def _is_grouped(select: Select) -> bool:
    return bool(select.group_by) or any(isinstance(o.expression, e.Call) and o.expression.function in AGGREGATES for o in select.outputs)
