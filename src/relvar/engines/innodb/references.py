"""References that take no foreign key here: of a partitioned table, or to one (partitioning-limitations-storage-engines.html).

Triggers keep them, by the same locks: a row that refers locks what it refers to for reading until commit, so that it stays; a row
that is referred to asks, under its own lock, whether anybody does. They refuse with the errors of a foreign key (1452, 1451) and
its name, so that a caller cannot tell the difference.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.objects import Event, Parts, Trigger, shortened
from relvar.engines.innodb.partitioned import by_trigger
from relvar.model.physical import ForeignKey, Physical

NO_PARENT, HAS_CHILDREN = 1452, 1451
WORDS = {NO_PARENT: "Cannot add or update a child row", HAS_CHILDREN: "Cannot delete or update a parent row"}


def kept(physical: Physical) -> Iterator[tuple[str, str, ForeignKey]]:
    """(table, id, key) of every such reference."""
    for table_id, table in physical.tables.items():
        for id_, key in table.constraints.items():
            if isinstance(key, ForeignKey) and by_trigger(physical, table_id, key):
                yield table_id, id_, key


def reference_triggers(make: Parts) -> Iterator[Trigger]:
    for table_id, id_, key in kept(make.physical):
        yield from _of_child(make, table_id, id_, key)
        yield from _of_parent(make, table_id, id_, key)


def refusal(name: str, error: int) -> str:
    """As the server says it of a foreign key, error number and all."""
    says = f"{WORDS[error]}: a foreign key constraint fails (CONSTRAINT `{name}`)"
    return f"signal sqlstate '23000' set mysql_errno = {error}, message_text = '{says}'"


def _pairs(make: Parts, table_id: str, key: ForeignKey) -> list[tuple[str, str]]:
    return [(make.name(table_id, c), make.name(key.table, to)) for c, to in zip(key.columns, key.to, strict=True)]


def _of_child(make: Parts, table_id: str, id_: str, key: ForeignKey) -> Iterator[Trigger]:
    pairs = _pairs(make, table_id, key)
    found = " and ".join(f"{theirs} = new.{mine}" for mine, theirs in pairs)
    filled = [f"new.{mine} is not null" for mine, _ in pairs]  # what is required is refused by that
    because = f"{make.table(table_id)} is cut into partitions, which take no foreign key: {key.because}"
    events: tuple[Event, ...] = ("insert", "update")
    for event in events:
        asked = [*filled, *([make.differs(table_id, key.columns)] if event == "update" else [])]
        asked = [f"({part})" if " or " in part else part for part in asked]
        missing = f"not exists (select 1 from {make.table(key.table)} where {found} {make.writer.dialect.read_lock})"
        body = f"if {' and '.join([*asked, missing])} then\n  {refusal(key.name, NO_PARENT)};\nend if"
        yield Trigger(shortened(f"{key.name}_{event}"), table_id, "before", event, (body,), because, f"{table_id}.{id_}")
        because = ""


def _of_parent(make: Parts, table_id: str, id_: str, key: ForeignKey) -> Iterator[Trigger]:
    pairs = _pairs(make, table_id, key)
    same = " and ".join(f"{mine} = old.{theirs}" for mine, theirs in pairs)
    asked = f"select 1 from {make.table(table_id)} where {same} {make.writer.dialect.read_lock}"
    refuse = f"if exists ({asked}) then\n  {refusal(key.name, HAS_CHILDREN)};\nend if"
    does = {
        "restrict": refuse,
        "cascade": f"delete from {make.table(table_id)} where {same}",
        "set_null": f"update {make.table(table_id)} set {', '.join(f'{mine} = null' for mine, _ in pairs)} where {same}",
    }
    element = f"{table_id}.{id_}"
    yield Trigger(shortened(f"{key.name}_parent_delete"), key.table, "before", "delete", (does[key.on_delete],), "", element)
    moved = refuse.replace("if exists", f"if ({make.differs(key.table, key.to)}) and exists")
    yield Trigger(shortened(f"{key.name}_parent_update"), key.table, "before", "update", (moved,), "", element)
