"""Table constraints, inline indexes and what may follow them: PRIMARY KEY, UNIQUE, FOREIGN KEY, CHECK, EXCLUDE, KEY, FULLTEXT."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.importing.ddl.cursor import Cursor, NotUnderstood, bare
from relvar.importing.ddl.parts import parts
from relvar.model.existing import FoundCheck, FoundIndex, FoundKey, FoundReference, Place

Element = FoundKey | FoundCheck | FoundReference | FoundIndex
BEGINNINGS = {"constraint", "primary", "unique", "foreign", "check", "exclude", "key", "index", "fulltext", "spatial"}
ACTIONS = ("cascade", "restrict")
INDEX_METHODS = {"btree", "hash", "rtree"}


class Primary(FoundKey, frozen=True, kw_only=True):
    """A key that is said to be the primary one."""


class Exclusion(FoundCheck, frozen=True, kw_only=True):
    """An EXCLUDE constraint, as it was written."""


def begins(cursor: Cursor) -> bool:
    """Whether a table's element that begins here is a constraint or an inline index, and no column of that name."""
    low = cursor.low()
    if low not in BEGINNINGS:
        return False
    after = cursor.low(1)
    if low in ("key", "index", "fulltext", "spatial"):
        return cursor.dialect.inline_indexes and (low not in ("key", "index") or _indexes(cursor, after))
    if low in ("primary", "foreign"):
        return after == "key"
    return True


def _indexes(cursor: Cursor, after: str) -> bool:
    return after in ("(", "using") or cursor.low(2) in ("(", "using", "clustered", "nonclustered", "unique")


def constraint(cursor: Cursor) -> Element:
    """The constraint that begins here. Raises NotUnderstood."""
    place, name = cursor.place, ""
    if cursor.take("constraint") and cursor.low() not in BEGINNINGS:
        name = cursor.name()
    if cursor.take("primary", "key"):
        return _key(cursor, Primary, name, place)
    if cursor.take("unique"):
        return _key(cursor, FoundKey, name, place)
    if cursor.take("foreign", "key"):
        if cursor.low() != "(":
            name = name or cursor.name()
        columns = cursor.names()
        return references(cursor, columns, name, place)
    if cursor.take("check"):
        return check(cursor, name, place)
    if cursor.take("exclude"):
        return Exclusion(name=name, condition="exclude " + cursor.text(cursor.rest()), place=place)
    if cursor.low() in ("key", "index", "fulltext", "spatial"):
        return _inline_index(cursor, place)
    raise NotUnderstood(f"no constraint that relvar knows begins with {cursor.word.text!r}")


def _key(cursor: Cursor, kind: type[FoundKey], name: str, place: Place) -> FoundKey:
    facts: dict[str, Any] = {}
    if cursor.take("nulls"):
        facts["nulls_equal"] = cursor.take("not")
        cursor.take("distinct")
    cursor.take_any("key", "index")
    if word := cursor.take_any("clustered", "nonclustered"):
        facts["clustered"] = word == "clustered"
    if cursor.low() not in ("(", "using"):
        name = name or cursor.name()  # UNIQUE KEY name (...)
    if cursor.take("using") and cursor.take("index"):
        raise NotUnderstood("a key made of an index that exists")
    cursor.take_any(*INDEX_METHODS)
    facts["parts"] = parts(cursor)
    facts.update(key_options(cursor))
    return kind(name=name, place=place, **_of(kind, facts))


def key_options(cursor: Cursor) -> dict[str, Any]:
    """What may follow the columns of a key or index, of every dialect."""
    facts: dict[str, Any] = {}
    while not cursor.ended:
        if cursor.take("include"):
            facts["include"] = cursor.names()
        elif cursor.take("using", "index", "tablespace") or cursor.take("tablespace"):
            facts.setdefault("options", {})["tablespace"] = cursor.name()
        elif cursor.take("using"):
            facts["method"] = cursor.next().low
        elif cursor.take("key", "index"):
            facts.setdefault("options", {})["key index"] = cursor.name()
        elif cursor.take("with", "change_tracking"):
            facts.setdefault("options", {})["change tracking"] = cursor.next().low
        elif cursor.take("with", "parser"):
            facts.setdefault("options", {})["parser"] = cursor.name()
        elif cursor.take("with"):
            if cursor.low() != "(":
                raise NotUnderstood(f"WITH {cursor.word.text}")
            facts.setdefault("options", {})["with"] = cursor.text(cursor.group())
        elif cursor.take("on", "conflict"):
            facts.setdefault("options", {})["on conflict"] = cursor.next().low
        elif cursor.take("on"):
            facts.setdefault("options", {})["filegroup"] = cursor.name()
            if cursor.low() == "(":
                cursor.group()
        elif not _flag(cursor, facts):
            raise NotUnderstood(f"{cursor.text(cursor.rest())[:60]!r} behind the columns of a key")
    return facts


def _flag(cursor: Cursor, facts: dict[str, Any]) -> bool:
    """One of the options that are words alone."""
    if cursor.take("not", "deferrable") or cursor.take("initially", "immediate") or cursor.take("enforced") or cursor.take("visible"):
        return True
    if cursor.take("deferrable"):
        facts["deferrable"] = True
    elif cursor.take("initially", "deferred"):
        facts["deferrable"] = facts["deferred"] = True
    elif cursor.take("not", "valid") or cursor.take("not", "enforced"):
        facts["validated"] = False
    elif cursor.take("no", "inherit"):
        facts["inherited"] = False
    elif cursor.take("nulls", "not", "distinct"):
        facts["nulls_equal"] = True
    elif cursor.take("nulls", "distinct"):
        pass
    elif cursor.take_any("invisible", "ignored"):
        facts["invisible"] = True
    elif cursor.take("comment"):
        cursor.take("=")
        facts["comment"] = cursor.next().text
    elif cursor.low() in ("key_block_size", "algorithm", "lock"):
        option = cursor.next().low
        cursor.take("=")
        facts.setdefault("options", {})[option] = cursor.next().low
    else:
        return False
    return True


def check(cursor: Cursor, name: str, place: Place) -> FoundCheck:
    """A check from its parenthesis on. Raises NotUnderstood."""
    cursor.take("not", "for", "replication")
    condition = cursor.text(bare(cursor.group()))
    facts: dict[str, Any] = {}
    while not cursor.ended and _flag(cursor, facts):
        continue
    return FoundCheck(name=name, condition=condition, validated=facts.get("validated", True), place=place)


def references(cursor: Cursor, columns: tuple[str, ...], name: str, place: Place, *, inline: bool = False) -> FoundReference:
    """A reference from its word REFERENCES on. Raises NotUnderstood."""
    if not cursor.take("references"):
        raise NotUnderstood("a foreign key without REFERENCES")
    table = cursor.table()
    to = cursor.names() if cursor.low() == "(" else ()
    facts: dict[str, Any] = {}
    while not cursor.ended:
        if cursor.take("on", "delete"):
            facts["on_delete"] = _action(cursor)
        elif cursor.take("on", "update"):
            facts["on_update"] = _action(cursor)
        elif cursor.take("match"):
            facts["match"] = cursor.next().low
        elif not (cursor.take("not", "for", "replication") or _flag(cursor, facts)):
            break
    return FoundReference(name=name, columns=columns, table=table, to=to, inline=inline, place=place, **_of(FoundReference, facts))


def _of(kind: type[msgspec.Struct], facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that an element of this kind has; an option of another kind has no meaning at it."""
    return {word: value for word, value in facts.items() if word in kind.__struct_fields__}


def _action(cursor: Cursor) -> str:
    if word := cursor.take_any(*ACTIONS):
        return word
    for first, second in (("no", "action"), ("set", "null"), ("set", "default")):
        if cursor.take(first, second):
            if cursor.low() == "(":
                return f"{first} {second} ({', '.join(cursor.names())})"
            return f"{first} {second}"
    raise NotUnderstood(f"no action of a foreign key: {cursor.word.text!r}")


def _inline_index(cursor: Cursor, place: Place) -> FoundIndex:
    method = cursor.take_any("fulltext", "spatial")
    cursor.take_any("key", "index")
    name = cursor.name() if cursor.low() not in ("(", "using") else ""
    facts: dict[str, Any] = {"unique": cursor.take("unique")}
    if word := cursor.take_any("clustered", "nonclustered"):
        facts["clustered"] = word == "clustered"
    if cursor.take("using"):
        facts["method"] = cursor.next().low
    facts["parts"] = parts(cursor)
    facts.update(key_options(cursor))
    if method:
        facts["method"] = method
    return FoundIndex(name=name, place=place, **_of(FoundIndex, facts))


def index(cursor: Cursor, place: Place) -> tuple[str, FoundIndex]:
    """CREATE INDEX from behind CREATE on: the table's id and the index. Raises NotUnderstood."""
    facts: dict[str, Any] = {"unique": cursor.take("unique")}
    if word := cursor.take_any("clustered", "nonclustered"):
        facts["clustered"] = word == "clustered"
    if word := cursor.take_any("fulltext", "spatial", "columnstore"):
        facts["method"] = word
    if not cursor.take("index"):
        raise NotUnderstood("no index of a kind that relvar knows")
    facts["concurrent"] = cursor.take("concurrently")
    cursor.take("if", "not", "exists")
    name = cursor.qualified()[1] if not cursor.sees("on") or cursor.low(1) == "on" else ""
    if cursor.take("using"):
        facts["method"] = cursor.next().low
    if not cursor.take("on"):
        raise NotUnderstood("an index that names no table")
    cursor.take("only")
    table = cursor.table()
    if cursor.take("using"):
        facts["method"] = cursor.next().low
    facts["parts"] = parts(cursor)
    words = cursor.until({"where"})
    facts.update(key_options(cursor.inside(words)))
    if cursor.take("where"):
        condition = cursor.until({"with", "on", "tablespace"}, least=1)
        facts["where"] = cursor.text(bare(condition))
        facts.update(key_options(cursor.inside(cursor.rest())))
    return table, FoundIndex(name=name, place=place, **_of(FoundIndex, facts))
