"""Rights in files: what is granted and not taken back is kept, and judged by what it says and not by how it is written."""

from __future__ import annotations

from typing import Any

import pytest

from relvar.engines.mongodb.principals import principals
from relvar.importing.ddl import read_ddl
from relvar.judge import judge
from relvar.mending import fixes
from relvar.model.existing import NOWHERE

TABLE = "create table a (id bigint primary key, note text); "
KEPT = {
    "grant select on a to public; revoke select on table a from PUBLIC;": (),
    "grant select, insert on a to app, public; revoke all on a from public;": ("grant select, insert on a to app",),
    "grant select, insert on a to app; revoke insert on a from app;": ("grant select on a to app",),
    'grant select on "A" to app; revoke select on a from app;': ('grant select on "A" to app', "revoke select on a from app"),
    "grant all on a to app; revoke delete on a from app;": ("grant all on a to app", "revoke delete on a from app"),
    "grant select on a to app; revoke select on a from app, other;": ("revoke select on a from app, other",),
    "grant execute on function f() to public; revoke execute on function f() from public;": ("revoke execute on function f() from public",),
    "grant update (id, note) on a to app; revoke update (id, note) on a from app;": (),
    "grant reader to app; revoke reader from app;": ("grant reader to app", "revoke reader from app"),
    "alter default privileges for role o grant select on tables to app; revoke select on tables from app;": (
        "alter default privileges for role o grant select on tables to app",
        "revoke select on tables from app",
    ),
}


@pytest.mark.parametrize("text", KEPT)
def test_what_is_taken_back_is_not_kept(text: str) -> None:
    found = read_ddl([("a.sql", TABLE + text)], "a.sql", "postgresql")
    assert tuple(o.text for o in found.objects) == KEPT[text] and not found.leftovers


@pytest.mark.parametrize(
    ("text", "there", "back"),
    [
        ("grant select on a to app, public;", "revoke select on a from public;", "grant select on a to public;"),
        ("grant truncate, select on a to app with grant option;", "revoke truncate on a from app;", "grant truncate on a to app with grant option;"),
        (
            "alter default privileges for role o in schema s grant select on tables to public;",
            "alter default privileges for role o in schema s revoke select on tables from public;",
            "alter default privileges for role o in schema s grant select on tables to public;",
        ),
    ],
)
def test_a_fix_takes_back_no_more_than_was_found(text: str, there: str, back: str) -> None:
    found = read_ddl([("a.sql", TABLE + text)], "a.sql", "postgresql")
    made = fixes(found, judge(found, {}, ("granted-to-public", "truncate-granted")))
    assert there in made.up and back in made.down
    again = read_ddl([("a.sql", TABLE + text), ("fix.sql", made.up)], "a.sql", "postgresql")
    assert not judge(again, {}, ("granted-to-public", "truncate-granted"))


def test_what_is_denied_to_everyone_is_granted_to_nobody() -> None:
    found = read_ddl([("a.sql", "create table a (id int primary key);\ngo\ndeny select on a to public;\ngo\n")], "a.sql", "sqlserver")
    assert [o.text for o in found.objects] == ["deny select on a to public"] and not judge(found, {}, ("granted-to-public",))


class Answers:
    """A database that answers commands in the shapes of MongoDB's manual."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def command(self, asked: dict[str, Any]) -> Any:
        from pymongo.errors import OperationFailure

        name = next(iter(asked))
        if name not in self.answers:
            raise OperationFailure("not authorized", 13, {"errmsg": f"not authorized on shop to execute command {name}"})
        return self.answers[name]


def test_roles_and_users_of_documents_are_told_or_it_is_said_why_not() -> None:
    on = {"resource": {"db": "shop", "collection": "orders"}, "actions": ["find", "update"]}
    roles = {"roles": [{"role": "clerk", "db": "shop", "privileges": [on], "roles": [{"role": "read", "db": "shop"}]}]}
    users = {"users": [{"user": "ann", "db": "shop", "roles": [{"role": "clerk", "db": "shop"}]}]}
    found, left = principals(Answers({"rolesInfo": roles, "usersInfo": users}), NOWHERE)
    assert [(o.name, o.values) for o in found] == [("clerk", ("orders: find, update", "is read")), ("ann", ("is clerk",))] and not left
    found, left = principals(Answers({"rolesInfo": roles}), NOWHERE)
    assert not found and "not authorized" in left[0].why
