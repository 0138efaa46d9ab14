"""A use case as steps on documents.

What a trigger does in a database of tables is a step here: stock is taken by an update whose filter demands that enough is there, a total
is summed from the document's own elements, and a rule over several documents (no overlap, at most so many) first changes the document
that they share, so that of two transactions the second conflicts, and then asks whether it is kept.

One document changes as a whole or not at all: a use case of one write is no transaction (MongoDB manual, atomicity).
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.outlying.flows import Flow, flows
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import pipeline
from relvar.engines.mongodb.schema import REVISION
from relvar.engines.mongodb.script import PARAMETER, PRESENT, Call
from relvar.engines.mongodb.use_cases.kept import above, locks, recomputed, taken, total
from relvar.engines.mongodb.writes import condition, new_element, write
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.query import Delete, Insert, Select, Transaction, Update
from relvar.model.walking import every
from relvar.plan.documents.layout import KEY

Kind = Literal["write", "changed", "none", "room", "over"]


class Step(NamedTuple):
    """`changed`: the document must be there and in the state asked for, else the caller gives way. `none`: the question finds nothing.

    `room`: where no document matches there is no room left, and only then the steps `over` that follow are done.
    """

    kind: Kind
    call: Call
    says: str = ""


class UseCase(NamedTuple):
    """`made`: keys that the driver makes, by parameter, with what makes them. `once`: unique indexes by which it was done before."""

    name: str
    steps: tuple[Step, ...]
    made: dict[str, str]
    once: tuple[str, ...]

    @property
    def is_transaction(self) -> bool:
        """Whether several documents change, or one changes on what others say.

        What flows over is none: the mark comes first, and a mark without anything behind it says nothing wrong.
        """
        return len([s for s in self.steps if s.kind != "over"]) > 1


def use_case(store: Store, transaction: Transaction, without: tuple[str, ...] = ()) -> UseCase:
    """The steps of a transaction of rows; `without`: rules and constraints that are left unguarded. Raises Inexpressible."""
    return _Builder(store, transaction, without).build()


class _Builder:
    def __init__(self, store: Store, transaction: Transaction, without: tuple[str, ...]) -> None:
        self.store, self.layout, self.transaction, self.without = store, store.layout, transaction, without
        self.flows = flows(store)
        self.steps: list[Step] = []
        self.last: list[Step] = []  # what is asked when all is written
        self.made: dict[str, str] = {}
        self.once: list[str] = []
        self.inserted: dict[str, Step] = {}  # by table: the step that inserts its row as a document

    def build(self) -> UseCase:
        statements = self.transaction.statements
        for statement in statements:
            if isinstance(statement, Select) and statement.lock:
                self._lock(statement)
        for statement in statements:
            if isinstance(statement, Insert):
                self._insert(statement)
            elif isinstance(statement, Update):
                self._update(statement)
            elif isinstance(statement, Delete):
                self._delete(statement)
        return UseCase(self.transaction.name, (*self.steps, *self.last), self.made, tuple(dict.fromkeys(self.once)))

    # --- what the statements say ---

    def _lock(self, statement: Select) -> None:
        """A write to the document is its lock: where the use case writes it anyway, nothing more is needed."""
        collection = self.layout.collection(statement.table)
        if collection.revision and statement.where is not None and not self._is_written(statement.table):
            query = condition(self.store, statement.table, statement.where, statement.alias)
            self._claim(collection.name, query, self.store.physical.tables[statement.table].name)

    def _is_written(self, table: str) -> bool:
        home = self.layout.home[table]
        return any(isinstance(s, Update | Delete) and self.layout.home[s.table] == home for s in self.transaction.statements)

    def _claim(self, collection: str, query: dict[str, Any], what: str) -> None:
        call = Call(collection, "updateOne", (query, {"$inc": {REVISION: {"$numberLong": "1"}}}))
        if all(s.call != call for s in self.steps):
            self.steps.append(Step("changed", call, f"no such document in {what}"))

    def _insert(self, statement: Insert) -> None:
        table = statement.table
        self._keys(statement)
        self._rules(table, statement)
        flow = self.flows.get(table)
        if flow is not None and self._flows(flow, statement):
            self._kept(statement)
            return
        holder = self.inserted.get(self.layout.chain(table)[0]) if self.layout.embedding(table) is not None else None
        if holder is not None and len(self.layout.path(table)) == 1:
            self._within(holder, statement)
        else:
            call = write(self.store, statement)
            step = Step("write", _present(call)) if call.method == "insertOne" else Step("changed", _present(call), "no document to lie in")
            self.steps.append(step)
            if call.method == "insertOne":
                self.inserted[table] = step
        self._kept(statement)

    def _flows(self, flow: Flow, statement: Insert) -> bool:
        """Into the owner's document while it has room, in the order of arrival; then the owner is marked, and the row is a document."""
        made = new_element(self.store, statement)
        if flow.reference not in made:
            return False
        holder, inside = self.inserted.get(flow.owner.root), flow.element(made)
        if holder is not None:
            holder.call.arguments[0][PRESENT].setdefault(flow.outlier.field, []).append(inside)
            return True
        owner = {KEY: made[flow.reference]}
        pushed = Call(flow.owner.name, "updateOne", ({**owner, **flow.room}, {"$push": {flow.outlier.field: inside}}))
        self.steps.append(Step("room", _present(pushed)))
        self.steps.append(Step("over", Call(flow.owner.name, "updateOne", (owner, flow.marked))))
        self.steps.append(Step("over", _present(Call(flow.apart.name, "insertOne", (made,)))))
        return True

    def _within(self, holder: Step, statement: Insert) -> None:
        """An element of a document that is inserted in the same use case is inserted with it."""
        embedding = self.layout.embedding(statement.table)
        assert embedding is not None
        document = holder.call.arguments[0][PRESENT]
        made = new_element(self.store, statement)
        if embedding.many:
            document.setdefault(embedding.field, []).append(made)
        else:
            document[embedding.field] = made

    def _keys(self, statement: Insert) -> None:
        table = self.store.physical.tables[statement.table]
        for id_ in self.layout.own_columns(statement.table):
            column = table.columns[id_]
            if id_ in statement.values:
                continue
            if column.identity:
                self.made[column.name] = "ObjectId"
            elif isinstance(column.default, e.Call) and column.default.function in ("new_uuid", "new_ordered_uuid"):
                self.made[column.name] = "UUID"
        if statement.ignore_duplicates_of:
            self.once += [i.name for i in self.layout.collection(statement.table).indexes.values() if self._is_over(i.of, i.unique, statement)]

    def _is_over(self, of: tuple[str, ...], unique: bool, statement: Insert) -> bool:
        table = self.store.physical.tables[statement.table]
        names = [o.partition(".")[2] for o in of if o.startswith(f"{statement.table}.")]
        keys = [getattr(table.constraints.get(n), "columns", ()) for n in names]
        keys += [tuple(getattr(p.expression, "column", "") for p in table.indexes[n].parts) for n in names if n in table.indexes]
        return unique and any(set(k) == set(statement.ignore_duplicates_of) for k in keys)

    def _update(self, statement: Update) -> None:
        self._rules(statement.table, statement)
        call = _touched(self.store, statement.table, write(self.store, statement))
        says = "no longer as it was read: somebody was first" if statement.expect_rows else ""
        self.steps.append(Step("changed" if statement.expect_rows else "write", _present(call), says))

    def _delete(self, statement: Delete) -> None:
        kept = [i for i, r in self.store.physical.behaviours.items() if isinstance(r, b.KeepTotal | b.TakeStock) and r.of == statement.table]
        if kept:
            raise Inexpressible(f"what a deletion gives back ({', '.join(kept)})")
        self.steps.append(Step("write", write(self.store, statement)))

    # --- what triggers would do ---

    def _rules(self, table: str, statement: Insert | Update) -> None:
        """Rules over several documents: the shared one first, the question last."""
        for id_, rule in self.store.physical.behaviours.items():
            if not isinstance(rule, b.ForbidOverlap | b.LimitCount) or rule.table != table or id_ in self.without:
                continue
            if isinstance(statement, Update) and not _moves(rule, statement):
                continue
            shared = locks(self.store, rule, statement)
            for collection, query in shared:
                self._claim(collection, query, collection)
            if shared:
                self._ask(id_, rule, statement)

    def _ask(self, id_: str, rule: b.ForbidOverlap | b.LimitCount, statement: Insert | Update) -> None:
        select = above(self.store.physical, rule, statement)
        if select is not None:
            question = pipeline(self.store, select)
            says = f"{id_}: " + ("it overlaps another" if isinstance(rule, b.ForbidOverlap) else "no place is left")
            self.last.append(Step("none", Call(question.collection, "aggregate", (question.pipeline,)), says))

    def _is_bare(self, id_: str, table: str) -> bool:
        """Whether nothing guards the rule: neither itself nor a check of the rows that it changes."""
        return id_ in self.without or any(w.partition(".")[0] == table for w in self.without)

    def _kept(self, statement: Insert) -> None:
        for id_, rule in self.store.physical.behaviours.items():
            if isinstance(rule, b.TakeStock) and rule.of == statement.table:
                self.steps.append(Step("changed", taken(self.store, rule, statement, self._is_bare(id_, rule.table)), "not enough is left"))
            elif isinstance(rule, b.KeepTotal) and rule.of == statement.table:
                together = self.layout.home[rule.table] == self.layout.home[rule.of]
                call = recomputed(self.store, rule, statement) if together else total(self.store, rule, statement)
                self.steps = [s for s in self.steps if s.call != call]
                self.steps.append(Step("changed", call, "the document of the total is missing"))
            elif isinstance(rule, b.NumberWithoutGaps) and rule.table == statement.table:
                raise Inexpressible(f"the number of {rule.column}, which a counter's answer gives")


def _moves(rule: b.ForbidOverlap | b.LimitCount, statement: Update) -> bool:
    """Whether the change can make a row count that did not."""
    named = {rule.start, rule.end, *rule.per} if isinstance(rule, b.ForbidOverlap) else {*rule.reference}
    states = {r.column for r in every(e.ColumnRef, rule.where)}
    return bool((named | states) & set(statement.sets))


def _touched(store: Store, table: str, call: Call) -> Call:
    """The time of the change, by the server's clock."""
    rules = [r for r in store.physical.behaviours.values() if isinstance(r, b.TouchTime) and r.table == table]
    if not rules or store.layout.many(table):
        return call
    query, change, *rest = call.arguments
    paths = [store.layout.full(table, r.column) for r in rules]
    if isinstance(change, list):
        return Call(call.on, call.method, (query, [*change, {"$set": dict.fromkeys(paths, "$$NOW")}], *rest))
    kept = {p: v for p, v in change.get("$set", {}).items() if p not in paths}  # what the caller says of it gives way to the clock
    sets = {"$set": kept} if kept else {}
    others = {word: v for word, v in change.items() if word != "$set"}
    return Call(call.on, call.method, (query, {**sets, **others, "$currentDate": dict.fromkeys(paths, True)}, *rest))


def _present(call: Call) -> Call:
    """An absent value is an absent field: what the caller leaves out is not written as null."""
    place = 0 if call.method == "insertOne" else 1
    arguments = list(call.arguments)
    if (place < len(arguments) and isinstance(arguments[place], dict) and PARAMETER in repr(arguments[place])) or place == 0:
        arguments[place] = {PRESENT: arguments[place]}
    return Call(call.on, call.method, tuple(arguments))
