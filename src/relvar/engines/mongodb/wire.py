"""MongoDB's wire protocol in front of DocumentDB's SQL functions, so that the ordinary driver talks to it as to any server.

One thread a connection, one PostgreSQL connection each. Only OP_MSG and what drivers ask before it; only the commands that a proof
needs. A transaction of the driver is one of PostgreSQL, at the level that gives a snapshot and refuses the second of two writers.
"""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading
from collections.abc import Callable
from typing import Any

from relvar.engines.mongodb.wire_transactions import Transactions

LARGEST = 16 * 1024 * 1024
WIRE_VERSION = 21  # of MongoDB 7.0
SEARCH_PATH = "documentdb_api,documentdb_core,documentdb_api_catalog,documentdb_api_internal,public"
OP_QUERY, OP_REPLY, OP_MSG = 2004, 1, 2013
IGNORED = (
    "lsid",
    "$readPreference",
    "$clusterTime",
    "writeConcern",
    "readConcern",
    "txnNumber",
    "autocommit",
    "startTransaction",
    "maxTimeMS",
    "comment",
)
FIRST_PAGE = {
    "aggregate": "aggregate_cursor_first_page",
    "find": "find_cursor_first_page",
    "listIndexes": "list_indexes_cursor_first_page",
    "listCollections": "list_collections_cursor_first_page",
}
# DocumentDB gives MongoDB's errors as PostgreSQL's states; by their text those that a proof tells apart: (words, code, name).
ERRORS = (
    ("failed validation", 121, "DocumentValidationFailure"),
    ("Duplicate key", 11000, "DuplicateKey"),
    ("duplicate key", 11000, "DuplicateKey"),
    ("could not serialize", 112, "WriteConflict"),
    ("deadlock detected", 112, "WriteConflict"),
)
Document = dict[str, Any]


def code_of(message: str) -> tuple[int, str]:
    return next(((code, name) for words, code, name in ERRORS if words in message), (2, "BadValue"))


class Gateway:
    """Listens on a loopback port of its own, in threads of this process. `adapt`: what becomes of a command before it is done, for a client
    that knows nothing of the server behind.
    """

    def __init__(self, address: str, adapt: Callable[[Document], Document] = lambda command: command) -> None:
        self.connections: list[Any] = []
        shared = {"address": address, "adapt": staticmethod(adapt), "transactions": Transactions(lambda: self._opened(address))}
        handler = type("Handler", (_Handler,), shared)
        self.server = _Server(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def _opened(self, address: str) -> _Commands:
        import psycopg

        connection = psycopg.connect(address, autocommit=True)
        self.connections.append(connection)
        connection.execute(f"set search_path = {SEARCH_PATH}")
        return _Commands(connection)

    @property
    def url(self) -> str:
        host, port = self.server.server_address[:2]
        return f"mongodb://{host!s}:{port}/?directConnection=true"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        for connection in self.connections:
            connection.close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Handler(socketserver.BaseRequestHandler):
    address = ""
    adapt: Callable[[Document], Document]
    transactions: Transactions

    def handle(self) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"set search_path = {SEARCH_PATH}")
            commands = _Commands(connection)
            with contextlib.suppress(EOFError, ConnectionError):
                while True:
                    self._one(commands)

    def _one(self, commands: _Commands) -> None:
        import bson

        length, request, _, operation = struct.unpack("<iiii", self._read(16))
        body = self._read(length - 16)
        if operation == OP_MSG:
            answer = bson.encode(self.transactions.run(self.adapt(_message(body)), commands))
            self.request.sendall(struct.pack("<iiiiI", 21 + len(answer), 1, request, OP_MSG, 0) + b"\0" + answer)
        elif operation == OP_QUERY:
            answer = bson.encode(_hello())
            self.request.sendall(struct.pack("<iiiiiqii", 36 + len(answer), 1, request, OP_REPLY, 8, 0, 0, 1) + answer)

    def _read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            more = self.request.recv(count - len(found))
            if not more:
                raise EOFError
            found += more
        return found


def _message(body: bytes) -> Document:
    """The command of an OP_MSG: its body and its sequences of documents as one."""
    import bson

    (flags,) = struct.unpack("<I", body[:4])
    place, end = 4, len(body) - (4 if flags & 1 else 0)
    found: Document = {}
    sequences: Document = {}
    while place < end:
        kind = body[place]
        (length,) = struct.unpack("<i", body[place + 1 : place + 5])
        section = body[place + 1 : place + 1 + length]
        place += 1 + length
        if kind == 0:
            found = bson.decode(section, OPTIONS())
            continue
        name_end = section.index(b"\0", 4)
        sequences[section[4:name_end].decode()] = bson.decode_all(section[name_end + 1 :], OPTIONS())
    return {**found, **sequences}


def OPTIONS() -> Any:  # noqa: N802 - a constant whose module is loaded late
    from bson.codec_options import CodecOptions, DatetimeConversion

    return CodecOptions(tz_aware=True, uuid_representation=0, datetime_conversion=DatetimeConversion.DATETIME_AUTO)


def _hello() -> Document:
    return {
        "helloOk": True,
        "isWritablePrimary": True,
        "ismaster": True,
        "maxBsonObjectSize": LARGEST,
        "maxMessageSizeBytes": 3 * LARGEST,
        "maxWriteBatchSize": 100_000,
        "minWireVersion": 0,
        "maxWireVersion": WIRE_VERSION,
        "logicalSessionTimeoutMinutes": 30,
        "setName": "proof",
        "readOnly": False,
        "ok": 1.0,
    }


class _Commands:
    """The commands of one connection. `cursors`: how DocumentDB goes on with each."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.cursors: dict[int, str] = {}
        self.in_transaction = False
        self.special: dict[str, Callable[[str, Document], Document]] = {
            "create": lambda db, d: self._bson("select create_collection_view(%s, %s)::text", db, d),
            "collMod": lambda db, d: self._bson("select coll_mod(%s, %s, %s)::text", db, d["collMod"], d),
            "createIndexes": self._create_indexes,
            "dropIndexes": lambda db, d: self._bson("select drop_indexes_non_concurrently(%s, %s)::text", db, d),
            "getMore": self._more,
            "explain": self._explain,
            "renameCollection": lambda db, d: self._renamed(d["renameCollection"], d["to"], bool(d.get("dropTarget"))),
            "drop": lambda db, d: self._done("select drop_collection(%s, %s)", db, d["drop"]),
            "dropDatabase": lambda db, d: self._done("select drop_database(%s)", db),
            "count": lambda db, d: self._bson("select document::text from count_query(%s, %s)", db, d),
            "distinct": lambda db, d: self._bson("select document::text from distinct_query(%s, %s)", db, d),
            "findAndModify": lambda db, d: self._bson("select p_result::text from find_and_modify(%s, %s)", db, d),
            "collStats": lambda db, d: self._bson("select coll_stats(%s, %s)::text", db, d["collStats"]),
        }

    def run(self, document: Document) -> Document:
        import psycopg

        command = next(iter(document))
        database = document.pop("$db", "test")
        begins = bool(document.get("startTransaction"))
        for word in IGNORED:
            document.pop(word, None)
        try:
            if begins:
                self.connection.execute("begin isolation level repeatable read")
                self.in_transaction = True
            return self._one(command, database, document)
        except psycopg.Error as error:
            if self.connection.closed:  # what is behind is gone: so is this, as a server that ends breaks off
                raise ConnectionError from error
            message = str(error).split("\n")[0]
            code, name = code_of(message)
            answer: Document = {"ok": 0.0, "errmsg": message, "code": code, "codeName": name}
            if self.in_transaction:
                self._end("rollback")
                answer["errorLabels"] = ["TransientTransactionError"] if code == 112 else []
            return answer

    def _one(self, command: str, database: str, document: Document) -> Document:
        if command.lower() in ("hello", "ismaster"):
            return _hello()
        if command in ("ping", "endSessions", "killCursors"):
            return {"ok": 1.0}
        if command.lower() == "buildinfo":
            return {"version": "7.0.0", "versionArray": [7, 0, 0, 0], "modules": [], "ok": 1.0}
        if command in ("commitTransaction", "abortTransaction"):
            return self._end("commit" if command == "commitTransaction" else "rollback")
        if command in ("insert", "update", "delete"):
            return _coded(self._bson(f"select p_result::text from {command}(%s, %s)", database, document))
        if command in FIRST_PAGE:
            return self._first_page(FIRST_PAGE[command], database, document)
        if command in self.special:
            return self.special[command](database, document)
        return {"ok": 0.0, "errmsg": f"no such command: {command}", "code": 59, "codeName": "CommandNotFound"}

    def _end(self, how: str) -> Document:
        if self.in_transaction:
            self.in_transaction = False
            self.connection.execute(how)
        return {"ok": 1.0}

    def _renamed(self, old: str, new: str, dropping: bool) -> Document:
        (database, name), target = old.split(".", 1), new.partition(".")[2]
        return self._done("select rename_collection(%s, %s, %s, %s)", database, name, target, dropping)

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.connection.execute(statement, [_hex(v) if isinstance(v, dict) else v for v in values]).fetchone()
        return found

    def _bson(self, statement: str, *values: Any) -> Document:
        found = _decoded(self._row(statement, *values)[0])
        found.setdefault("ok", 1.0)
        return found

    def _done(self, statement: str, *values: Any) -> Document:
        self._row(statement, *values)
        return {"ok": 1.0}

    def _first_page(self, function: str, database: str, document: Document) -> Document:
        statement = f"select cursorpage::text, continuation::text, cursorid from {function}(%s, %s)"
        page, continuation, cursor = self._row(statement, database, document)
        if cursor:
            self.cursors[cursor] = continuation
        return _decoded(page)

    def _more(self, database: str, document: Document) -> Document:
        statement = "select cursorpage::text, continuation::text from cursor_get_more(%s, %s, %s)"
        page, continuation = self._row(statement, database, document, self.cursors[document["getMore"]])
        if continuation:
            self.cursors[document["getMore"]] = continuation
        return _decoded(page)

    def _create_indexes(self, database: str, document: Document) -> Document:
        found = self._bson("select create_indexes_non_concurrently(%s, %s, true)::text", database, document)
        inner: Document = found.get("raw", {}).get("defaultShard", found)
        inner.setdefault("ok", 1.0)
        if not inner["ok"]:
            inner["code"], inner["codeName"] = code_of(inner.get("errmsg", ""))
        return inner

    def _explain(self, database: str, document: Document) -> Document:
        """The plan in MongoDB's words: a tree of stages, IXSCAN by an index or COLLSCAN."""
        asked = document["explain"]
        kind = next(iter(asked))
        function = {"find": "bson_aggregation_find", "aggregate": "bson_aggregation_pipeline", "count": "bson_aggregation_count"}[kind]
        asked.pop("$db", None)
        (plan,) = self._row(f"explain (format json) select document from {function}(%s, %s)", database, asked)
        stages = list(_stages(plan[0]["Plan"]))
        return {"queryPlanner": {"namespace": f"{database}.{asked[kind]}", "winningPlan": {"stage": "PROOF", "inputStages": stages}}, "ok": 1.0}


def _stages(plan: Document, namespace: str = "") -> Any:
    namespace = plan.get("namespaceName", namespace)
    if "Index Name" in plan:
        condition = str(plan.get("Index Cond", ""))
        whole = plan["Index Name"] == "_id_" and "object_id" not in condition  # by the shard's value alone: every document
        yield {"stage": "COLLSCAN", "namespace": namespace} if whole else {
            "stage": "IXSCAN", "indexName": plan["Index Name"], "namespace": namespace
        }  # fmt: skip
    elif plan.get("Node Type") == "Seq Scan" and str(plan.get("Relation Name", "")).startswith("documents_"):
        yield {"stage": "COLLSCAN", "namespace": namespace}
    for inner in plan.get("Plans", ()):
        yield from _stages(inner, namespace)


def _coded(answer: Document) -> Document:
    for error in answer.get("writeErrors", ()):
        error["code"] = code_of(error.get("errmsg", ""))[0]
    return answer


def _hex(document: Document) -> str:
    import bson

    return "BSONHEX" + bson.encode(document).hex()


def _decoded(text: str) -> Document:
    import bson

    found: Document = bson.decode(bytes.fromhex(text[7:]), OPTIONS())
    return found
