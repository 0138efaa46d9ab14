"""Who may do what is read of a live database as pg_dump tells it, and judged alike; what a user may not read is said."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relvar import api
from relvar.engines.postgresql.cluster import tool
from relvar.exporting import of_tables
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.rights import right_of
from relvar.importing.source import read_source
from relvar.judge import judge
from relvar.mending import fixes
from relvar.model.existing import Existing
from tests.unit.exporting.test_ddl import told

ROLES = ("r_app", "r_report", "r_ann", "r_owner", "r_blind")
MADE = """
create role r_app login; create role r_report nologin; create role r_ann login noinherit; create role r_owner nologin; create role r_blind login;
grant r_report to r_ann with admin option;
create schema shop authorization r_owner;
create type shop.state as enum ('new', 'paid');
create table shop.orders (id bigint primary key, total numeric(10, 2), note text, state shop.state);
create table shop.items (id bigint generated always as identity primary key, order_id bigint references shop.orders, "Odd name" text);
create index on shop.items (order_id);
create view shop.totals as select id, total from shop.orders;
create sequence shop.numbers;
create function shop.double(a integer) returns integer language sql as 'select 2 * a';
create function shop.raise_all() returns void language sql security definer as 'select 1';
alter table shop.orders owner to r_owner;
alter table shop.orders enable row level security;
create policy mine on shop.orders for select to r_app using (total < 100);
create policy everyone on shop.orders using (true);
create policy asleep on shop.items for select using (true);
grant usage on schema shop to r_app, r_blind, public;
grant create on schema public to public;
grant select on shop.orders to public;
grant select, insert, update, truncate on shop.items to r_app;
grant all on shop.totals to r_report with grant option;
grant select (id), update (note) on shop.orders to r_report;
grant update ("Odd name") on shop.items to public;
grant usage on sequence shop.numbers to public;
revoke execute on function shop.double from public;
grant execute on function shop.double to r_app;
revoke usage on type shop.state from public;
alter default privileges for role r_owner in schema shop grant select on tables to public;
alter default privileges for role r_owner revoke execute on functions from public;
alter default privileges in schema shop grant all on tables to r_report;
"""
RIGHT = re.compile(r"(?:alter default privileges|grant|revoke)\b", re.I)


@pytest.fixture
def rights(server: Any) -> Iterator[tuple[Any, str]]:
    """A database of rights, and its address."""
    database = server.database(api.design(api.brief_of("Bells have a name.", ["postgresql"])), "postgresql")
    try:
        database.apply(MADE)
        yield database, f"postgresql://postgres@/{database.name}?host={server.cluster.folder}&port=5432"
    finally:
        database.apply("".join(f"drop owned by {role}; drop role {role};" for role in ROLES if role != "r_owner"))
        database.apply("reassign owned by r_owner to postgres; drop owned by r_owner; drop role r_owner;")
        database.close()


def dumped(address: str, folder: Path) -> Existing:
    text = subprocess.run([tool("pg_dump"), "-s", address], capture_output=True, text=True, check=True).stdout
    (folder / "dump.sql").write_text(text)
    found = read_source(str(folder / "dump.sql"))
    assert not found.leftovers
    return found


def granted(existing: Existing) -> set[Any]:
    """Rights, without who is one of whom: that is of the server, and pg_dump tells none of it."""
    return {said for found in existing.objects if found.kind == "grant" and (said := right_of(found.text)) is not None}


def test_rights_are_those_that_a_dump_tells(rights: tuple[Any, str], tmp_path: Path) -> None:
    _, address = rights
    live, dump = read_source(address), dumped(address, tmp_path)
    assert not live.leftovers and granted(live) == granted(dump) and len(granted(live)) > 15
    assert {o.name: o.text for o in live.objects if o.kind == "role"} == {
        "r_ann": "create role r_ann login noinherit",
        "r_app": "create role r_app login",
        "r_blind": "create role r_blind login",
        "r_owner": "create role r_owner nologin",
        "r_report": "create role r_report nologin",
    }
    assert any(o.text.startswith("grant r_report to r_ann with admin option") for o in live.objects)
    owners = [{s.text.lower() for s in x.statements if " owner to r_" in s.text.lower() and "table" in s.text.lower()} for x in (live, dump)]
    assert owners[0] == owners[1] == {"alter table shop.orders owner to r_owner"}
    found = {fault.key for fault in judge(live, {})}
    assert found == {fault.key for fault in judge(dump, {})}
    rules = {key.partition(":")[0] for key in found}
    assert {"granted-to-public", "truncate-granted", "policies-without-row-security", "row-security-not-forced", "policy-for-everyone"} <= rules
    assert "granted-to-public:grant select on table shop.orders to public" in found
    assert any("alter default privileges" in key for key in found)


def test_what_is_exported_is_read_again_as_it_was(rights: tuple[Any, str]) -> None:
    live = read_source(rights[1])
    made = of_tables(live, "ddl")
    again = read_ddl([("again.sql", made.text)], live.source, "postgresql")
    assert told(again) == told(live) and not again.leftovers


def test_rights_are_taken_back_and_given_again(rights: tuple[Any, str]) -> None:
    database, address = rights
    only = ("granted-to-public", "truncate-granted")
    before = read_source(address)
    made = fixes(before, judge(before, {}, only))
    assert len(made.written) == len(judge(before, {}, only)) > 4
    database.apply(made.up)
    mended = read_source(address)
    assert not judge(mended, {}, only), made.up
    assert ("grant", ("usage",), "schema shop", ("r_app",)) in {(r.verb, r.rights, r.what, r.who) for r in granted(mended)}
    database.apply(made.down)
    assert granted(read_source(address)) == granted(before)


def test_what_may_not_be_read_is_said(rights: tuple[Any, str]) -> None:
    database, address = rights
    blind = address.replace("postgres@", "r_blind@")
    assert read_source(blind).leftovers == ()
    database.apply("revoke select on pg_catalog.pg_auth_members from public")
    try:
        left = {left.text: left.why for left in read_source(blind).leftovers}
    finally:
        database.apply("grant select on pg_catalog.pg_auth_members to public")
    assert set(left) == {"roles", "memberships of roles"} and "permission denied" in left["roles"]
