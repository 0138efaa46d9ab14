"""Statements that make something beside tables: they are kept as they were written, with the name and the table they belong to."""

from __future__ import annotations

import msgspec

from relvar.importing.ddl.cursor import Cursor, NotUnderstood, split
from relvar.importing.ddl.draft import Draft
from relvar.model.existing import FoundObject, FoundTable, ObjectKind, Place
from relvar.model.qualified import qualified

# Words that may stand between CREATE and what is created.
MANNERS = {"or", "replace", "alter", "temp", "temporary", "global", "local", "unlogged", "external", "recursive", "force", "trusted", "procedural",
           "constraint", "aggregate", "editionable", "foreign"}  # fmt: skip
KINDS: dict[str, ObjectKind] = {
    "view": "view", "trigger": "trigger", "function": "function", "procedure": "procedure", "event": "event", "sequence": "sequence",
    "domain": "domain", "schema": "schema", "extension": "extension", "role": "role", "user": "role", "policy": "policy", "rule": "rule",
    "statistics": "statistics", "synonym": "synonym", "login": "role", "aggregate": "function",
}  # fmt: skip
DESCRIPTION = "ms_description"  # the extended property that tools show as a comment


def skip_manners(cursor: Cursor) -> None:
    """Step over what says how something is created: OR REPLACE, TEMPORARY, ALGORITHM = ..., DEFINER = ..., SQL SECURITY ..."""
    while not cursor.ended:
        if cursor.take_any(*MANNERS):
            continue
        if cursor.low() in ("algorithm", "definer"):
            cursor.next()
            cursor.take("=")
            cursor.next()
            while cursor.low() == "@" or cursor.words[cursor.at].text.startswith("@"):
                if cursor.next().text == "@":
                    cursor.next()
        elif cursor.take("sql", "security"):
            cursor.next()
        else:
            return


def create_object(cursor: Cursor, draft: Draft, place: Place) -> None:
    """CREATE of something beside tables and indexes, from behind CREATE on. Raises NotUnderstood."""
    text = cursor.source.text[cursor.words[0].start : cursor.words[-1].end]
    skip_manners(cursor)
    if cursor.take("virtual", "table"):
        cursor.take("if", "not", "exists")
        draft.objects.append(FoundObject(kind="virtual table", name=cursor.table(), text=text, place=place))
    elif cursor.take("type"):
        _type(cursor, draft, text, place)
    elif cursor.take("security", "policy"):
        draft.objects.append(FoundObject(kind="policy", name=cursor.table(), on=_owner(cursor, draft, "policy"), text=text, place=place))
    elif cursor.take("partition", "function") or cursor.take("partition", "scheme"):
        draft.objects.append(FoundObject(kind="partitioning", name=cursor.table(), text=text, place=place))
    elif cursor.take("fulltext", "catalog"):
        draft.objects.append(FoundObject(kind="catalog of words", name=cursor.table(), text=text, place=place))
    elif cursor.take("materialized", "view"):
        cursor.take("if", "not", "exists")
        draft.objects.append(FoundObject(kind="materialized view", name=cursor.table(), text=text, place=place))
    elif kind := KINDS.get(cursor.low()):
        cursor.next()
        cursor.take("if", "not", "exists")
        name = cursor.table() if cursor.word.kind in ("word", "name", "string") else ""
        draft.objects.append(FoundObject(kind=kind, name=name, on=_owner(cursor, draft, kind), text=text, place=place))
    else:
        raise NotUnderstood(f"CREATE {cursor.word.text} is nothing that relvar knows")


def _owner(cursor: Cursor, draft: Draft, kind: ObjectKind) -> str:
    """The table of a trigger, policy or rule."""
    if kind not in ("trigger", "policy", "rule"):
        return ""
    while not cursor.ended:
        if cursor.take("on"):
            named = cursor.table()
            return draft.tables[named.lower()].id if named.lower() in draft.tables else named
        cursor.next()
    return ""


def _type(cursor: Cursor, draft: Draft, text: str, place: Place) -> None:
    name = cursor.table()
    if cursor.take("as", "enum"):
        values = tuple(words[0].text for words in split(cursor.group()) if words)
        draft.objects.append(FoundObject(kind="enum", name=name, values=values, text=text, place=place))
    else:
        draft.objects.append(FoundObject(kind="type", name=name, text=text, place=place))


def comment_on(cursor: Cursor, draft: Draft) -> None:
    """COMMENT ON from behind its word ON. Comments of what is not imported are left alone. Raises NotUnderstood."""
    if cursor.take("table"):
        id_ = cursor.table()
        if not _comment_on_object(draft, id_, cursor):
            draft.set(draft.table(id_), comment=_said(cursor))
    elif cursor.take("column"):
        _comment_on_column(cursor, draft)
    elif cursor.take("index"):
        name = cursor.qualified()[1]
        _comment_on_element(draft, list(draft.tables.values()), ("indexes",), name, _said(cursor))
    elif cursor.take("constraint"):
        name = cursor.name()
        cursor.take("on")
        table = draft.table(cursor.table())
        said = _said(cursor)
        _comment_on_element(draft, [table], ("checks", "uniques"), name, said)


def extended_property(cursor: Cursor, draft: Draft) -> None:
    """sp_addextendedproperty with all its arguments as texts: name, value, then kind and name of schema, table and column.

    Only descriptions are comments; those of what is not imported are left alone.
    """
    said = [word.text for word in cursor.words if word.kind == "string"]
    levels = {kind.lower(): name for kind, name in zip(said[2::2], said[3::2], strict=False)}
    if not said or said[0].lower() != DESCRIPTION or "table" not in levels or len(levels) > (3 if "column" in levels else 2):
        return
    schema = levels.get("schema", "")
    table = draft.table(qualified("" if schema == cursor.dialect.schema else schema, levels["table"]))
    if "column" in levels:
        draft.set_column(table, levels["column"], comment=said[1])
    else:
        draft.set(table, comment=said[1])


def _comment_on_column(cursor: Cursor, draft: Draft) -> None:
    parts = [cursor.name()]
    while cursor.take("."):
        parts.append(cursor.name())
    schema = parts[-3] if len(parts) > 2 else ""
    id_ = qualified("" if schema == cursor.dialect.schema else schema, parts[-2])
    if any(found.name == id_ for found in draft.objects):
        return
    draft.set_column(draft.table(id_), parts[-1], comment=_said(cursor))


def _comment_on_object(draft: Draft, id_: str, cursor: Cursor) -> bool:
    """A partition is kept as an object, which takes its comment."""
    for at, found in enumerate(draft.objects):
        if found.name == id_ and id_.lower() not in draft.tables:
            draft.objects[at] = msgspec.structs.replace(found, comment=_said(cursor))
            return True
    return False


def _comment_on_element(draft: Draft, tables: list[FoundTable], fields: tuple[str, ...], name: str, said: str) -> None:
    for table in tables:
        for field in fields:
            elements = getattr(table, field)
            if any(element.name == name for element in elements):
                draft.set(table, **{field: tuple(msgspec.structs.replace(e, comment=said) if e.name == name else e for e in elements)})
                return


def _said(cursor: Cursor) -> str:
    if not cursor.take("is"):
        raise NotUnderstood("COMMENT ON without IS")
    return cursor.next().text if cursor.word.kind == "string" else ""
