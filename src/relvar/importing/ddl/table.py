"""CREATE TABLE: its elements, then its options."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.importing.ddl.column import column
from relvar.importing.ddl.constraint import begins, constraint
from relvar.importing.ddl.cursor import Cursor, NotUnderstood, split
from relvar.importing.ddl.draft import Draft
from relvar.model.existing import FoundObject, FoundTable, Place


def create_table(cursor: Cursor, draft: Draft, place: Place) -> None:
    """CREATE TABLE from behind its word TABLE on. Raises NotUnderstood."""
    cursor.take("if", "not", "exists")
    schema, name = cursor.qualified()
    comment = "" if cursor.dialect.comments else cursor.source.comment_above(cursor.words[0].start)
    table = FoundTable(name=name, schema=schema, place=place, comment=comment)
    if cursor.take("partition", "of"):
        _partition_of(cursor, draft, table)
        return
    if cursor.take("like") or (cursor.sees("(", "like") and cursor.low(3) == ")"):
        _like(cursor, draft, table)
        return
    if cursor.sees("as") or cursor.sees("(", "select"):
        raise NotUnderstood("a table made of a query has no columns that this text tells")
    elements = cursor.group()
    draft.add_table(table)
    for words in split(elements):
        inner = cursor.inside(words)
        try:
            element(inner, draft, table.id)
        except NotUnderstood as error:
            draft.left(cursor, words, str(error))
    _options(cursor, draft, draft.table(table.id))


def element(cursor: Cursor, draft: Draft, id_: str) -> None:
    """One element of a table: a constraint, an index or a column. Raises NotUnderstood."""
    if begins(cursor):
        made = constraint(cursor)
        draft.left(cursor, cursor.rest(), "this stands behind a constraint")
        draft.add_element(draft.table(id_), made)
        return
    if cursor.take("period", "for"):
        period = {f"period for {cursor.next().low}": cursor.text(cursor.group())}
        draft.set(draft.table(id_), options={**draft.table(id_).options, **period})
        return
    if cursor.sees("like"):
        _copied(cursor, draft, id_)
        return
    start = cursor.words[0].start
    read = column(cursor)
    found = read.column
    if not found.comment and not cursor.dialect.comments and (above := cursor.source.comment_above(start)):
        found = msgspec.structs.replace(found, comment=above)
    draft.add_column(draft.table(id_), found)
    for made in read.elements:
        draft.add_element(draft.table(id_), made)
    for words in read.unknown:
        draft.left(cursor, words, f"no clause of a column that relvar knows, at {id_}.{found.name}")


def _copied(cursor: Cursor, draft: Draft, id_: str) -> None:
    """(LIKE other INCLUDING ALL) among other elements: the columns are copied."""
    cursor.take("like")
    other = draft.table(cursor.table())
    for found in other.columns.values():
        draft.add_column(draft.table(id_), found)
    cursor.rest()


def _like(cursor: Cursor, draft: Draft, table: FoundTable) -> None:
    if cursor.take("("):
        cursor.take("like")
    other = draft.table(cursor.table())
    draft.add_table(table)
    draft.set(table, columns=other.columns, primary=other.primary, checks=other.checks, options={"like": other.id})


def _partition_of(cursor: Cursor, draft: Draft, table: FoundTable) -> None:
    """A partition has no columns of its own: it is kept beside its table."""
    parent = draft.table(cursor.table())
    text = cursor.text(cursor.rest())
    draft.objects.append(FoundObject(kind="partition", name=table.id, on=parent.id, text=text, place=table.place))


def _options(cursor: Cursor, draft: Draft, table: FoundTable) -> None:
    """What follows the elements: storage, comment, partitions, inheritance."""
    options = dict(table.options)
    fields: dict[str, object] = {}
    for name, value in _named(cursor, draft):
        if name == "comment":
            fields["comment"] = value
        elif name in ("partition", "inherits"):
            fields[name] = value
        else:
            options[name] = value
    draft.set(draft.table(table.id), options=options, **fields)


def _named(cursor: Cursor, draft: Draft) -> Iterator[tuple[str, str]]:
    while not cursor.ended:
        start = cursor.at
        if cursor.take(","):
            continue
        if cursor.take("partition", "by"):
            yield "partition", cursor.text(cursor.until({"with", "tablespace", "using"}))
        elif cursor.take("inherits"):
            yield "inherits", cursor.text(cursor.group())
        elif word := cursor.take_any("strict"):
            yield word, "yes"
        elif cursor.take("without", "rowid") or cursor.take("without", "oids"):
            yield f"without {cursor.words[cursor.at - 1].low}", "yes"
        elif cursor.take("with", "system", "versioning"):
            yield "system versioned", "yes"
        elif cursor.take("with"):
            yield "with", cursor.text(cursor.group())
        elif word := cursor.take_any("tablespace", "using", "on", "textimage_on", "filestream_on"):
            place = cursor.name()
            if cursor.low() == "(":
                yield "partition", f"scheme {place} ({cursor.text(cursor.group())})"
            else:
                yield word, place
        elif named := _assigned(cursor):
            yield named
        else:
            draft.left(cursor, cursor.words[start:], "this stands behind the columns of a table")
            return


def _assigned(cursor: Cursor) -> tuple[str, str] | None:
    """NAME [=] value, as MySQL writes the options of a table."""
    cursor.take("default")
    if not cursor.dialect.inline_indexes or cursor.word.kind != "word":
        return None
    words = [cursor.next().low]
    while not cursor.ended and cursor.low() != "=" and words[-1] in ("character", "data", "index"):
        words.append(cursor.next().low)
    cursor.take("=")
    if cursor.ended:
        return None
    value = cursor.next()
    return "".join(words) if words[0] == "charset" else " ".join(words), value.text if value.kind == "string" else value.text.lower()
