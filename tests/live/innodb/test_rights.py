"""Accounts, roles and grants of a live database are read in the server's words, without its passwords; what may not be read is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from relvar import api
from relvar.engines.base import Server
from relvar.exporting import of_tables
from relvar.importing.ddl import read_ddl
from relvar.importing.source import read_source
from tests.live.test_import_live import url
from tests.unit.exporting.test_ddl import told

SECRET = "Xx1!never-shown"
ACCOUNTS = ("r_reader", "r_ann@'%'", "r_other@'%'")


@pytest.mark.parametrize("name", ["mysql", "mariadb"])
def test_rights_of_a_live_database(name: str, served: Callable[[str], Server]) -> None:
    server: Any = served(name)
    database = server.database(api.design(api.brief_of("Bells have a name.", [name])), name)
    database.apply("create table orders (id int primary key, total decimal(10, 2), note text);")
    try:
        for statement in (
            "create role r_reader", f"create user r_ann@'%' identified by '{SECRET}'", f"create user r_other@'%' identified by '{SECRET}'",
            f"grant select on `{database.name}`.* to r_reader", "grant r_reader to r_ann@'%'",
            f"grant update (note), select (id) on `{database.name}`.orders to r_ann@'%'",
        ):  # fmt: skip
            database.apply(f"{statement};")
        found = read_source(url(server, database))
        grants = {o.text.replace("`", "").lower() for o in found.objects if o.kind == "grant"}
        assert not found.leftovers and "xx1" not in str(found).lower() and "password" not in str(grants)
        assert {o.text.split("`")[1]: o.text.split()[1] for o in found.objects if o.kind == "role"} == {"r_reader": "role", "r_ann": "user"}
        assert any(text.startswith(f"grant select on {database.name}.* to r_reader") for text in grants)
        assert any("update (note)" in text and f"on {database.name}.orders" in text for text in grants)
        assert any(text.startswith("grant r_reader") for text in grants) and len(grants) == 3
        again = read_ddl([("again.sql", of_tables(found, "ddl").text)], found.source, name)
        assert told(again) == told(found)
        database.apply(f"grant select, show view on `{database.name}`.* to r_other@'%';")
        blind = read_source(url(server, database).replace("root@", f"r_other:{SECRET}@"))
        assert [left.text for left in blind.leftovers] == ["accounts and grants"] and set(blind.tables) == {"orders"}
    finally:
        database.apply("".join(f"drop {'user' if '@' in one else 'role'} if exists {one};" for one in ACCOUNTS))
        database.close()
