"""An engine's own idioms (lists with an index of members, documents searched by a path) on the engine: written again, they are made again,
and the questions that they are there for use them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Refusal, Server
from relvar.exporting import of_tables
from relvar.importing.source import read_source
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundKey, FoundReference, FoundTable
from tests.live.test_import_live import url
from tests.unit.exporting.test_any_tables import TYPES, parts, with_schemas
from tests.unit.exporting.test_ddl import idioms, told

ROWS = 2_000
# A product with a list and a document: the statement that makes one, from a number.
ROW = {
    "postgresql": "insert into shop.product (\"order\", tags, settings) values ({0}, array['w{0}', 'all'], '{{\"key\": \"k{0}\"}}')",
    "mysql": 'insert into product (tags, settings) values (\'["w{0}", "all"]\', \'{{"key": "k{0}", "zip": [{0}]}}\')',
    "mariadb": 'insert into product (settings) values (\'{{"colour": "c{0}"}}\')',
    "sqlite": 'insert into product (tags, settings) values (\'["w{0}"]\', \'{{"key": "k{0}"}}\')',
}
# question -> the index that must serve it
SERVED = {
    "postgresql": {
        "select id from shop.product where tags @> array['w7']": "product_tags_ix",
        'select id from shop.product where settings @> \'{"key": "k7"}\'': "product_settings_ix",
        "select id from shop.product where settings ->> 'key' = 'k7'": "product_key_ix",
    },
    "mysql": {
        "select id from product where 'w7' member of (tags)": "product_tags_ix",
        'select id from product where json_overlaps(tags, cast(\'["w7", "w8"]\' as json))': "product_tags_ix",
        "select id from product where 7 member of (settings -> '$.zip')": "product_zip_ix",
    },
    "mariadb": {"select id from product where colour = 'c7'": "product_colour_ix"},
    "sqlite": {
        "select id from product where json_extract(settings, '$.key') = 'k7'": "product_key_ix",
        "select id from product where settings ->> '$.key' = 'k7'": "product_key2_ix",
    },
}
# a list that says a word twice is refused, where something can be told that refuses it
TWICE = {
    "postgresql": "insert into shop.product (\"order\", tags, settings) values (-1, array['a', 'a'], '{}')",
    "mysql": "insert into product (tags, settings) values ('[\"a\", \"a\"]', '{}')",
}
EXPLAIN = {"sqlite": "explain query plan ", "mysql": "explain format = tree "}


@contextmanager
def made(server: Server, existing: Existing) -> Iterator[Any]:
    """A database that the SQL of a source has made."""
    database: Any = server.database(api.design(api.brief_of("Bells have a name.", [server.engine])), server.engine)
    try:
        database.apply(of_tables(existing, "ddl").text)
        yield database
    finally:
        database.close()


def test_idioms_are_made_again_and_serve_their_questions(server: Server) -> None:
    with made(server, idioms(server.engine)) as first:
        found = read_source(url(server, first))
        assert not found.leftovers
        session = first.session()
        for number in range(ROWS):
            session.sql(ROW[server.engine].format(number).replace("%", "%%"))
        first.analyze()
        for question, index in SERVED[server.engine].items():
            plan = json.dumps(session.sql(EXPLAIN.get(server.engine, "explain ") + question), default=str)
            assert index in plan, plan
        if server.engine in TWICE:
            with pytest.raises(Refusal) as refused:
                session.sql(TWICE[server.engine])
            assert (refused.value.kind, refused.value.constraint) == ("check", "tags_ck")
        session.close()
    with made(server, found) as second:
        assert told(read_source(url(server, second)))["tables"] == told(found)["tables"]


def test_the_idioms_of_a_compiled_engine_compile(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    compiler = engine("sqlserver").compiler
    assert compiler is not None
    with compiler() as found, found.schema() as schema:
        assert schema.run([("schema.sql", of_tables(idioms("sqlserver"), "ddl").text)]) == ()


def oddly_named(dialect: str) -> Existing:
    """Tables whose names have dots, quotes of every kind, spaces, letters of other scripts, and are words; and the like in another schema."""
    key, text, *_ = TYPES[dialect]
    schemas = ("", 'of "ours".x') if dialect in ("postgresql", "sqlserver") else ("",)
    tables: dict[str, FoundTable] = {}
    for schema in schemas:
        for name in ("a.b", 'the "first" one', "naïve 'b`c]d", "表.注文", "order"):
            others = [table for table in tables.values() if table.schema == schema][-1:]
            columns = {
                "id.1": FoundColumn(name="id.1", type=key, nullable=False),
                'x"y z': FoundColumn(name='x"y z', type=text, nullable=False),
                "größe.ß": FoundColumn(name="größe.ß", type=key, nullable=True),
            }
            number = len(tables)
            made = FoundTable(
                name=name,
                schema=schema,
                columns=columns,
                primary=FoundKey(name=f"pk.{number}", parts=parts("id.1")),
                uniques=(FoundKey(name=f'uq "{number}"', parts=parts('x"y z')),),
                references=tuple(
                    FoundReference(name=f"fk.{number} é", columns=("größe.ß",), table=other.id, to=("id.1",), on_delete="cascade") for other in others
                ),
                indexes=(FoundIndex(name=f"ix.{number} '", parts=parts("größe.ß")),),
            )
            tables[made.id] = made
    return with_schemas(Existing(source="odd", dialect=dialect, tables=tables))


def test_odd_names_come_back_from_a_live_database(server: Server) -> None:
    existing = oddly_named(server.engine)
    with made(server, existing) as database:
        found = read_source(url(server, database))
        assert not found.leftovers
        assert named(found) == named(existing)


def test_odd_names_compile(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    compiler = engine("sqlserver").compiler
    assert compiler is not None
    with compiler() as found, found.schema() as schema:
        assert schema.run([("schema.sql", of_tables(oddly_named("sqlserver"), "ddl").text)]) == ()


def named(existing: Existing) -> dict[str, Any]:
    """Every name of the tables, and what leads where. An engine that calls each primary key alike keeps no name of it."""
    return {
        id_: (
            table.name,
            table.schema,
            list(table.columns),
            table.primary.columns if table.primary else (),
            {key.name: key.columns for key in table.uniques},
            {reference.name: (reference.columns, reference.table, reference.to) for reference in table.references},
            {index.name: index.columns for index in table.indexes},
        )
        for id_, table in existing.tables.items()
    }
