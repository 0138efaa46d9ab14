"""Edits that rules propose and the model has no words for, made of what the source says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from relvar.importing.ddl.rights import SAID
from relvar.importing.languages.diagrams.holding import snake
from relvar.judge.rule import Look, Serving
from relvar.model.existing import FoundColumn, FoundObject, FoundTable
from relvar.model.mending import Step
from relvar.model.qualified import qualified
from relvar.plan.realize.names import Names

WORD = re.compile(r"\w+")


def renamed(look: Look, table: FoundTable, column: str = "") -> tuple[Step, ...]:
    """A name that every engine takes without quotes; nothing where a text of the source has the old one in it, which would then fail."""
    old = column or table.name
    if old.lower() in _words_of_texts(look):
        return ()
    names = Names(look.reserved, look.longest)
    if column:
        new = names.column(snake(old) or old, {name.lower() for name in table.columns if name != old})
        named = {"renamed": qualified("", new), "was": qualified("", old)}
        return (Step(step="rename_column", table=table.id, column=old, names=named),) if new != old else ()
    for other in look.tables:
        if other is not table:
            names.table(other.name)
    new = names.table(snake(old) or old)
    named = {"renamed": qualified("", new), "renamed_there": qualified(table.schema, new), "was": qualified("", old)}
    return (Step(step="rename_table", table=table.id, names=named),) if new != old else ()


def retyped(look: Look, table: FoundTable, column: FoundColumn, to: str, kind: str = "set_type") -> tuple[Step, ...]:
    """The column with another type in the dialect's own words, where nothing else hangs on it."""
    if not to or not look.stands_alone(table, column.name):
        return ()
    return (Step(step=kind, table=table.id, column=column.name, texts={"type": to}),)


def widened(table: str, column: str, to: str) -> Step:
    """The column of a key or a reference with another type; few engines do so while the reference stands."""
    return Step(step="widen", table=table, column=column, texts={"type": to})


def without_unique(look: Look, table: FoundTable, serving: Serving) -> tuple[Step, ...]:
    """The unique constraint goes; nothing where it has no name, or is an index."""
    if serving.kind != "unique" or not serving.name or not all(part.column for part in serving.parts):
        return ()
    columns = ", ".join(look.dialect.quote(part.column) for part in serving.parts)
    return (Step(step="drop_unique", table=table.id, names={"constraint": qualified("", serving.name)}, texts={"columns": columns}),)


def ungranted(found: FoundObject, right: str = "", who: str = "") -> tuple[Step, ...]:
    """A grant, or one right of it, is taken back; of one role, or of all that have it."""
    said = SAID.fullmatch(" ".join(found.text.split()))
    if said is None:
        return ()
    words = {"before": said["before"] or "", "rights": right or said["rights"], "what": said["what"], "who": who or said["who"]}
    return (Step(step="revoke_right", texts={**words, "option": said["option"] or ""}),)


@lru_cache(maxsize=1)
def _words_of_texts(look: Look) -> frozenset[str]:
    """Every word, in small letters, of views, routines, conditions and what else names tables and columns in words of its own."""
    return frozenset(word.lower() for text in _texts(look) for word in WORD.findall(text))


def _texts(look: Look) -> Iterator[str]:
    yield from (found.text for found in look.existing.objects)
    for table in look.tables:
        yield from (column.generated for column in table.columns.values())
        yield from (check.condition for check in (*table.checks, *table.exclusions))
        yield table.partition
        for index in table.indexes:
            yield from (index.where, *(part.text for part in index.parts))
