"""What each role may do: actions on collections and views, each with what asks for it. No action on all collections but the migrator's.

An element is inserted, changed and deleted by an update of its document. An aggregation needs `find` on what it begins at and on all
that it looks up (MongoDB manual, "$lookup"); a filter of an update needs no `find` (manual, "Privilege Actions").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.operating.expiry import due, writes
from relvar.engines.mongodb.outlying.flows import flows
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import pipeline
from relvar.engines.mongodb.script import Call
from relvar.engines.mongodb.securing.views import WITHOUT_ROLE, seen
from relvar.engines.mongodb.use_cases.steps import use_case
from relvar.model import behaviour as b
from relvar.model.physical import Role
from relvar.model.query import Select

ACTIONS = {"select": "find", "insert": "insert", "update": "update", "delete": "remove"}
OF_CALLS = {"insertOne": ("insert",), "updateOne": ("update",), "updateMany": ("update",), "deleteOne": ("remove",), "deleteMany": ("remove",)}
READ = "find"
READING = {"$lookup": "from", "$graphLookup": "from", "$unionWith": "coll"}  # stages that read another collection, and what names it
# What a watcher asks (operate/monitor.js), and nothing of the rows: manual, "Privilege Actions", diagnostic actions.
WATCHED_CLUSTER = ("serverStatus", "replSetGetStatus", "replSetGetConfig", "inprog", "connPoolStats", "hostInfo", "top")
WATCHED_COLLECTION = ("collStats", "indexStats")
# Built-in roles that say exactly what a duty needs; a role of another database than admin may not inherit from them.
BUILT_IN = {"migrator": ("readWrite", "dbAdmin"), "backup": ("backup",)}

Rights = dict[str, dict[str, str]]  # collection or view -> action -> what asks for it


class Account(NamedTuple):
    """A role of the design as one of MongoDB. `cluster`: its privileges are on the server too, so it lives in the admin database."""

    role: Role
    rights: Rights
    inherits: tuple[str, ...] = ()
    cluster: tuple[dict[str, Any], ...] = ()


def accounts(store: Store) -> Iterator[Account]:
    for id_, role in store.physical.roles.items():
        if role.duty in WITHOUT_ROLE:
            continue
        if role.duty == "monitor":
            yield _monitor(store, role)
        elif role.duty in BUILT_IN:
            yield Account(role, {}, BUILT_IN[role.duty], ({},) if role.duty == "backup" else ())
        elif role.duty == "jobs":
            yield Account(role, _jobs(store))
        else:
            rights = _application(store, id_)
            if rights:
                yield Account(role, rights)


def reads_through(store: Store, role: str) -> dict[str, str]:
    """Collection -> the view through which the role reads it."""
    return {s.collection.name: s.view for s in seen(store) if s.role == role and s.view}


def _monitor(store: Store, role: Role) -> Account:
    rights = {c.name: dict.fromkeys(WATCHED_COLLECTION, "its size and the use of its indexes") for c in store.physical.collections.values()}
    cluster = (
        {"resource": {"cluster": True}, "actions": list(WATCHED_CLUSTER)},
        {"resource": {"db": "local", "collection": "oplog.rs"}, "actions": [READ]},
    )
    return Account(role, rights, (), cluster)


def _jobs(store: Store) -> Rights:
    """The consumer of changes, what empties rows of what names a person, and the daily questions of integrity."""
    physical, layout = store.physical, store.layout
    rights: Rights = {c.name: {READ: "operate/checks.js"} for c in physical.collections.values()}
    for rule in physical.behaviours.values():
        name = layout.collection(rule.table).name
        if isinstance(rule, b.Audit):
            rights[name]["changeStream"] = "the consumer that keeps the log"
            rights[layout.collection(rule.log).name]["insert"] = "the consumer that keeps the log"
        elif isinstance(rule, b.Publish):
            rights[name]["changeStream"] = "the consumer that tells others"
        elif isinstance(rule, b.Expire) and rule.anonymise:
            rights[name]["update"] = "empties what names a person when its time is over"
    for _, rule, _ in due(store):
        for name, action in writes(store, rule):
            rights[name][action] = "operate/expire.js"
    return rights


def _application(store: Store, role: str) -> Rights:
    rights: Rights = {}
    flowing = flows(store)
    for one in seen(store):
        if one.role == role:
            rights.setdefault(one.view or one.collection.name, {})[READ] = one.says or "granted"
    for grant in store.physical.grants.values():
        if grant.role == role and grant.on in store.physical.tables:
            inside = store.layout.embedding(grant.on) is not None
            actions = rights.setdefault(store.layout.collection(grant.on).name, {})
            for operation in grant.operations:
                if operation != "select":
                    actions.setdefault("update" if inside else ACTIONS[operation], "granted")
                    if grant.on in flowing:
                        rights.setdefault(flowing[grant.on].owner.name, {}).setdefault("update", "granted on what lies in it")
    _asked(store, role, rights)
    return {name: actions for name, actions in rights.items() if actions}


def _asked(store: Store, role: str, rights: Rights) -> None:
    """What the role's own questions and use cases do beside what it was granted: totals, stock, the document that several share."""
    views = reads_through(store, role)
    for query in store.physical.queries.values():
        if (role in query.roles or not query.roles) and isinstance(query.statement, Select):
            try:
                question = pipeline(store, query.statement)
            except Inexpressible:
                continue
            for name in read_by(question.collection, question.pipeline):
                rights.setdefault(views.get(name, name), {}).setdefault(READ, query.name)
    for transaction in store.physical.transactions.values():
        if role in transaction.roles or not transaction.roles:
            try:
                steps = use_case(store, transaction).steps
            except Inexpressible:
                continue
            for step in steps:
                for name, action in done_by(step.call):
                    rights.setdefault(name, {}).setdefault(action, transaction.name)


def done_by(call: Call) -> Iterator[tuple[str, str]]:
    """(collection, action) of a call."""
    if call.method == "aggregate":
        yield from ((name, READ) for name in read_by(call.on, call.arguments[0]))
    for action in OF_CALLS.get(call.method, ()):
        yield call.on, action
    if any(isinstance(a, dict) and a.get("upsert") for a in call.arguments[2:]):
        yield call.on, "insert"


def read_by(collection: str, stages: Any) -> list[str]:
    """Collections that a pipeline reads: the one it begins at and all that it looks up."""
    return list(dict.fromkeys((collection, *_looked_up(stages))))


def _looked_up(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for one in node:
            yield from _looked_up(one)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key in READING and isinstance(inner, dict):
                yield str(inner[READING[key]])
            yield from _looked_up(inner)


def read_through(node: Any, views: dict[str, str]) -> Any:
    """A pipeline that looks up views in place of the collections that they show."""
    if isinstance(node, list | tuple):
        return [read_through(one, views) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: read_through(inner, views) for key, inner in node.items()}
    for key, named in READING.items():
        if isinstance(found.get(key), dict):
            found[key] = found[key] | {named: views.get(found[key][named], found[key][named])}
    return found
