"""Statements that an engine refuses, or that mean something else than they look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.judge.statement import statements, transactions

FOREIGN = {
    "postgresql": r"\bauto_increment\b|`|\bunsigned\b|\bengine\s*=|\bnvarchar\b|\bdatetime\b|\btinyint\b|(?<!\bas )\bidentity\s*\(|\bgetdate\s*\(",
    "mysql": r"\bgen_random_uuid\b|\btimestamptz\b|\bconcurrently\b|\bbigserial\b|\bjsonb\b|\bbytea\b|\btext\[\]|\bnvarchar\(max\)|\breturning\b",
    "mariadb": r"\bgen_random_uuid\b|\btimestamptz\b|\bconcurrently\b|\bbigserial\b|\bjsonb\b|\bbytea\b|\btext\[\]|\bnvarchar\(max\)",
    "sqlite": r"\bauto_increment\b|\bbigserial\b|\bgen_random_uuid\b|\bconcurrently\b|\benum\s*\(|default now\(\)"
    r"|\bgenerated (always|by default) as identity",
    "sqlserver": r"\bauto_increment\b|`|\bbigserial\b|\bgen_random_uuid\b|\btimestamptz\b|\bconcurrently\b|\blimit \d+\b"
    r"|create (unique )?index if not exists|\badd column\b",
}
CONFLICT = re.compile(r"insert into ([\w.]+).*?on conflict \(([\w, ]+)\)(?! where)")
MOVED = {
    r"\bmean_time\b|\btotal_time\b": ("pg_stat_statements", "mean_exec_time and total_exec_time since PostgreSQL 13"),
    r"\bcheckpoints_(timed|req)\b|\bbuffers_checkpoint\b": ("pg_stat_bgwriter", "pg_stat_checkpointer since PostgreSQL 17"),
    r"\bblk_(read|write)_time\b": ("pg_stat_statements", "shared_blk_read_time since PostgreSQL 17"),
}


def _each(look: Look, pattern: str, message: str) -> Iterator[Hit]:
    for said in statements(look):
        if said.has(pattern):
            yield Hit(element=said.element, message=message, place=said.place)


def foreign_words(look: Look) -> Iterator[Hit]:
    pattern = FOREIGN.get(look.existing.dialect, r"(?!)")
    for said in statements(look):
        if said.verb.split(" ")[0] in ("create", "alter") and (found := re.search(pattern, said.bare)):
            yield Hit(element=said.element, message=f"{found[0].strip()} is no word of this dialect", place=said.place)


def inline_index(look: Look) -> Iterator[Hit]:
    yield from _each(look, r"^create (?:\w+ )*table [^(]+\(.*,\s*(?:index|key) \w+\s*\(", "an index among the columns is read as a column of a type")


def check_with_query(look: Look) -> Iterator[Hit]:
    yield from _each(look, r"^(create table|alter table).*\bcheck\s*\((?:[^()]|\([^()]*\))*\(\s*select\b", "a check cannot ask other rows")


def not_in_with_null(look: Look) -> Iterator[Hit]:
    yield from _each(look, r"\bnot in\s*\(\s*select\b", "one NULL among the answers, and no row is found")


def between_instants(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if re.search(r"\b\w*(_at|time|timestamp|_on)\b\s+between\s+('|timestamp|date|now|current)", said.low):
            yield Hit(element=said.element, message="the end belongs to the range, and the rest of its day does not", place=said.place)


def extension_unquoted(look: Look) -> Iterator[Hit]:
    yield from _each(look, r"^create extension (if not exists )?[a-z_]+-[a-z]", "the hyphen in the name needs quotes")


def moved_statistics(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        for pattern, (view, now) in MOVED.items():
            text = said.low
            if view in text and re.search(pattern, text) and "shared_blk" not in text and "_exec_time" not in text:
                yield Hit(element=f"{said.element} {view}", message=f"a column of {view} has moved: {now}", place=said.place)


def on_conflict_without_predicate(look: Look) -> Iterator[Hit]:
    partial = {(table.name.lower(), index.columns) for table in look.tables for index in table.indexes if index.unique and index.where}
    whole = {(table.name.lower(), s_columns) for table in look.tables for s_columns in _keys(look, table.id)}
    for said in statements(look):
        for found in CONFLICT.finditer(said.low):
            name, columns = found[1].rsplit(".", 1)[-1], tuple(c.strip() for c in found[2].split(","))
            if (name, columns) in partial and (name, columns) not in whole:
                yield Hit(
                    element=f"{name}.{'_'.join(columns)}",
                    message=f"the unique index on ({found[2]}) is partial: its condition is missing",
                    place=said.place,
                )


def on_conflict_with_deferrable(look: Look) -> Iterator[Hit]:
    late = {(table.name.lower(), key.columns) for table in look.tables for key in table.uniques if key.deferrable}
    for said in statements(look):
        for found in CONFLICT.finditer(said.low):
            name, columns = found[1].rsplit(".", 1)[-1], tuple(c.strip() for c in found[2].split(","))
            if (name, columns) in late:
                element = f"{name}.{'_'.join(columns)}"
                yield Hit(element=element, message=f"the unique key on ({found[2]}) is deferrable: it decides no conflict", place=said.place)


def _keys(look: Look, id_: str) -> list[tuple[str, ...]]:
    return [tuple(p.column for p in s.parts) for s in look.serving(look.existing.tables[id_]) if s.unique and not s.where]


def enum_value_used_at_once(look: Look) -> Iterator[Hit]:
    added: dict[str, str] = {}
    for said, inside in transactions(look):
        if found := re.search(r"^alter type ([\w.\"]+) add value (?:if not exists )?'([^']*)'", said.low):
            if inside:
                added[found[2]] = said.place.file
        elif any(f"'{value}'" in said.low and file == said.place.file for value, file in added.items()) and inside:
            yield Hit(element=said.element, message="a value of an enum cannot be used in the transaction that adds it", place=said.place)


def schema_in_transaction(look: Look) -> Iterator[Hit]:
    for said, inside in transactions(look):
        if inside and said.verb.split(" ")[0] in ("create", "alter", "drop", "truncate", "rename"):
            yield Hit(element=said.element, message="it commits what was done before, and cannot be rolled back", place=said.place)


def keys_not_enforced(look: Look) -> Iterator[Hit]:
    enforced = any(re.match(r"pragma foreign_keys\s*(=|\()\s*(on|1|true)", said.bare) for said in statements(look))
    referring = [table for table in look.tables if table.references]
    if referring and not enforced:
        yield Hit(
            element="foreign_keys", message=f"{len(referring)} tables refer to others, and nothing here turns the checks on", place=referring[0].place
        )


def dirty_read(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        if re.search(r"\bnolock\b|\bread uncommitted\b", found.text, re.I):
            yield Hit(element=found.name, message=f"{found.name} reads what may be rolled back, twice or not at all", place=found.place)


def setting_of_session(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        if found.kind in ("function", "procedure") and re.search(
            r"(^|;|\$|\bbegin\b)\s*set\s+(?!local\b|transaction\b|constraints\b)[a-z_]+\.[a-z_]+\s*(=|to)", found.text, re.I | re.M
        ):
            yield Hit(
                element=found.name, message=f"{found.name} sets a value for the session, which a pool hands to the next client", place=found.place
            )
    for said, _ in transactions(look):
        if re.match(r"set (session )?(app|my|request|tenant)\w*\.\w+", said.bare):
            yield Hit(element=said.element, message="a pool hands the session, with the setting, to the next client", place=said.place)


def select_star_in_view(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        if found.kind in ("view", "materialized view") and re.search(r"\bselect\s+(\w+\.)?\*", found.text, re.I):
            yield Hit(element=found.name, message=f"{found.name} shows whatever columns there were on the day it was made", place=found.place)
