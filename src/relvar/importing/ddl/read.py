"""Statement by statement through files of SQL, in the order in which an engine would run them."""

from __future__ import annotations

from collections.abc import Iterable

from relvar.importing.ddl.alter import alter_table
from relvar.importing.ddl.constraint import index
from relvar.importing.ddl.cursor import Cursor, NotUnderstood
from relvar.importing.ddl.dialects import dialect, guess
from relvar.importing.ddl.draft import Draft, drop_named, indexed
from relvar.importing.ddl.objects import comment_on, create_object, extended_property, skip_manners
from relvar.importing.ddl.rights import VERBS, keep_right
from relvar.importing.ddl.table import create_table
from relvar.importing.ddl.words import Text, Word, statements
from relvar.model.existing import Existing, FoundStatement

# Verbs that make no part of a schema: rows, sessions, transactions.
NO_SCHEMA_VERBS = """
    insert replace update delete select with set begin start commit end rollback pragma use copy lock unlock vacuum analyze show print exec
    execute declare if truncate merge values call do reset notify discard refresh reindex cluster checkpoint flush go explain savepoint release
    security \\connect attach detach load optimize prepare deallocate delimiter
"""
NO_SCHEMA = frozenset(NO_SCHEMA_VERBS.split())
ALTERED_WORDS = """
    sequence view function procedure schema database role user type extension index event materialized policy trigger domain system
    authorization login instance
"""
ALTERED_BESIDE = frozenset(ALTERED_WORDS.split())

ADDED_PROPERTY = "sp_addextendedproperty"  # the procedure by which a dialect without COMMENT ON keeps them


def read_ddl(files: Iterable[tuple[str, str]], source: str, dialect_name: str = "") -> Existing:
    """What files (name, text) of SQL make, one after the other. Raises SourceError, UnsupportedError."""
    files = tuple(files)
    name = dialect_name or guess("\n".join(text for _, text in files))
    known = dialect(name)
    draft = Draft(source, name)
    for file, text in files:
        written = Text(text, file)
        for words in statements(written, known):
            cursor = Cursor(words, written, known)
            draft.statements.append(_statement(cursor))
            try:
                _read(cursor, draft)
            except NotUnderstood as error:
                draft.left(cursor, words, str(error))
    return draft.done()


def _statement(cursor: Cursor) -> FoundStatement:
    words: list[Word] = cursor.words
    verb = " ".join(word.low for word in words[:2])
    return FoundStatement(verb=verb, text=cursor.source.text[words[0].start : words[-1].end], place=cursor.place)


def _read(cursor: Cursor, draft: Draft) -> None:
    verb = cursor.low()
    if verb == "create":
        _create(cursor, draft)
    elif cursor.take("alter", "table") or cursor.take("alter", "foreign", "table"):
        alter_table(cursor, draft)
    elif cursor.take("comment", "on"):
        comment_on(cursor, draft)
    elif verb in ("exec", "execute") and ADDED_PROPERTY in cursor.text(cursor.words).lower():
        extended_property(cursor, draft)
    elif cursor.take("drop"):
        _drop(cursor, draft)
    elif verb in VERBS or cursor.sees("alter", "default", "privileges"):
        keep_right(cursor, draft)
    elif cursor.take("rename", "table"):
        _rename(cursor, draft)
    elif verb not in NO_SCHEMA and not (verb == "alter" and cursor.low(1) in ALTERED_BESIDE):
        raise NotUnderstood(f"no statement that relvar knows begins with {cursor.word.text}")


def _create(cursor: Cursor, draft: Draft) -> None:
    place = cursor.place
    cursor.take("create")
    start = cursor.at
    skip_manners(cursor)
    if cursor.take("table"):
        create_table(cursor, draft, place)
    elif cursor.sees("fulltext", "catalog"):
        cursor.at = start
        create_object(cursor, draft, place)
    elif cursor.low() in ("unique", "index", "clustered", "nonclustered", "fulltext", "spatial"):
        table, made = index(cursor, place)
        draft.add_element(draft.table(table), made)
    else:
        cursor.at = start
        create_object(cursor, draft, place)


def _drop(cursor: Cursor, draft: Draft) -> None:
    """A dropped table or index is gone; other things are taken off the list."""
    kind = cursor.next().low
    cursor.take("concurrently")
    careful = cursor.take("if", "exists")
    if kind == "table":
        while not cursor.ended and cursor.word.kind in ("word", "name"):
            id_ = cursor.table()
            if draft.tables.pop(id_.lower(), None) is None and not careful:
                raise NotUnderstood(f"it drops the table {id_}, which this source does not make")
            cursor.take(",")
            cursor.take_any("cascade", "restrict")
    elif kind == "index":
        name = cursor.qualified()[1]
        found = indexed(draft, name)
        if found is not None:
            draft.set(found[0], **(drop_named(found[0], name) or {}))
        elif not careful:
            raise NotUnderstood(f"it drops the index {name}, which this source does not make")
    else:
        name = cursor.table() if cursor.word.kind in ("word", "name") else ""
        draft.objects = [made for made in draft.objects if not (made.name == name and made.kind.endswith(kind))]


def _rename(cursor: Cursor, draft: Draft) -> None:
    table = draft.table(cursor.table())
    if not cursor.take("to"):
        raise NotUnderstood("RENAME TABLE without TO")
    draft.rename_table(table, cursor.name())
