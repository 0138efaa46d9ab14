"""The files of a design: deployment in order, one pipeline per access pattern, integrity, sample documents; as scripts and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from relvar.engines.base import Load, Script, Statement
from relvar.engines.mongodb.concerns import read_concern
from relvar.engines.mongodb.ddl import Ddl, keys
from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.outlying.flows import flows, put
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import Question, pipeline
from relvar.engines.mongodb.rows import amounts, element, owner_filter
from relvar.engines.mongodb.script import AT, UNITS, Call, literal, written
from relvar.engines.mongodb.securing.privileges import read_by, read_through, reads_through
from relvar.engines.mongodb.text import text
from relvar.engines.mongodb.types import back, ejson
from relvar.engines.mongodb.use_cases import files as use_case_files
from relvar.engines.mongodb.use_cases.files import function_name, parameters
from relvar.engines.mongodb.writes import write
from relvar.model.behaviour import KeepTotal
from relvar.model.design import Artefact, Design
from relvar.model.figures import listed
from relvar.model.physical import Physical
from relvar.model.query import Query, Select
from relvar.model.query import Statement as QueryStatement
from relvar.plan.federation.served import is_searched
from relvar.plan.trace import foreign_keys

RUN = "Run the files of this folder in order, once, on a new database: operate/deploy.sh does, with mongosh."


def deploy(design: Design, store: str) -> tuple[Script, ...]:
    ddl = Ddl(design.physical[store])
    name = design.brief.title
    files = [
        ("01_collections", f"{name}: the collections, and what each accepts. {RUN}", (Statement(text="requireEmpty()"), *ddl.collections())),
        ("02_indexes", "One index for each pattern or rule that no key serves already.", ddl.indexes()),
    ]
    made = [Script(path=f"deploy/{f}.js", head=head, statements=tuple(found), transactional=False) for f, head, found in files]
    return tuple(script for script in made if script.statements)


def test(design: Design, store: str) -> tuple[Script, ...]:
    """Questions whose answers are empty while all is well."""
    physical = design.physical[store]
    shared = Store.of(physical)
    statements = []
    for check in physical.integrity.values():
        try:
            question = pipeline(shared, check.select)
        except Inexpressible as reason:
            statements.append(Statement(text="db.runCommand({ping: 1})", because=f"{check.name}: no pipeline says it ({reason}): {check.says}"))
            continue
        statements.append(Statement(text=written(Call(question.collection, "aggregate", (question.pipeline,))), because=check.says))
    if not statements:
        return ()
    head = "Integrity: every answer is empty while all is well. References are asked here, for no server of documents keeps them."
    return (Script(path="test/01_integrity.js", head=head, statements=tuple(statements), transactional=False),)


# MongoDB manual, "Views", unsupported operations: the $text operator
UNSEARCHED = "{views} cannot be searched for words, no view can. The application asks {key} for this role and passes on what the role may see."


def queries(design: Design, store: str) -> tuple[Script, ...]:
    """One function a pattern or use case, named as it is, with what the caller gives as parameters."""
    physical = design.physical[store]
    shared = Store.of(physical)
    through = {role: names for role in physical.roles if (names := reads_through(shared, role))}
    patterns = (s for key, query in physical.queries.items() if isinstance(query.statement, Select) for s in _pattern(shared, key, query, through))
    return (*patterns, *use_case_files.scripts(physical))


def _pattern(store: Store, key: str, query: Query, through: dict[str, dict[str, str]]) -> Iterator[Script]:
    assert isinstance(query.statement, Select)
    try:
        question = pipeline(store, query.statement)
    except Inexpressible as reason:
        yield Script(path=f"queries/{key}.js", head=f"{query.name}: no pipeline says it ({reason})", statements=(), transactional=False)
        return
    names = parameters(question.pipeline)
    options: dict[str, Any] = {"readConcern": {"level": read_concern(store.physical, query)}}
    options |= {"maxTimeMS": query.latency_ms} if query.latency_ms else {}
    served = f" Answered by {_served(store, question, query)}." if query.served_by or query.exempt else ""
    given = f" {listed(names)} {'is' if len(names) == 1 else 'are'} what the caller gives." if names else ""
    lowered = [n for n in names if n.endswith(("_lower", "_end")) or f"{n}_end" in names]
    hint = f" {listed(lowered)}: in lower case" + (", the last with \\uffff at its end." if any(n.endswith("_end") for n in lowered) else ".")
    head = f"{query.name}: {query.per_day:,.0f} a day.{served}{given}{hint if lowered else ''}"
    yield _function(key, head, names, question.collection, [question.pipeline, options])
    for role, views in through.items():
        replaced = [v for n, v in views.items() if n in read_by(question.collection, question.pipeline)]
        if replaced and is_searched(query.statement) and (role in query.roles or not query.roles):
            head = f"{query.name}, as {store.physical.roles[role].name}: {UNSEARCHED.format(views=listed(replaced), key=key)}"
            yield Script(path=f"queries/{key}_as_{role}.js", head=head, statements=(), transactional=False)
        elif replaced and (role in query.roles or not query.roles):
            head = f"{query.name}, as {store.physical.roles[role].name} asks it: that role sees {listed(replaced)} and not the whole.{given}"
            seen = [read_through(question.pipeline, views), options]
            yield _function(f"{key}_as_{role}", head, names, views.get(question.collection, question.collection), seen)


def _function(key: str, head: str, names: list[str], collection: str, arguments: list[Any]) -> Script:
    call = written(Call(collection, "aggregate", tuple(arguments)))
    body = f"const {function_name(key)} = ({{{', '.join(names)}}}) =>\n  {call}"
    return Script(path=f"queries/{key}.js", head=head, statements=(Statement(text=body, element=key),), transactional=False)


def _served(store: Store, question: Question, query: Query) -> str:
    names = store.layout.serving(query)
    return listed([n.partition(".")[2] if n.startswith(f"{question.collection}.") else n for n in names]) if names else query.exempt


def render(physical: Physical, statement: QueryStatement) -> str:
    """A statement as a call of the shell."""
    store = Store.of(physical)
    try:
        if isinstance(statement, Select):
            if statement.lock:
                return f"// {physical.tables[statement.table].name}: no lock is taken, the write below conflicts with another's"
            question = pipeline(store, statement)
            return written(Call(question.collection, "aggregate", (question.pipeline,)))
        return written(write(store, statement))
    except Inexpressible as reason:
        return f"// no call says it: {reason}"


def table_text(design: Design, store: str, table_id: str) -> str:
    """A collection's statements, for the specification; of an embedded table, where its rows lie."""
    physical = design.physical[store]
    if table_id not in physical.collections:
        layout = Store.of(physical).layout
        collection = layout.collection(table_id)
        return f"// in {collection.name}.{'.'.join(layout.path(table_id))}: see {collection.name}\n"
    ddl = Ddl(physical)
    create = Statement(text=written(ddl.create(physical.collections[table_id])))
    statements = (create, *ddl.indexes_of(table_id))
    return text(Script(path="", head="", statements=statements, transactional=False)).strip() + "\n"


def teardown(design: Design, store: str) -> Script:
    """Undoes the deployment: each collection is refused to go while it holds a document."""
    physical = design.physical[store]
    whole = [c.name for c in reversed(list(physical.collections.values()))]
    names = ", ".join(map(json.dumps, whole))
    head = "Takes away what the deployment made, all of it or, where any collection holds a document, nothing."
    return Script(path="migrations/0001_create.down.js", head=head, statements=(Statement(text=f"dropWhenEmpty({names})"),), transactional=False)


# --- sample documents ---


def sample(design: Design, store: str, loads: Sequence[Load], day: date) -> Script:
    """A few documents of everything; refused in a database that nobody marked as a test."""
    physical = design.physical[store]
    shared = Store.of(physical)
    whole = documents(shared, loads)
    statements = [Statement(text="requireTest()")]
    for name, found in whole.items():
        relative = [_relative(one, day) for one in found]
        if relative:
            statements.append(Statement(text=written(Call(name, "insertMany", (relative,)))))
    head = (
        'Sample documents, to see the design at work. Only in a database marked as a test: db.relvar_test.insertOne({_id: "mark"}).\n'
        "Their instants count from the day on which this runs."
    )
    return Script(path="test/00_sample_data.js", head=head, statements=tuple(statements), transactional=False)


def documents(store: Store, loads: Sequence[Load]) -> dict[str, list[Any]]:
    """Rows as whole documents, by the collection's name."""
    found: dict[str, list[Any]] = {c.name: [] for c in store.physical.collections.values()}
    by_key: dict[tuple[str, str], Any] = {}
    flowing = flows(store)
    for load in loads:
        if load.table not in store.layout.home:
            continue
        for values in load.rows:
            row = dict(zip(load.columns, values, strict=True))
            made = element(store, load.table, row, lambda table, query: by_key.get((table, json.dumps(list(query.values()), sort_keys=True))))
            embedding, flow = store.layout.embedding(load.table), flowing.get(load.table)
            if flow is not None and put(flow, by_key.get((flow.owner.root, json.dumps([made.get(flow.reference)], sort_keys=True))), made):
                pass
            elif embedding is None:
                found[store.layout.collection(load.table).name].append(made)
            else:
                holder = by_key[embedding.parent, json.dumps(list(owner_filter(store, load.table, row).values()), sort_keys=True)]
                if embedding.many:
                    holder.setdefault(embedding.field, []).append(made)
                else:
                    holder[embedding.field] = made
            by_key[load.table, _key(store, load.table, row)] = made
            for rule, _, amount in amounts(store, load.table, [row]):
                _added(store, rule, amount, holder=by_key[rule.table, _total_key(store, rule, row)])
    return found


def _added(store: Store, rule: KeepTotal, amount: Decimal, holder: Any) -> None:
    field, data = store.layout.spot(rule.table, rule.column).field, store.physical.tables[rule.table].columns[rule.column].data
    holder[field] = ejson(Decimal(str(back(holder.get(field), data) or 0)) + amount, data)


def _total_key(store: Store, rule: KeepTotal, row: dict[str, Any]) -> str:
    key = next(k for k in foreign_keys(store.physical.tables[rule.of]) if set(k.columns) == set(rule.reference))
    collection = store.layout.collection(rule.table)
    named = dict(zip(key.to, key.columns, strict=True))
    columns = (collection.key,) if collection.root == rule.table and collection.key else store.physical.tables[rule.table].primary_key
    return json.dumps([store.types.ejson(rule.of, named[c], row.get(named[c])) for c in columns], sort_keys=True)


def _key(store: Store, table: str, row: dict[str, Any]) -> str:
    """How an element inside would name this row: by `_id` alone where that is its key."""
    collection = store.layout.collection(table)
    columns = (collection.key,) if collection.root == table and collection.key else store.physical.tables[table].primary_key
    return json.dumps([store.types.ejson(table, c, row.get(c)) for c in columns], sort_keys=True)


def _relative(value: Any, day: date) -> Any:
    """Instants as days from the day on which the script runs."""
    if isinstance(value, list):
        return [_relative(v, day) for v in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$date"}:
        milliseconds = int(value["$date"]["$numberLong"])
        days, rest = divmod(milliseconds, UNITS["day"])
        return {AT: [days - (day - date(1970, 1, 1)).days, rest]}
    return {k: _relative(v, day) for k, v in value.items()}


# --- JSON ---


def as_json(design: Design, store: str) -> Iterator[Artefact]:
    """The same as values, for programs: json/collections and json/pipelines, in extended JSON."""
    physical = design.physical[store]
    ddl, shared = Ddl(physical), Store.of(physical)
    for collection in physical.collections.values():
        indexes = [{"key": keys(i), **ddl.index_options(i)} for i in collection.indexes.values()]
        whole = {"collection": collection.name, "options": ddl.options(collection), "indexes": indexes}
        yield Artefact(path=f"json/collections/{collection.name}.json", text=_json(whole))
    for key, query in physical.queries.items():
        if not isinstance(query.statement, Select):
            continue
        try:
            question = pipeline(shared, query.statement)
        except Inexpressible:
            continue
        whole = {"name": query.name, "collection": question.collection, "pipeline": question.pipeline, "parameters": parameters(question.pipeline)}
        whole["readConcern"] = {"level": read_concern(physical, query)}
        yield Artefact(path=f"json/pipelines/{key}.json", text=_json(whole))
    yield from use_case_files.as_json(physical)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def shown(value: Any) -> str:
    return literal(value)
