"""Indexes that cost more than they give, or that the engine refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look, Serving
from relvar.judge.steps import without_unique
from relvar.model.changes import Drop
from relvar.model.existing import FoundTable
from relvar.model.mending import Step
from relvar.model.qualified import qualified
from relvar.plan.realize.names import shorten

MANY = 8  # secondary indexes of one table: each insert writes every one
VOLATILE = re.compile(r"\b(now|current_timestamp|current_date|clock_timestamp|random|localtimestamp|getdate|sysdate|utc_timestamp)\b", re.I)
ZONED = re.compile(r"\b(?:date|to_char|date_trunc)\s*\(\s*(?:'[^']*'\s*,\s*)?\"?(\w+)\"?|\(?\"?(\w+)\"?\)?\s*::\s*date", re.I)
LONG_TEXTS = ("text", "mediumtext", "longtext", "ntext")
FLAGS = ("is_", "has_")


def _named(table: FoundTable, serving: Serving) -> str:
    return f"{table.id}.{serving.name or '_'.join(p.column or 'expression' for p in serving.parts)}"


def _fix(look: Look, table: FoundTable, serving: Serving) -> tuple[Drop, ...]:
    element = look.physical.tables[table.id].indexes.get(serving.name)
    return (Drop(collection="indexes", table=table.id, id=serving.name, element=element),) if element is not None else ()


def _comparable(serving: Serving) -> bool:
    return serving.method in ("", "btree")


def duplicate_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        seen: list[Serving] = []
        for serving in sorted(look.serving(table), key=lambda serving: serving.invisible):  # what nothing uses is the one too many
            same = next(
                (s for s in seen if (s.parts, s.where, s.method or "btree") == (serving.parts, serving.where, serving.method or "btree")), None
            )
            if same is not None and (same.unique or not serving.unique) and not serving.upholds:
                other = same.name or f"its {same.kind} key"
                yield Hit(
                    element=_named(table, serving),
                    message=f"{serving.name or 'an index'} of {table.id} is the same as {other}",
                    place=serving.place,
                    fix=_fix(look, table, serving) if serving.kind == "index" else (),
                )
            seen.append(serving)


def redundant_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        every = [s for s in look.serving(table) if _comparable(s)]
        for serving in every:
            if serving.kind != "index" or serving.unique or serving.upholds:
                continue
            longer = next((s for s in every if _begins(s, serving) and len(s.parts) > len(serving.parts) and not s.invisible), None)
            if longer is not None:
                yield Hit(
                    element=_named(table, serving),
                    message=f"{serving.name or 'an index'} of {table.id} is the beginning of {longer.name or f'its {longer.kind} key'}",
                    place=serving.place,
                    fix=_fix(look, table, serving),
                )


def _begins(longer: Serving, shorter: Serving) -> bool:
    return longer.parts[: len(shorter.parts)] == shorter.parts and longer.where == shorter.where and set(shorter.include) <= set(longer.include)


def unique_repeats_primary_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        key = set(table.primary.columns) if table.primary else set()
        for serving in look.serving(table):
            columns = {part.column for part in serving.parts}
            if serving.kind != "primary" and serving.unique and key and key < columns and not serving.where:
                if any(r.table == table.id and set(r.to) == columns for other in look.referrers.get(table.id, []) for r in other.references):
                    continue  # a target of references that carry more than the key
                yield Hit(
                    element=_named(table, serving),
                    message=f"({', '.join(sorted(columns))}) holds the whole primary key, so it cannot but be unique",
                    place=serving.place,
                    fix=_fix(look, table, serving) if serving.kind == "index" else without_unique(look, table, serving),
                )


def too_many_indexes(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        number = sum(1 for serving in look.serving(table) if serving.kind != "primary")
        if number > MANY:
            yield Hit(element=table.id, message=f"{table.id} has {number} indexes beside its key: each insert writes them all", place=table.place)


def index_of_flag(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            first = serving.parts[0].column
            if len(serving.parts) > 1 or first not in table.columns or serving.where or serving.unique:
                continue
            if look.data(table, first).base == "boolean" or first.lower().startswith(FLAGS):
                said = f"{first} has two values: half of {table.id} lies under each"
                yield Hit(element=_named(table, serving), message=said, place=serving.place)


def index_of_long_text(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            for part in serving.parts:
                column = table.columns.get(part.column)
                if column is None or part.prefix or not _comparable(serving) or look.shape(column) not in LONG_TEXTS:
                    continue
                bounded = any(part.column in check.condition and "length" in check.condition.lower() for check in table.checks)
                if not bounded and re.search(
                    r"(?:^|_)(body|content|description|comment|comments|notes?|text|message|html|markdown|biography|bio)$", part.column, re.I
                ):
                    yield Hit(
                        element=f"{_named(table, serving)}.{part.column}",
                        message=f"{part.column} has no bound, and a row of an index has one (2,704 bytes in PostgreSQL, 3,072 in InnoDB)",
                        place=serving.place,
                    )


def whole_text_in_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            for part in serving.parts:
                column = table.columns.get(part.column)
                long = column is not None and look.shape(column) in (*LONG_TEXTS, "blob", "mediumblob", "longblob", "json")
                if long and not part.prefix and _comparable(serving):
                    yield Hit(
                        element=f"{_named(table, serving)}.{part.column}", message=f"{part.column} is indexed without a length", place=serving.place
                    )


def inverted_index_of_text(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            for part in serving.parts:
                column = table.columns.get(part.column)
                if serving.method != "gin" or column is None or part.operator_class or look.shape(column) == "tsvector":
                    continue
                if look.data(table, part.column).base == "text":
                    said = f"{part.column} is plain text, which GIN has no class for"
                    yield Hit(element=_named(table, serving), message=said, place=serving.place)


def ordered_index_of_list(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            first = table.columns.get(serving.parts[0].column)
            if first is None or serving.unique or not _comparable(serving):
                continue
            if first.type.endswith("[]") or look.shape(first) == "jsonb":
                said = f"{serving.name or 'an index'} of {table.id} orders whole values of {first.name}, and finds no member of them"
                yield Hit(element=_named(table, serving), message=said, place=serving.place, fix=_by_members(look, table, serving, first.name))


def _by_members(look: Look, table: FoundTable, serving: Serving, column: str) -> tuple[Step, ...]:
    """An index of the members in place of one of the whole; nothing where it has no name, or orders more than the list."""
    if serving.kind != "index" or not serving.name or len(serving.parts) > 1 or serving.where or serving.include:
        return ()
    members = shorten(f"{table.name}_{column}_members", look.longest)
    places = {"index": ("", serving.name), "index_there": (table.schema, serving.name)}
    places |= {"members": ("", members), "members_there": (table.schema, members)}
    names = {place: qualified(*name) for place, name in places.items()}
    return (Step(step="replace_by_members", table=table.id, column=column, names=names),)


def volatile_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        zoned = {c.name.lower() for c in table.columns.values() if look.shape(c) in ("timestamptz", "timestamp with time zone")}
        for serving in look.serving(table):
            for text in (serving.where, *(part.text for part in serving.parts)):
                by_zone = [a or b for a, b in ZONED.findall(text) if (a or b).lower() in zoned and "at time zone" not in text.lower()]
                bare_words = re.search(r"to_tsvector\s*\(\s*[^'\s]", text, re.I) and not re.search(r"to_tsvector\s*\(\s*(?:'|cast)", text, re.I)
                if VOLATILE.search(text) or by_zone or bare_words:
                    yield Hit(element=_named(table, serving), message=f"({text}) gives another value tomorrow, or elsewhere", place=serving.place)


def partial_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for serving in look.serving(table):
            if serving.where:
                yield Hit(
                    element=_named(table, serving), message=f"an index WHERE {serving.where} is nothing that this engine has", place=serving.place
                )


def volatile_column(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if column.generated and VOLATILE.search(column.generated):
            element = f"{table.id}.{column.name}"
            yield Hit(element=element, message=f"{element} is computed by ({column.generated}), another value tomorrow", place=column.place)


def unnamed_index(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for index in table.indexes:
            if not index.name and "create" in _statement_at(look, index.place):
                columns = ", ".join(part.column or "expression" for part in index.parts)
                yield Hit(element=f"{table.id}.({columns})", message=f"the index on ({columns}) has a name that the engine chose", place=index.place)


def _statement_at(look: Look, place: object) -> str:
    return next((s.verb for s in look.existing.statements if s.place == place), "")
