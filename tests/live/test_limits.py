"""Facts about sizes and words, tried on every engine that runs here: what the limit allows is taken, one more is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from relvar import api
from relvar.engines import NAMES, engine
from relvar.engines.base import Refusal, Server, Session
from relvar.engines.sql import PLAIN

BRIEF = "Bells have a name."
# Limits that this design sets itself, below what the engine takes: SQLite cuts no name and no key.
OWN = {("sqlite", "identifier_bytes"), ("sqlite", "index_key_bytes")}


def _columns(n: int, kind: str = "int") -> str:
    return ", ".join(f"c{i} {kind}" for i in range(n))


def _named(n: int) -> str:
    return ", ".join(f"c{i}" for i in range(n))


def _fixed(n: int) -> str:
    """Columns of so many bytes in all."""
    return f"{_columns(n // FIXED, f'binary({FIXED}) not null')}, rest binary({n % FIXED}) not null"


# limit -> the statements that reach it, for a number
IN_ROW = 24  # bytes of a row of InnoDB beside fixed columns without nulls: 5 of header, 19 of what it adds itself
FIXED = 250  # bytes of a column that always lies in its row
TRIALS: dict[str, Callable[[int], list[str]]] = {
    "identifier_bytes": lambda n: [f"create table {'t' * n} (a int)", f"drop table {'t' * n}"],
    "role_name_bytes": lambda n: [f"create user {'u' * n}", f"drop user {'u' * n}"],
    "columns_per_table": lambda n: [f"create table t ({_columns(n)})"],
    "columns_per_index": lambda n: [f"create table t ({_columns(n)})", f"create index i on t ({_named(n)})"],
    "indexes_per_table": lambda n: [f"create table t (a int, {', '.join(f'key k{i} (a)' for i in range(n))})"],
    "row_bytes": lambda n: [f"create table t (a varbinary(32000) not null, b varbinary({n - 32_004}) not null)"],
    "inline_row_bytes": lambda n: [f"create table t ({_fixed(n - IN_ROW)})"],
    "index_key_bytes": lambda n: [f"create table t (a varbinary({n}) not null, primary key (a))"],
    "table_comment_characters": lambda n: [f"create table t (a int) comment = '{'x' * n}'"],
    "column_comment_characters": lambda n: [f"create table t (a int comment '{'x' * n}')"],
    "index_comment_characters": lambda n: [f"create table t (a int, key k (a) comment '{'x' * n}')"],
}
HEADER = 24  # bytes of a row without nulls, before its columns
POSTGRESQL_WAYS: dict[str, Callable[[int], list[str]]] = {
    # numbers of eight bytes, which are never moved out of a row
    "row_bytes": lambda n: [
        f"create table t ({_columns((n - HEADER) // 8, 'bigint')})",
        f"insert into t values ({', '.join('1' for _ in range((n - HEADER) // 8))})",
    ],
    # it cuts a longer name; what it cannot cut into is a second of the same beginning
    "identifier_bytes": lambda n: [f"create table {'t' * (n - 1)}x (a int)", f"create table {'t' * (n - 1)}y (a int)"],
    # an entry of the index is the value, its length and a header
    "index_key_bytes": lambda n: [
        "create table t (a bytea)",
        "create index i on t (a)",
        "alter table t alter column a set storage external",
        f"insert into t select decode(string_agg(md5(g::text), ''), 'hex') from generate_series(1, {n // 16 - 1}) g",
    ],
}
ONE_MORE = {"index_key_bytes": 32, "row_bytes": 8}  # the step from what fits to what does not, where it is not one


@contextmanager
def of(server: Server) -> Iterator[Session]:
    """A session in a database of its own."""
    made = api.design(api.brief_of(BRIEF, [server.engine]))
    database = server.database(made, server.engine)
    found = database.session()
    yield found
    found.close()
    database.close()


@pytest.fixture
def session(server: Server) -> Iterator[Session]:
    with of(server) as found:
        yield found


def taken(session: Session, statements: list[str]) -> str:
    """ "" where every statement runs, else what was said. Nothing of them stays."""
    try:
        for statement in statements:
            session.sql(statement)
    except Refusal as refusal:
        return str(refusal)
    finally:
        session.sql("drop table if exists t")
    return ""


def test_every_limit_is_where_it_is_said_to_be(server: Server, session: Session) -> None:
    facts = engine(server.engine).features()
    tried = []
    for limit, trial in TRIALS.items():
        if limit not in facts.limits or (server.engine, limit) in OWN:
            continue
        way = POSTGRESQL_WAYS.get(limit, trial) if server.engine == "postgresql" else trial
        most = int(facts.limit(limit))
        assert taken(session, way(most)) == "", limit
        assert taken(session, way(most + (ONE_MORE.get(limit, 1) if way is not trial else 1))) != "", limit
        tried.append(limit)
    assert {"columns_per_table", "columns_per_index"} <= set(tried)


@pytest.mark.parametrize("name", ["mysql", "mariadb"])
def test_partitions_are_counted(name: str, served: Callable[[str], Server]) -> None:
    """Making all that are allowed takes seconds: a statement that asks for them falls at its next fault, a column given twice.

    What PostgreSQL's manual advises is no bound.
    """
    most = int(engine(name).features().limit("partitions_per_table"))
    with of(served(name)) as session:
        said = [taken(session, [f"create table t (a int, a int) partition by hash (a) partitions {n}"]) for n in (most, most + 1)]
    assert ["Too many partitions" in text for text in said] == [False, True] and all(said)


# What the compiler of an engine that cannot be had counts; of the rest it takes any number, and nothing here can tell.
COMPILED: dict[str, Callable[[int], str]] = {
    "identifier_bytes": lambda n: f"create table {'t' * n} (a int);",
    "columns_per_table": lambda n: f"create table t ({_columns(n)});",
    "columns_per_index": lambda n: f"create table t ({_columns(n)});\ngo\ncreate index i on t ({_named(n)});",
}
UNCOUNTED: dict[str, Callable[[int], str]] = {
    "indexes_per_table": lambda n: "create table t (a int);\ngo\n" + "\ngo\n".join(f"create index i{i} on t (a);" for i in range(n)),
    "foreign_keys_per_table": lambda n: f"create table p (a int primary key);\ngo\ncreate table t ({_columns(n, 'int references p (a)')});",
    "partitions_per_table": lambda n: f"create partition function f (int) as range right for values ({', '.join(map(str, range(n - 1)))});",
    "column_comment_characters": lambda n: (
        f"create table t (a int);\ngo\nexec sp_addextendedproperty N'x', N'{'x' * n}', N'schema', N'dbo', N'table', N't', N'column', N'a';"
    ),
    "index_key_bytes": lambda n: f"create table t (a binary({n}));\ngo\ncreate index i on t (a);",
    "clustered_key_bytes": lambda n: f"create table t (a binary({n}) not null primary key clustered);",
    "row_bytes": lambda n: f"create table t (a binary(4000), b binary({n - 4000}));",
    "longest_bounded_text": lambda n: f"create table t (a nvarchar({n}));",
}


def test_the_limits_of_a_compiled_engine_are_where_its_compiler_says(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    place = engine("sqlserver")
    assert place.compiler is not None
    with place.compiler() as compiler:

        def refused(text: str) -> bool:
            with compiler.schema() as schema:
                return bool(schema.run([("t.sql", text)]))

        for limit, trial in COMPILED.items():
            most = int(place.features().limit(limit))
            assert [refused(trial(n)) for n in (most, most + 1)] == [False, True], limit
        for limit, trial in UNCOUNTED.items():
            assert not refused(trial(int(place.features().limit(limit)) + 1)), f"{limit} is counted by this compiler: try it"


# What a server tells of itself, as it is without any setting.
TOLD: dict[str, dict[str, str]] = {
    "postgresql": {
        "page_bytes": "select current_setting('block_size')",
        "identifier_bytes": "select current_setting('max_identifier_length')",
        "columns_per_index": "select current_setting('max_index_keys')",
        "connections_default": "select boot_val from pg_settings where name = 'max_connections'",
    },
    "mysql": {"page_bytes": "select @@innodb_page_size"},
    "mariadb": {
        "page_bytes": "select @@innodb_page_size",
        "connections_default": "select default_value from information_schema.system_variables where variable_name = 'max_connections'",
    },
    "sqlite": {"page_bytes": "pragma page_size"},
}


def test_what_a_server_tells_of_itself_is_what_is_said(server: Server, session: Session) -> None:
    facts = engine(server.engine).features()
    for limit, question in TOLD[server.engine].items():
        assert float(session.sql(question)[0][0]) == facts.limit(limit), limit


BOUND = re.compile(r"((identifier|role_name|namespace|row|key|document)_bytes|_per_(table|index|collection)|_(characters|levels|text))\Z")
# Bounds that nothing here can tell: what they are, and why.
UNTRIED = {
    ("postgresql", "partitions_per_table"): "advice of the manual: the server takes any number",
    ("sqlserver", "carried_columns_per_index"): "a table has no more columns than these and one of the key",
    ("mongodb", "identifier_bytes"): "the design's own: the server takes any length of a field's name",
    ("mongodb", "role_name_bytes"): "the design's own: no length is stated",
    ("mongodb", "columns_per_table"): "no limit but the document's size",
    ("mongodb", "index_key_bytes"): "no limit of its own",
}
OF_DOCUMENTS = {
    "document_bytes", "nesting_levels", "indexes_per_table", "columns_per_index", "namespace_bytes", "text_indexes_per_collection",
}  # test_document_limits  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_each_bound_is_tried_or_said_to_be_untried(name: str) -> None:
    features = engine(name).features()
    tried = OF_DOCUMENTS if features.shape == "documents" else {*COMPILED, *UNCOUNTED} if name == "sqlserver" else {*TRIALS, "partitions_per_table"}
    bounds = {limit for limit in features.limits if BOUND.search(limit)}
    assert bounds and {limit for limit in bounds - tried if (name, limit) not in UNTRIED} == set()


def test_words_that_are_said_to_be_reserved_are_quoted_and_work(server: Server, session: Session) -> None:
    place = engine(server.engine)
    words = sorted(place.features().reserved)
    assert words and all(PLAIN.match(word) for word in words)
    quote = "`{}`" if server.engine in ("mysql", "mariadb") else '"{}"'
    assert taken(session, [f"create table t ({', '.join(f'{quote.format(word)} int' for word in words)})"]) == ""
    bare = [word for word in words if taken(session, [f"create table t ({word} int)", f"select {word} from t"]) == ""]
    assert len(bare) <= len(words) // 4, f"not reserved on {server.version}: {bare}"


def test_the_reserved_words_of_a_compiled_engine_are_quoted_and_work(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    place = engine("sqlserver")
    words = sorted(place.features().reserved)
    assert place.compiler is not None and words and all(PLAIN.match(word) for word in words)
    with place.compiler() as compiler:
        with compiler.schema() as schema:
            assert schema.run([("t.sql", f"create table t ({', '.join(f'[{word}] int' for word in words)});")]) == ()
        with compiler.schema() as schema:
            refused = {fault.path for fault in schema.tried([(word, f"select 1 as {word};") for word in words])}
    bare = [word for word in words if word not in refused]
    assert len(bare) <= len(words) // 4, f"not reserved: {bare}"
