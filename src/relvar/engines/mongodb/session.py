"""One connection: questions of the model as pipelines, rows as documents, refusals by the name of the rule that was broken."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from relvar.engines.base import Refusal, Row, Values
from relvar.engines.mongodb.evaluator import Fault, faults
from relvar.engines.mongodb.outlying.flows import Flow, flows
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import Question, pipeline
from relvar.engines.mongodb.rows import Fetch, element, owner_filter, plain, values_of
from relvar.engines.mongodb.schema import fold, rules, schema
from relvar.engines.mongodb.script import Call, filled, read_script
from relvar.engines.mongodb.types import in_document
from relvar.errors import ServerUnavailable
from relvar.model import expression as e
from relvar.model.physical import CheckConstraint, column_like
from relvar.model.query import Select, Transaction
from relvar.model.query import Statement as QueryStatement
from relvar.model.walking import nodes
from relvar.plan.documents.layout import KEY

if TYPE_CHECKING:
    from relvar.engines.mongodb.live import MongoDatabase

DUPLICATE, INVALID, CONFLICT = 11000, 121, 112
# What PostgreSQL's planner says of itself, on which DocumentDB stands: a lookup with variables into a view, seen with 0.104.
PLANNER = re.compile("plan should not reference subplan's variable|no relation entry for relid")
LAST = "\uffff"  # after every character that a person types


class MongoSession:
    """A Session of the harness."""

    def __init__(self, database: MongoDatabase, context: Values | None = None) -> None:
        self.database = database
        self.store: Store = database.store_
        self.flows = flows(self.store)
        self.context = dict(context or {})
        self.session: Any = None

    # --- transactions ---

    def begin(self, isolation: str = "") -> None:
        self.session = self.database.client.start_session()
        self.session.start_transaction()

    def commit(self) -> None:
        self._end("commit_transaction")

    def rollback(self) -> None:
        self._end("abort_transaction")

    def _end(self, how: str) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            try:
                if session.in_transaction:
                    getattr(session, how)()
            finally:
                session.end_session()

    def close(self) -> None:
        self.rollback()

    # --- statements ---

    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        if not isinstance(statement, Select):
            raise Refusal("other", "", f"{type(statement).__name__} of rows is no statement here")
        question = pipeline(self.store, statement)
        documents = self.aggregate(question, given(self.store, statement, {**self.context, **(values or {})}))
        return values_of(self.store, question, _typed(statement), documents)

    def aggregate(self, question: Question, values: dict[str, Any]) -> list[Any]:
        found = filled(question.pipeline, values, int(time.time() * 1000))
        answer = self.command({"aggregate": question.collection, "pipeline": found, "cursor": {"batchSize": 100_000}})
        return list(answer["cursor"]["firstBatch"])

    def acts(self, text: str, transaction: Transaction) -> tuple[Callable[[dict[str, Any]], str], ...]:
        """The steps of a use case as its file says them."""
        from relvar.engines.mongodb.use_cases import racing

        return racing.acts(self, text, transaction)

    def values(self, transaction: Transaction, values: Values) -> dict[str, Any]:
        """A use case's parameters in extended JSON, by the columns that they are like."""
        found: dict[str, Any] = {}
        for statement in transaction.statements:
            found |= given(self.store, statement, {**self.context, **values})
        return found

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run calls of the shell; the answer's documents, one a row."""
        rows: list[Row] = []
        for call in read_script(text):
            answer = self.database.call(call, self)
            rows += [(one,) for one in answer.get("cursor", {}).get("firstBatch", [answer])]
        return rows

    def command(self, command: dict[str, Any]) -> dict[str, Any]:
        """Run a command given in extended JSON; its answer in extended JSON. Raises Refusal, and ConnectionFailure where the server is gone."""
        from pymongo.errors import ConnectionFailure, PyMongoError

        from relvar.engines.mongodb.extended import driven, told

        try:
            asked = driven(command)
            at = self.database.client["admin"] if "renameCollection" in command else self.database.connection
            answer = at.command(asked, session=self.session, codec_options=self.database.connection.codec_options)
            found: dict[str, Any] = told(answer)
        except ConnectionFailure:
            raise
        except PyMongoError as error:
            if self.database.server.stands_in and PLANNER.search(str(error)):
                what = f"{self.database.server.version} cannot plan it ({str(error).partition(',')[0]}): MongoDB may"
                raise ServerUnavailable(what=what, remedy="try it with --server mongodb://...") from error
            raise refusal(error) from error
        for fault in found.get("writeErrors", ()):
            raise _write_refusal(int(plain(fault["code"])), str(fault.get("errmsg", "")))
        return found

    def insert(self, table: str, row: Values) -> Row:
        """A document, or an element into its document. Raises Refusal."""
        values = self._with_key(table, row)
        try:
            if table in self.flows and self._fits(self.flows[table], element(self.store, table, values, self.fetch)):
                pass
            elif self.store.layout.embedding(table) is None:
                self.command({"insert": self.store.layout.collection(table).name, "documents": [element(self.store, table, values, self.fetch)]})
            else:
                self._embed(table, values)
        except Refusal as refused:
            self._named(table, values, refused)
            raise
        return tuple(values.get(c) for c in self.store.physical.tables[table].primary_key)

    def _fits(self, flow: Flow, made: dict[str, Any]) -> bool:
        """Whether the row was put into its owner's document; where there is no room, the document is marked."""
        owner = {KEY: made.get(flow.reference)}
        inside = {"$push": {flow.outlier.field: flow.element(made)}}
        answer = self.command({"update": flow.owner.name, "updates": [{"q": {**owner, **flow.room}, "u": inside}]})
        if int(plain(answer.get("n", 0))):
            return True
        self.command({"update": flow.owner.name, "updates": [{"q": owner, "u": flow.marked}]})
        return False

    def fetch(self, table: str, query: dict[str, Any]) -> Any:
        """The document that a row is or lies in, as this session sees it, or None. MongoDB ends a transaction at its first refusal."""
        asked = {"find": self.store.layout.collection(table).name, "filter": query, "limit": 1, "singleBatch": True}
        try:
            answer = self.command(asked)
        except Refusal:
            answer = self.database.outside().command(asked)
        return next(iter(answer["cursor"]["firstBatch"]), None)

    def _with_key(self, table: str, row: Values) -> dict[str, Any]:
        """What drivers make: keys, defaults of the model that a writer fills in."""
        values = dict(row)
        for id_, column in self.store.physical.tables[table].columns.items():
            if id_ not in values and column.identity:
                values[id_] = self.database.next_number()
            elif values.get(id_) is None and id_ not in row and column.default is not None:
                values[id_] = self.database.default(column)
        return values

    def _embed(self, table: str, row: dict[str, Any]) -> None:
        layout = self.store.layout
        owner = self.store.physical.tables[table]
        missing = next((c for c in layout.reference(table).columns if row.get(c) is None), None)
        if missing is not None:
            raise Refusal("not_null", f"{owner.name}.{owner.columns[missing].name}", "an element without the document that it lies in")
        answer = self.command({"update": layout.collection(table).name, "updates": [push(self.store, table, [row], self.fetch)]})
        if int(plain(answer.get("n", 0))) == 0:
            found = self.command({"count": layout.collection(table).name, "query": owner_filter(self.store, table, row)})
            if int(plain(found["n"])):
                raise Refusal("unique", owner.primary_key_name, "the document has one already")
            raise Refusal("foreign_key", layout.reference(table).name, "no document to lie in")

    # --- the name of what refused ---

    def _named(self, table: str, row: dict[str, Any], refused: Refusal) -> None:
        """Which rule of the design it was: the server says only that the document is invalid, or which index."""
        if refused.kind == "unique":
            refused.constraint = self._key_name(table, refused.constraint)
        elif refused.kind == "check" and not refused.constraint:
            found = next(self._broken(table, row), None)
            if found is not None:
                refused.kind, refused.constraint = found

    def _key_name(self, table: str, index: str) -> str:
        if index in ("_id_", ""):
            return self.store.physical.tables[self.store.layout.collection(table).root].primary_key_name
        return index

    def _broken(self, table: str, row: dict[str, Any]) -> Iterator[tuple[Any, str]]:
        collection = self.store.layout.collection(table)
        path = ".".join(self.store.layout.path(table))
        document: Any = element(self.store, table, row, self.fetch)
        whole = self._whole(table, row, document)
        form = schema(self.store, collection)
        for part in self.store.layout.path(table):
            form = form["properties"][part]
            form = form.get("items", form) if not self.store.layout.is_scalar(table) else form
        found = whole.get(path) if self.store.layout.is_scalar(table) else document
        for fault in faults(form, found, path):
            yield self._fault(table, fault)
        for rule in rules(self.store, collection):
            if rule.of.startswith(f"{table}.") and self._is_refuted(whole, rule.expression):
                yield self._rule(table, rule.of.partition(".")[2])

    def _fault(self, table: str, fault: Fault) -> tuple[Any, str]:
        owner = self.store.physical.tables[table]
        column = next((c for c in owner.columns if self.store.layout.full(table, c) == fault.path), "")
        if fault.keyword == "required" or (fault.keyword == "bsonType" and self.store.layout.is_scalar(table)):
            return "not_null", f"{owner.name}.{owner.columns[column].name}" if column else fault.path
        if fault.keyword == "uniqueItems":
            return "unique", owner.primary_key_name
        for check in owner.constraints.values():
            if isinstance(check, CheckConstraint):
                folded = fold(owner, check.condition) or []
                if any(c == column and fault.keyword in keywords for c, keywords in folded):
                    return "check", check.name
        return ("type" if fault.keyword in ("bsonType", "additionalProperties", "maxLength") else "check"), fault.path

    def _rule(self, table: str, id_: str) -> tuple[Any, str]:
        owner = self.store.physical.tables[table]
        if id_ == "primary_key":
            return "unique", owner.primary_key_name
        found = owner.constraints.get(id_)
        return ("check" if isinstance(found, CheckConstraint) else "unique"), getattr(found, "name", id_)

    def _whole(self, table: str, row: dict[str, Any], mine: Any) -> Any:
        """The document as it would have been."""
        layout = self.store.layout
        embedding = layout.embedding(table)
        if embedding is None:
            return mine
        document = self.fetch(table, owner_filter(self.store, table, row)) or {}
        if len(layout.path(table)) == 1:
            document[embedding.field] = [*document.get(embedding.field, []), mine] if embedding.many else mine
        return document

    def _is_refuted(self, document: Any, expression: Any) -> bool:
        """The server evaluates the rule on the document, stored nowhere."""
        stages = [{"$documents": [document]}, {"$project": {"_id": 0, "kept": expression}}]
        answer = self.database.outside().command({"aggregate": 1, "pipeline": stages, "cursor": {}})
        return answer["cursor"]["firstBatch"][0].get("kept") is False


def push(store: Store, table: str, rows_: Sequence[Values], fetch: Fetch) -> dict[str, Any]:
    """The update that puts elements into their document. Elements that lie deeper name the element around them by a filter."""
    layout = store.layout
    embedding = layout.embedding(table)
    assert embedding is not None
    query = owner_filter(store, table, rows_[0])
    path, filters = _position(store, table, query)
    if embedding.many:
        return {"q": query, "u": {"$push": {path: {"$each": [element(store, table, r, fetch) for r in rows_]}}}, **filters}
    return {"q": {**query, path: {"$exists": False}}, "u": {"$set": {path: element(store, table, rows_[0], fetch)}}, **filters}


def _position(store: Store, table: str, query: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    *way, last = store.layout.path(table)
    inside = [k for k in query if k != KEY and "." in k]
    if not way or not inside:
        return ".".join((*way, last)), {}
    filters = [{".".join(("at", *k.split(".")[len(way) :])): v for k, v in query.items() if k in inside}]
    return ".".join((*way, "$[at]", last)), {"arrayFilters": filters}


def given(store: Store, statement: QueryStatement, values: Values) -> dict[str, Any]:
    """Parameters and context values in extended JSON, with what a caller derives of them: lower case, the end of a prefix."""
    found: dict[str, Any] = {}
    for one in _parameters(statement):
        table, _, column = one.like.partition(".")
        value, member = values.get(one.name), column_like(store.physical, one.like) if "." in column else None
        if value is None:
            made = None
        elif member is not None:
            made = in_document(value, member.data)
        elif column in store.physical.tables[table].columns:
            made = store.types.ejson(table, column, value)
        else:
            made = value
        found[one.name] = made
        if isinstance(value, str):
            found[f"{one.name}_lower"] = value.lower()
            found[f"{one.name}_escaped"] = re.escape(value.lower())
            found[f"{one.name}_end"] = value.lower() + LAST
    for node in nodes(statement):
        if isinstance(node, e.Arithmetic) and isinstance(node.left, e.Parameter) and isinstance(node.right, e.Constant):
            value = values.get(node.left.name)
            if isinstance(value, int) and isinstance(node.right.value, int):  # the number after the one given
                found[f"{node.left.name}_next"] = value + node.right.value
        if isinstance(node, e.StartsWith) and isinstance(found.get(node.prefix.name), str):
            found[node.prefix.name] = found[node.prefix.name].lower()
    return found


def _parameters(statement: QueryStatement) -> list[Any]:
    return [node for node in nodes(statement) if isinstance(node, e.Parameter | e.Context)]


class _Output:
    """An output and the table that its column is of."""

    def __init__(self, expression: Any, like: str | None) -> None:
        self.expression, self.like = expression, like


def _typed(select: Select) -> list[_Output]:
    tables = {select.alias: select.table, **{j.alias: j.table for j in select.joins}}
    return [_Output(o.expression, tables.get(getattr(o.expression, "table", ""))) for o in select.outputs]


def refusal(error: Exception) -> Refusal:
    """A driver's error as a refusal of the harness."""
    details = getattr(error, "details", None) or {}
    for fault in details.get("writeErrors", ()):
        return _write_refusal(int(fault.get("code", 0)), str(fault.get("errmsg", "")))
    return _write_refusal(int(getattr(error, "code", 0) or 0), str(error))


def _write_refusal(code: int, message: str) -> Refusal:
    if code == DUPLICATE:
        found = re.search(r"Index '([^']+)'|index: (\S+)", message)
        return Refusal("unique", (found[1] or found[2]) if found else "", message, str(code))
    if code == INVALID:
        return Refusal("check", "", message, str(code))
    return Refusal("conflict" if code == CONFLICT else "other", "", message, str(code))


def is_call(text: str) -> bool:
    return bool(text.strip()) and isinstance(next(iter(read_script(text)), None), Call)
