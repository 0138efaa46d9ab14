"""The outbox: triggers that write what a row is now, in the transaction that made it so."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.audit import shown
from relvar.engines.innodb.objects import Parts, Trigger, shortened
from relvar.model.behaviour import Publish


def publish_triggers(make: Parts, key: str, rule: Publish) -> Iterator[Trigger]:
    because = f"Every change of {make.table(rule.table)} is told in {make.table(rule.outbox)}"
    gone, made, now = (_entry(make, rule, action) for action in ("delete", "insert", "update"))
    moved = f"if {make.differs(rule.table, list(rule.key))} then\n{_inner(gone)};\nend if"
    told = make.differs(rule.table, list(dict.fromkeys((*rule.key, *rule.columns))))
    changed = f"if {told} then\n{_inner(moved)};\n{_inner(now)};\nend if"
    yield Trigger(shortened(f"{key}_insert"), rule.table, "after", "insert", (made,), because, key)
    yield Trigger(shortened(f"{key}_update"), rule.table, "after", "update", (changed,), "", key)
    yield Trigger(shortened(f"{key}_delete"), rule.table, "after", "delete", (gone,), "", key)


def _inner(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _entry(make: Parts, rule: Publish, action: str) -> str:
    """The insert into the outbox: what is gone by its key alone, what is there as it is now."""
    row = "old" if action == "delete" else "new"
    topic = make.writer.literal(make.physical.tables[rule.table].name)
    row_key = f"concat_ws('/', {', '.join(shown(make, rule.table, c, row) for c in rule.key)})"
    columns = make.physical.tables[rule.table].columns
    told = ",\n    ".join(f"{make.writer.literal(columns[c].name)}, {shown(make, rule.table, c, row)}" for c in rule.columns)
    payload = "null" if action == "delete" else f"json_object(\n    {told})"
    return (
        f"insert into {make.table(rule.outbox)} (topic, row_key, action, payload)\nvalues ({topic}, {row_key}, "
        f"{make.writer.literal(action)}, {payload})"
    )
