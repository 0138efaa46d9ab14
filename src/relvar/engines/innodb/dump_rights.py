"""Who may do what in a live database, in the server's own words: accounts and roles that have rights in it, and those rights.

Rights of the whole server (ON *.*) are none of the database, and beside them MariaDB shows what it keeps of passwords: both stay there.
Sources: MySQL manual, "Grant Tables", "SHOW GRANTS Statement"; MariaDB documentation, "mysql.roles_mapping Table".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Account = tuple[str, str]  # user, host; of a role of MariaDB no host
Asked = Callable[[str], list[tuple[Any, ...]]]
NAMED = """
select user, host from mysql.db where database() like db
union select user, host from mysql.tables_priv where db = database() union select user, host from mysql.columns_priv where db = database()
union select user, host from mysql.procs_priv where db = database() order by 1, 2
"""
# Member and role: each of the two servers keeps them in a table of its own.
MEMBERS = (
    "select to_user, to_host, from_user, from_host from mysql.role_edges order by 1, 2, 3, 4",
    "select user, host, role, '' from mysql.roles_mapping order by 1, 2, 3",
)
# A role of MySQL is an account that nobody can use as one (CREATE ROLE).
ROLES = (
    "select user, host from mysql.user where is_role = 'Y'",
    "select user, host from mysql.user where account_locked = 'Y' and password_expired = 'Y' and authentication_string = ''",
)
UNKNOWN = (1054, 1146)  # no such column, no such table
DENIED = (1044, 1142, 1143, 1227)
OF_SERVERS = frozenset(("root", "mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys", "PUBLIC"))
PLACE = re.compile(r" ON (?:PROCEDURE |FUNCTION |PACKAGE |PACKAGE BODY )?`(?P<database>(?:[^`]|``)+)`\.")


def rights(asked: Asked) -> tuple[list[str], list[str]]:
    """What makes the accounts, and what grants to them; in place of the first, a line for what may not be read."""
    import pymysql

    try:
        database = str(asked("select database()")[0][0])
        members = [((row[0], row[1]), (row[2], row[3])) for row in _first(asked, MEMBERS)]
        named = _closed({(row[0], row[1]) for row in asked(NAMED)}, members)
        roles = {(row[0], row[1]) for row in _first(asked, ROLES)} | {role for _, role in members}
        made = [f"create {'role' if account in roles else 'user'} {_account(account)};" for account in named]
        made.sort(key=lambda said: not said.startswith("create role"))
        granted = [f"{text};" for account in named for (text,) in asked(f"show grants for {_account(account)}") if _is_here(text, database)]
    except pymysql.Error as error:
        if error.args[:1] and error.args[0] in DENIED:
            return [f"-- not read: accounts and grants: {' '.join(str(error.args[1]).split())}"], []
        raise
    return made, granted


def _first(asked: Asked, queries: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The answer to the first query that the server knows."""
    import pymysql

    for query in queries:
        try:
            return asked(query)
        except pymysql.Error as error:
            if not error.args or error.args[0] not in UNKNOWN:
                raise
    return []


def _closed(named: set[Account], members: list[tuple[Account, Account]]) -> list[Account]:
    """Those that have rights, whoever is one of them, and what they are."""
    named = {account for account in named if account[0] not in OF_SERVERS}
    while more := {one for pair in members for one in pair if set(pair) & named and one[0] not in OF_SERVERS} - named:
        named |= more
    return sorted(named)


def _is_here(text: str, database: str) -> bool:
    """Whether a line of SHOW GRANTS is of a role, or of the database: its name there is a pattern of LIKE."""
    if not text.startswith("GRANT "):
        return False
    if " ON " not in text:
        return True
    found = PLACE.search(text)
    return found is not None and _like(found["database"].replace("``", "`"), database)


def _like(pattern: str, name: str) -> bool:
    parts = re.findall(r"\\.|.", pattern, re.S)
    signs = {"%": ".*", "_": "."}
    return re.fullmatch("".join(signs.get(part) or re.escape(part[-1]) for part in parts), name, re.S) is not None


def _account(account: Account) -> str:
    return "@".join(_quoted(part) for place, part in enumerate(account) if part or not place)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
