"""ALTER TABLE: every action that changes what a table is; the rest (owners, storage, triggers) is said to be left alone."""

from __future__ import annotations

import msgspec

from relvar.importing.ddl.column import CLAUSES, column, type_text
from relvar.importing.ddl.constraint import begins, constraint
from relvar.importing.ddl.cursor import Cursor, NotUnderstood, split
from relvar.importing.ddl.draft import Draft, drop_named, find_column
from relvar.importing.ddl.table import element
from relvar.importing.ddl.words import Word
from relvar.model.existing import FoundColumn, FoundObject, FoundTable

# Actions that change nothing of what is imported.
BESIDE_WORDS = """
    owner set reset cluster replica disable validate algorithm lock auto_increment order convert engine inherit no comment check nocheck force
    discard import analyze rebuild switch character default
"""
BESIDE = frozenset(BESIDE_WORDS.split())


def alter_table(cursor: Cursor, draft: Draft) -> None:
    """ALTER TABLE from behind its word TABLE on. Raises NotUnderstood."""
    cursor.take_any("only")
    cursor.take("if", "exists")
    cursor.take("only")
    id_ = draft.table(cursor.table()).id
    cursor.take("*")
    before = draft.table(id_) if cursor.sees("with", "nocheck") else None
    for words in _actions(cursor):
        inner = cursor.inside(words)
        try:
            id_ = _action(inner, draft, id_)
        except NotUnderstood as error:
            draft.left(cursor, words, str(error))
    if before is not None:
        _unchecked(draft, before, id_)


def _unchecked(draft: Draft, before: FoundTable, id_: str) -> None:
    """What WITH NOCHECK added was never held against the rows that were there."""
    table = draft.table(id_)
    for field in ("checks", "references"):
        known = getattr(before, field)
        made = tuple(e if e in known else msgspec.structs.replace(e, validated=False) for e in getattr(table, field))
        table = draft.set(table, **{field: made})


def _actions(cursor: Cursor) -> list[list[Word]]:
    """The actions; where commas go on with further columns of the same ADD (SQL Server) it is given to each."""
    validated = cursor.sees("with", "check") or cursor.sees("with", "nocheck")
    if validated:
        cursor.at += 2
    if cursor.dialect.bodies == "batch" and cursor.sees("add"):
        added = cursor.next()
        return [[added, *part] for part in split(cursor.rest())]
    return list(split(cursor.rest()))


def _action(cursor: Cursor, draft: Draft, id_: str) -> str:
    """One action; the table's id afterwards."""
    table = draft.table(id_)
    if cursor.take("add"):
        _add(cursor, draft, id_)
    elif cursor.take("drop"):
        _drop(cursor, draft, id_)
    elif cursor.take("alter"):
        _alter(cursor, draft, id_)
    elif word := cursor.take_any("modify", "change"):
        cursor.take("column")
        _redefine(cursor, draft, id_, renamed=word == "change")
    elif cursor.take("rename"):
        return _rename(cursor, draft, id_)
    elif cursor.sees("enable", "row") or cursor.sees("force", "row"):
        draft.set(table, options={**table.options, f"{cursor.low()} row level security": "yes"})
    elif cursor.take("attach", "partition"):
        _attach(cursor, draft, id_)
    elif cursor.low() not in BESIDE and cursor.low() != "enable":
        raise NotUnderstood(f"no action of ALTER TABLE that relvar knows: {cursor.word.text}")
    return id_


def _add(cursor: Cursor, draft: Draft, id_: str) -> None:
    if cursor.sees("default") or (cursor.sees("constraint") and cursor.low(2) == "default"):
        _add_default(cursor, draft, id_)
    elif begins(cursor):
        made = constraint(cursor)
        draft.left(cursor, cursor.rest(), "this stands behind a constraint")
        draft.add_element(draft.table(id_), made)
    else:
        cursor.take("column")
        cursor.take("if", "not", "exists")
        if cursor.low() == "(":
            for words in split(cursor.group()):
                element(cursor.inside(words), draft, id_)
        else:
            element(cursor, draft, id_)


def _add_default(cursor: Cursor, draft: Draft, id_: str) -> None:
    """ADD CONSTRAINT name DEFAULT value FOR column, which is SQL Server's way of it."""
    if cursor.take("constraint"):
        cursor.name()
    cursor.take("default")
    value = cursor.text(cursor.until({"for"}, least=1))
    if not cursor.take("for"):
        raise NotUnderstood("a default for no column")
    draft.set_column(draft.table(id_), cursor.name(), default=value)


def _drop(cursor: Cursor, draft: Draft, id_: str) -> None:
    table = draft.table(id_)
    if cursor.take("primary", "key"):
        draft.set(table, primary=None)
        return
    kind = cursor.take_any("column", "constraint", "index", "key", "check", "foreign")
    if kind == "foreign":
        cursor.take("key")
    cursor.take("if", "exists")
    name = cursor.name()
    if kind in ("column", "") and (found := find_column(table, name)) is not None:
        draft.set(table, columns={k: c for k, c in table.columns.items() if c is not found})
        return
    fields = drop_named(table, name)
    if fields is None:
        raise NotUnderstood(f"{table.id} has no {kind or 'element'} {name}")
    draft.set(table, **fields)


def _alter(cursor: Cursor, draft: Draft, id_: str) -> None:
    if cursor.take_any("index", "constraint", "check"):
        return  # visibility, enforcement: nothing that is imported changes
    cursor.take("column")
    name = cursor.name()
    table = draft.table(id_)
    if cursor.take("set", "default"):
        value = cursor.text(cursor.rest())
        fields: dict[str, object] = {"default": value, **({"numbered": "sequence"} if "nextval" in value.lower() else {})}
    elif cursor.take("drop", "default"):
        fields = {"default": ""}
    elif cursor.take("set", "not", "null"):
        fields = {"nullable": False}
    elif cursor.take("drop", "not", "null"):
        fields = {"nullable": True}
    elif cursor.take("add", "generated"):
        fields = {"numbered": "always" if cursor.take("always") else "by default", "nullable": False}
    elif cursor.take("type") or cursor.take("set", "data", "type"):
        fields = {"type": type_text(cursor)}
    elif cursor.sees("set", "statistics") or cursor.sees("set", "storage") or cursor.sees("set", "(") or cursor.sees("set", "compression"):
        return
    elif cursor.dialect.bodies == "batch" and cursor.low() not in CLAUSES:
        fields = {"type": type_text(cursor), "nullable": not cursor.sees("not", "null")}
    else:
        raise NotUnderstood(f"no change of a column that relvar knows: {cursor.text(cursor.rest())[:60]}")
    draft.set_column(table, name, **fields)


def _redefine(cursor: Cursor, draft: Draft, id_: str, *, renamed: bool) -> None:
    """MODIFY and CHANGE: the column as it is defined anew; its keys stay."""
    table = draft.table(id_)
    old = cursor.name() if renamed else cursor.word.text
    read = column(cursor)
    kept = find_column(table, old)
    if kept is None:
        raise NotUnderstood(f"{table.id} has no column {old}")
    key = table.primary is not None and kept.name in table.primary.columns
    fields = {field: getattr(read.column, field) for field in FoundColumn.__struct_fields__}
    draft.set_column(table, old, **{**fields, "nullable": read.column.nullable and not key, "place": kept.place})
    for made in read.elements:
        draft.add_element(draft.table(id_), made)


def _rename(cursor: Cursor, draft: Draft, id_: str) -> str:
    table = draft.table(id_)
    if cursor.take("to") or cursor.take("as"):
        return draft.rename_table(table, cursor.name()).id
    if cursor.take_any("index", "key", "constraint"):
        cursor.name()
        return id_
    cursor.take("column")
    old = cursor.name()
    if not cursor.take("to"):
        raise NotUnderstood("RENAME without TO")
    draft.rename_column(table, old, cursor.name())
    return id_


def _attach(cursor: Cursor, draft: Draft, id_: str) -> None:
    """A table becomes a partition: it is no table of its own any more."""
    part = draft.table(cursor.table())
    del draft.tables[part.id.lower()]
    draft.objects.append(FoundObject(kind="partition", name=part.id, on=id_, text=cursor.text(cursor.rest()), place=part.place))
