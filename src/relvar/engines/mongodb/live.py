"""The harness for real: DocumentDB, which stands in for MongoDB, or a MongoDB that a user names; both through MongoDB's own driver.

A finding of DocumentDB is one of DocumentDB: its version says so. What it does not know is left out and said (catalog.py), and an
evaluator of our own checks the keywords that it refuses.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from relvar.engines.base import Archiving, Plan, Refusal, Rights, Row, Values
from relvar.engines.mongodb import catalog, guards
from relvar.engines.mongodb.address import OPTIONS, connected, driver
from relvar.engines.mongodb.catalog import adapted, said
from relvar.engines.mongodb.commands import command_of
from relvar.engines.mongodb.guards import MARK
from relvar.engines.mongodb.migrating import run
from relvar.engines.mongodb.operating.checks import questions
from relvar.engines.mongodb.operating.expired import anonymise, expire
from relvar.engines.mongodb.outlying.flows import flows
from relvar.engines.mongodb.outlying.loading import sorted_out
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import pipeline
from relvar.engines.mongodb.reported import index_facts, scans
from relvar.engines.mongodb.rows import amounts, element, newest, owner_filter, plain, unordered
from relvar.engines.mongodb.script import OWN, Call, Unreadable, filled, read_function, read_script, written
from relvar.engines.mongodb.securing import files
from relvar.engines.mongodb.session import MongoSession, given, push
from relvar.engines.mongodb.types import ejson
from relvar.errors import AccessDenied, ServerUnavailable, StatementFailed
from relvar.model.design import Design
from relvar.model.documents import Collection
from relvar.model.expression import Call as Function
from relvar.model.expression import Constant
from relvar.model.physical import Column
from relvar.model.query import Select, Transaction
from relvar.model.query import Statement as QueryStatement

BATCH = 1_000
WRITTEN = {"insert": "documents", "update": "updates"}  # what a command of writes is about
AGAIN = (0.0, 0.2, 1.0)  # seconds before each try to take away what was made


class MongoDatabase:
    """A Database of the harness."""

    engine = "mongodb"

    def __init__(self, server: MongoServer, design: Design, store: str, name: str, *, mark: bool = True) -> None:
        self.server, self.design, self.store = server, design, store
        self.version = server.version
        self.physical = design.physical[store]
        self.store_ = Store.of(self.physical)
        self.name = name
        self.client = server.client
        self.connection = self.client[name]
        self.numbers = itertools.count(10**9)
        self.cache: dict[str, dict[str, Any]] = {}
        self.may_drop = False  # whether a file may take rows that it asks about
        if there := guards.occupied(self.outside()):
            remedy = "a proof makes databases of its own and drops them, and touches no other: run it again, for another name"
            raise AccessDenied(what=f"no database can be made: {guards.held(name, there)}", remedy=remedy)
        if mark:
            self.outside().command({"insert": MARK, "documents": [{"_id": "mark"}]})

    def next_number(self) -> int:
        return next(self.numbers)

    def default(self, column: Column) -> Any:
        """What the writer fills in, where the row leaves it to a default of the model."""
        value = column.default
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Function):
            return {"now": datetime.now(UTC), "today": datetime.now(UTC).date()}.get(value.function) or uuid.uuid4()
        return None

    # --- files ---

    def apply(self, text: str) -> tuple[str, ...]:
        session, self.may_drop = MongoSession(self), False
        try:
            calls = read_script(text)
        except Unreadable as error:
            raise StatementFailed(what=f"the script cannot be read: {error}", statement=text[:200], answer=str(error)) from error
        for call in calls:
            try:
                self.call(call, session)
            except Refusal as refused:
                raise StatementFailed(what=f"refused: {refused}", statement=written(call)[:2_000], answer=str(refused)) from refused
        return ()

    def call(self, call: Call, session: MongoSession) -> dict[str, Any]:
        """One call of the shell as the command that it stands for. Raises Refusal."""
        if call.method in OWN and not call.on:
            return self._own(call, session)
        now = int(datetime.now(UTC).timestamp() * 1000)
        arguments = filled(list(call.arguments), {}, now)
        return session.command(self.adapted(command_of(self.name, call._replace(arguments=tuple(arguments)))))

    def _own(self, call: Call, session: MongoSession) -> dict[str, Any]:
        """The helpers that scripts define for themselves."""
        own: dict[str, Callable[..., Any]] = {**guards.CALLS, **run.CALLS, "expire": expire, "anonymise": anonymise}
        if call.method in own:
            own[call.method](session, *filled(list(call.arguments), {}, int(datetime.now(UTC).timestamp() * 1000)))
            return {}
        if call.method == "setView":
            name, on, stages = call.arguments
            make = "collMod" if self.source(name) else "create"
            return session.command({make: name, "viewOn": on, "pipeline": stages})
        raise Refusal("other", "", f"{call.method}: roles and shards belong to the server, not to the database of a proof: they are read, not made")

    def adapted(self, command: dict[str, Any]) -> dict[str, Any]:
        """A command without what the server at hand does not know."""
        return adapted(command) if self.server.stands_in else command

    # --- access ---

    def rights(self, text: str) -> Rights:
        return files.rights(text)

    def source(self, name: str) -> str:
        listed = self.outside().command({"listCollections": 1, "filter": {"name": name}, "cursor": {}})["cursor"]["firstBatch"]
        return str(listed[0].get("options", {}).get("viewOn", name)) if listed else ""

    def documents(self, name: str) -> list[dict[str, Any]]:
        asked = {"aggregate": name, "pipeline": [{"$sort": {"_id": 1}}], "cursor": {"batchSize": 1_000_000}}
        return list(self.outside().command(asked)["cursor"]["firstBatch"])

    def answer(self, text: str, question: Select, values: Values, context: Values) -> list[Any]:
        call = read_function(text)
        found = filled(call.arguments[0], given(self.store_, question, {**context, **values}), int(datetime.now(UTC).timestamp() * 1000))
        return list(self.outside().command({"aggregate": call.on, "pipeline": found, "cursor": {"batchSize": 100_000}})["cursor"]["firstBatch"])

    def checked(self, text: str) -> dict[str, int]:
        answers = {name: self.call(call, self.outside())["cursor"]["firstBatch"] for name, call in questions(text).items()}
        return {name: int(plain(found[0]["wrong"])) if found else 0 for name, found in answers.items()}

    @contextmanager
    def losing(self, table: str, key: Values) -> Iterator[None]:
        wanted = {self.store_.layout.full(table, c): self.store_.types.ejson(table, c, v) for c, v in key.items()}
        document, collection = self.fetch(table, wanted), self.store_.layout.collection(table).name
        self.outside().command({"delete": collection, "deletes": [{"q": {"_id": document["_id"]}, "limit": 1}]})
        try:
            yield
        finally:
            self.outside().command({"insert": collection, "documents": [document]})

    def use_case(self, transaction: Transaction, without: tuple[str, ...]) -> str:
        """The file of a use case that lacks what guards it."""
        from relvar.engines.mongodb.text import text
        from relvar.engines.mongodb.use_cases.files import script

        return text(script(self.store_, "bare", transaction, without))

    # --- rows ---

    def outside(self) -> MongoSession:
        """A session in no transaction."""
        return MongoSession(self)

    def deployed_by(self) -> str:
        return ""

    def session(self, role: str = "", context: Values | None = None) -> MongoSession:
        return MongoSession(self, context)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Documents by insertion, elements by `$push` into their documents, grouped so that each document is written once."""
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        collection = self.store_.layout.collection(table).name
        try:
            if self.store_.layout.embedding(table) is None:
                documents = self._made(table, found)
                loaded = len(documents)
                if (flow := flows(self.store_).get(table)) is not None:
                    updates, documents = sorted_out(flow, documents, self.outside().command)
                    self._written("update", flow.owner.name, updates)
                self._written("insert", collection, documents)
            else:
                loaded = self._push(collection, table, found)
            self._totals(table, found)
            for name, update in newest(self.store_, table, found):
                self.outside().command({"update": name, "updates": [update]})
            return loaded
        except Refusal as refused:
            raise StatementFailed(what=f"rows of {table} are refused: {refused}", statement=table, answer=str(refused)) from refused

    def _made(self, table: str, rows: list[dict[str, Any]]) -> list[Any]:
        """Documents, each known to those after it: a row may refer to one of its own kind."""
        documents = []
        for row in rows:
            made = element(self.store_, table, row, self.known)
            self.cache.setdefault(table, {})[repr(made.get("_id"))] = made
            documents.append(made)
        return documents

    def fetch(self, table: str, query: dict[str, Any]) -> Any:
        """The document that a row is, or None. In no transaction."""
        found = self.outside().command({"find": self.store_.layout.collection(table).name, "filter": query, "limit": 1, "singleBatch": True})
        return next(iter(found["cursor"]["firstBatch"]), None)

    def known(self, table: str, query: dict[str, Any]) -> Any:
        """The same while rows are loaded: every document is asked for once."""
        mine = self.cache.setdefault(table, {})
        name = repr(query.get("_id", query))
        if name not in mine:
            mine[name] = self.fetch(table, query)
        return mine[name]

    def _push(self, collection: str, table: str, rows: list[dict[str, Any]]) -> int:
        owners: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            owners.setdefault(repr(owner_filter(self.store_, table, row)), []).append(row)
        updates = [push(self.store_, table, group, self.known) for group in owners.values()]
        changed = self._written("update", collection, updates)
        if changed < len(updates):
            raise StatementFailed(
                what=f"{len(updates) - changed} documents for rows of {table} are missing", statement=table, answer="no document matched"
            )
        return len(rows)

    def _totals(self, table: str, rows: list[dict[str, Any]]) -> None:
        """What the writer keeps with every change: totals of what was written."""
        updates: dict[str, list[dict[str, Any]]] = {}
        for rule, query, amount in amounts(self.store_, table, rows):
            column = self.physical.tables[rule.table].columns[rule.column]
            update = {"q": query, "u": {"$inc": {self.store_.layout.full(rule.table, rule.column): ejson(amount, column.data)}}}
            updates.setdefault(self.store_.layout.collection(rule.table).name, []).append(update)
        for name, some in updates.items():
            self._written("update", name, some)

    def _written(self, verb: Literal["insert", "update"], collection: str, items: list[Any]) -> int:
        """Writes in as few commands as may be; how many documents they met. Raises Refusal."""
        met, session = 0, self.outside()
        for start in range(0, len(items), BATCH):
            answer = session.command({verb: collection, WRITTEN[verb]: items[start : start + BATCH]})
            met += int(plain(answer.get("n", 0)))
        return met

    def analyze(self) -> None:
        self.server.analyze()

    # --- plans and facts ---

    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        assert isinstance(statement, Select)
        question = pipeline(self.store_, statement)
        asked = filled(question.pipeline, given(self.store_, statement, {**(context or {}), **values}), int(datetime.now(UTC).timestamp() * 1000))
        answer = self.outside().command({"explain": {"aggregate": question.collection, "pipeline": asked, "cursor": {}}, "verbosity": "queryPlanner"})
        uses, whole = set(), set()
        for stage, namespace, index in scans(answer):
            collection = namespace.partition(".")[2] or question.collection
            if stage == "IXSCAN":
                uses.add(f"{collection}.{index}")
            elif stage == "COLLSCAN":
                whole.add(collection)
        return Plan(frozenset(uses), frozenset(whole), said(answer.get("queryPlanner", answer)))

    def inspect(self) -> dict[str, str]:
        session = self.outside()
        facts: dict[str, str] = {}
        for found in session.command({"listCollections": 1, "cursor": {"batchSize": 10_000}})["cursor"]["firstBatch"]:
            if found["name"] == MARK or found["name"].startswith("system."):
                continue
            facts[f"collection {found['name']}"] = said(catalog.plain(found.get("options", {})))
            listed = session.command({"listIndexes": found["name"], "cursor": {"batchSize": 1_000}})["cursor"]["firstBatch"]
            for index in listed:
                if index["name"] != "_id_":
                    facts[f"index {found['name']}.{index['name']}"] = said(index_facts(index))
        return facts

    @contextmanager
    def without(self, element: str) -> Iterator[None]:
        """Without an index, named "collection id.index id", or without what upholds a rule of the rows, named "table.id"."""
        from relvar.engines.mongodb.ddl import Ddl
        from relvar.engines.mongodb.use_cases import racing

        id_, _, name = element.partition(".")
        if id_ not in self.physical.collections or name not in self.physical.collections[id_].indexes:
            with racing.without(self, element):
                yield
            return
        collection = self.physical.collections[id_]
        session = self.outside()
        session.command({"dropIndexes": collection.name, "index": name})
        try:
            yield
        finally:
            self.call(Ddl(self.physical).index(collection, collection.indexes[name]), session)

    def checksums(self) -> dict[str, tuple[int, str]]:
        return {id_: self._checksum(c) for id_, c in self.physical.collections.items()}

    def _checksum(self, collection: Collection) -> tuple[int, str]:
        total = rows = 0
        for document in self.outside().command({"find": collection.name, "batchSize": 1_000_000, "singleBatch": True})["cursor"]["firstBatch"]:
            total += int.from_bytes(hashlib.sha256(said(unordered(collection, document)).encode()).digest()[:8], "big")
            rows += 1
        return rows, f"{total % 2**64:016x}"

    def backup(self, folder: Path) -> Path:
        raise ServerUnavailable(what="mongodump is in no package here: operate/backup.sh is written and was not run")

    def restore(self, backup: Path) -> MongoDatabase:
        raise ServerUnavailable(what="mongorestore is in no package here: operate/restore.sh is written and was not run")

    def close(self) -> None:
        """Whatever became of the server, nothing is raised: what stays on one that is gone carries the run's id."""
        from pymongo.errors import ConnectionFailure, PyMongoError

        if self in self.server.databases:
            self.server.databases.remove(self)
            with contextlib.suppress(PyMongoError):
                for pause in AGAIN:  # a connection that broke off may do so once more
                    time.sleep(pause)
                    with contextlib.suppress(ConnectionFailure):
                        self.client.drop_database(self.name)
                        return


class MongoServer:
    """A server and its databases. `stands_in`: it is DocumentDB, not MongoDB."""

    engine = "mongodb"

    def __init__(self, client: Any, version: str, *, stands_in: bool, address: str = "") -> None:
        self.client, self.version, self.stands_in, self.address = client, version, stands_in, address
        self.run_id = uuid.uuid4().hex[:8]
        self.databases: list[MongoDatabase] = []
        self.made = 0

    def new_name(self) -> str:
        self.made += 1
        return f"relvar_{self.run_id}_{self.made}"

    def database(self, design: Design, store: str, *, marked: bool = True) -> MongoDatabase:
        try:
            found = MongoDatabase(self, design, store, self.new_name(), mark=marked)
        except Refusal as refused:
            remedy = "a proof makes databases of its own and drops them: give it a user that may"
            raise AccessDenied(what=f"no database can be made: {refused}", remedy=remedy) from refused
        self.databases.append(found)
        return found

    def lost(self, error: BaseException) -> bool:
        from pymongo.errors import ConnectionFailure

        return isinstance(error, ConnectionFailure)

    def analyze(self) -> None:
        if self.address:
            import psycopg

            with psycopg.connect(self.address, autocommit=True) as connection:
                for (table,) in connection.execute("select relname from pg_class where relname ~ '^documents_[0-9]+$' and relkind = 'r'").fetchall():
                    connection.execute(f"analyze documentdb_data.{table}")

    def archiving(self, design: Design, store: str) -> AbstractContextManager[Archiving]:
        raise ServerUnavailable(what="the oplog is MongoDB's own, and no MongoDB is here: operate/recover_to.sh is written and was not run")

    def close(self) -> None:
        for database in list(self.databases):
            database.close()
        self.client.close()


@contextmanager
def serve(url: str = "", cache: Path | None = None) -> Iterator[MongoServer]:
    """The MongoDB at `url`, or a private DocumentDB. Raises ServerUnavailable."""
    if url:
        with _named_server(url) as server:
            yield server
        return
    pymongo = driver()
    from relvar.engines.mongodb.cluster import Cluster
    from relvar.engines.mongodb.wire import Gateway

    cluster = Cluster(cache)
    try:
        gateway = Gateway(cluster.address)
        try:
            client: Any = pymongo.MongoClient(gateway.url, **OPTIONS, retryWrites=False, retryReads=False)
            version = f"{cluster.programs.version} (DocumentDB, not MongoDB)"
            server = MongoServer(client, version, stands_in=True, address=cluster.address)
            try:
                yield server
            finally:
                server.close()
        finally:
            gateway.close()
    finally:
        cluster.close()


@contextmanager
def _named_server(url: str) -> Iterator[MongoServer]:
    client, version = connected(os.path.expandvars(url))
    if int(version.partition(".")[0]) < OLDEST:
        client.close()
        raise ServerUnavailable(what=f"the server is MongoDB {version}, older than {OLDEST}.0", remedy="use a supported version")
    server = MongoServer(client, version, stands_in=False)
    try:
        yield server
    finally:
        server.close()


OLDEST = 7
