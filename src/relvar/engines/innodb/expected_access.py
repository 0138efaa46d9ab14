"""Facts on accounts and rights that the design asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.engines.innodb import access, roles
from relvar.engines.innodb.deploy import grants
from relvar.engines.innodb.objects import Parts
from relvar.engines.innodb.query import InnodbWriter
from relvar.model.physical import Physical, Role

Facts = Iterator[tuple[str, str]]
SERVER = re.compile(r"grant (.+) on \*\.\* to `?(\w+)`?")
SCHEMA = re.compile(r"grant (.+) on (\w+)\.\* to `?(\w+)`?")
DATABASE = re.compile(r"grant (.+) on \* to `?(\w+)`?")
EXECUTE = re.compile(r"grant execute on procedure `?(\w+)`? to `?(\w+)`?")
MEMBER = re.compile(r"grant `?(\w+)`? to `?(\w+)`?")


def role_facts(physical: Physical) -> Facts:
    writer = InnodbWriter(physical)
    for role in physical.roles.values():
        yield f"role {role.name}", _account(writer, role)
    server: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    for statement in roles.roles(writer):
        if found := SERVER.fullmatch(statement.text):
            server.setdefault(found[2], set()).update(found[1].split(", "))
        elif found := SCHEMA.fullmatch(statement.text):
            yield f"rights of {found[3]} on {found[2]}", ", ".join(sorted(found[1].split(", ")))
        elif found := MEMBER.fullmatch(statement.text):
            members.setdefault(found[2], set()).add(found[1])
    yield from ((f"server rights of {name}", ", ".join(sorted(rights))) for name, rights in server.items())
    yield from ((f"role {name} may act as", ", ".join(sorted(owners))) for name, owners in members.items())


def _account(writer: InnodbWriter, role: Role) -> str:
    words = writer.dialect
    if not role.login and role.duty != "definer" and words.role_kind == "role":
        return "role"
    parts = ["locked", f"connections {role.connection_limit}" if role.login and role.connection_limit else ""]
    if len(words.account_limits) > 1 and role.login and role.statement_timeout_ms:
        parts.append(f"statement seconds {role.statement_timeout_ms / 1000:g}")
    if words.account_comment:
        parts.append(f"comment {roles.says(writer, role)}" if role.login else f"comment {role.comment}" if role.duty == "definer" else "")
    return ", ".join(part for part in parts if part)


def grant_facts(physical: Physical) -> Facts:
    """Rights on the database, on tables and columns, on procedures."""
    make = Parts(physical)
    whole: dict[str, set[str]] = {}
    for statement in (*access.definer_rights(make.writer), *grants(make)):
        if found := DATABASE.fullmatch(statement.text):
            whole.setdefault(found[2], set()).update(make.writer.dialect.all_rights if found[1] == "all" else found[1].split(", "))
        elif found := EXECUTE.fullmatch(statement.text):
            yield f"execute {found[1]} to {found[2]}", "Execute"
    yield from ((f"database rights of {name}", ", ".join(sorted(rights))) for name, rights in whole.items())
    yield from _on_tables(physical)


def _on_tables(physical: Physical) -> Facts:
    """Per table and role; a right by column beside one on the whole table is kept by itself."""
    writer = InnodbWriter(physical)
    held: dict[tuple[str, str], dict[str, set[str]]] = {}
    for grant in physical.grants.values():
        columns = {writer.source(grant.on).columns[c] for c in grant.columns}
        rights = held.setdefault((writer.table(grant.on).strip("`"), physical.roles[grant.role].name), {})
        for operation in grant.operations:
            by_column = columns if operation != "delete" else set()
            rights.setdefault(operation if not by_column else f"{operation} ()", set()).update(by_column)
    for (table, role), rights in held.items():
        texts = sorted(f"{name[:-1]}{' '.join(sorted(columns))})" if columns else name for name, columns in rights.items())
        yield f"grant {table} to {role}", ", ".join(texts).lower()
