"""What the optimizer would do: keys used and tables read as a whole, by the design's ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Plan
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.session import InnodbSession
from relvar.model import expression as e
from relvar.model.physical import Physical, Table
from relvar.model.query import Insert, Select
from relvar.model.query import Statement as QueryStatement
from relvar.model.walking import nodes

WHOLE = ("ALL", "index")
NAME = re.compile(r"[^,()]+")
CONDITION = re.compile(r'^(?P<key>\s*"\w*condition": ")(?P<said>.*)(?P<end>",?)$', re.M)


def plan(session: InnodbSession, statement: QueryStatement, writer: InnodbWriter, *, before: tuple[str, ...] = (), shown: str = "") -> Plan:
    """The plan of a statement, without its cost: where a sample has few rows to a parent, all ways cost the same. Raises Refusal.

    `before`: statements that make the server tell it by tables; `shown`: the form for people to read, where there is one.
    """
    text = next(t for t in writer.steps(statement) if not t.startswith("set "))
    for setting in before:
        session.sql(setting)
    found = _loaded(session.sql(f"explain format = json {text}")[0][0])
    words = session.sql(f"explain format = {shown} {text}") if shown and isinstance(statement, Select) else []
    steps = list(_steps(found))
    aliases = dict(_aliases(statement)) | {table.name: key for key, table in session.physical.tables.items()}
    limited = isinstance(statement, Select) and bool(statement.limit) and not statement.group_by and not _sorts(found)
    uses, scans = _read(session.physical, steps, aliases, limited)
    return Plan(uses | _arbiter(session.physical, statement), scans, str(words[0][0]) if words else json.dumps(found, indent=1))


def _loaded(text: str) -> Any:
    """The plan as values. MariaDB (11.8: seen) writes a document within a condition without the escapes of its quotes."""

    def escaped(line: re.Match[str]) -> str:
        said = re.sub(r'(?<!\\)"', r'\\"', line["said"])
        return f"{line['key']}{said}{line['end']}"

    return json.loads(CONDITION.sub(escaped, text))


def _steps(node: Any) -> Iterator[dict[str, Any]]:
    """Every object that tells how a table is read."""
    if isinstance(node, dict):
        if "table_name" in node and "access_type" in node:
            yield node
        for child in node.values():
            yield from _steps(child)
    elif isinstance(node, list):
        for child in node:
            yield from _steps(child)


def _sorts(node: Any) -> bool:
    if isinstance(node, dict):
        return bool(node.get("using_filesort") or node.get("filesort")) or any(_sorts(child) for child in node.values())
    return isinstance(node, list) and any(_sorts(child) for child in node)


def _read(physical: Physical, steps: list[dict[str, Any]], aliases: dict[str, str], limited: bool) -> tuple[frozenset[str], frozenset[str]]:
    """A key that is read from its beginning as far as a limit goes is used; one that is read to its end is the table as a whole."""
    uses: set[str] = set()
    scans: set[str] = set()
    for step in steps:
        table_id = aliases.get(step["table_name"], "")
        if not table_id:
            continue
        names = [name for key in _keys(step) for name in NAME.findall(key)]
        if step["access_type"] != "ALL":
            uses |= {element(table_id, physical.tables[table_id], name) for name in names} - {""}
        if step["access_type"] in WHOLE and not (limited and step["access_type"] == "index"):
            scans.add(table_id)
    return frozenset(uses), frozenset(scans)


def _keys(step: Any) -> Iterator[str]:
    """Keys by which one table is read; several that are merged stand deeper."""
    if isinstance(step, dict):
        if isinstance(step.get("key"), str):
            yield step["key"]
        elif "index_merge" in step:
            yield from _keys(step["index_merge"])
        else:
            yield from (key for child in step.values() if isinstance(child, dict | list) and "table_name" not in child for key in _keys(child))
    elif isinstance(step, list):
        yield from (key for child in step for key in _keys(child))


def element(table_id: str, table: Table, name: str) -> str:
    """The id of a key by its name; the index that InnoDB makes for a reference has the reference's name."""
    if name == "PRIMARY":
        return f"{table_id}.primary_key"
    for key, found in (*table.indexes.items(), *table.constraints.items()):
        if found.name == name:
            return f"{table_id}.{key}"
    return ""


def _arbiter(physical: Physical, statement: QueryStatement) -> frozenset[str]:
    """The key by which an insert finds that its row is there already: no plan tells it."""
    if not isinstance(statement, Insert) or not statement.ignore_duplicates_of:
        return frozenset()
    table, wanted = physical.tables[statement.table], set(statement.ignore_duplicates_of)
    if set(table.primary_key) == wanted:
        return frozenset({f"{statement.table}.primary_key"})
    keys = [key for key, c in table.constraints.items() if set(getattr(c, "columns", ())) == wanted and not hasattr(c, "to")]
    keys += [k for k, i in table.indexes.items() if i.unique and {getattr(p.expression, "column", "") for p in i.parts} == wanted]
    return frozenset(f"{statement.table}.{key}" for key in keys)


def _aliases(value: object) -> Iterator[tuple[str, str]]:
    """(alias, table id) of everything that the statement reads."""
    for node in nodes(value):
        if isinstance(node, Select | e.Exists):
            yield node.alias, node.table
        if isinstance(node, Select):
            yield from ((join.alias, join.table) for join in node.joins)
