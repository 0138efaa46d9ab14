"""Rows that go with the row they belong to, or lose their reference to it: InnoDB does so without running their triggers.

Where somebody waits for those triggers (a log of changes, a stock that is given back, a total elsewhere), a trigger of the parent
removes the rows first, or empties their reference, by an ordinary statement; the reference's action then finds none. What their
triggers would write into the very table that is being deleted from is left out, for that is refused (error 1442) and the row is
going anyway: the parent's key stands in a variable of the session while that runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.objects import Parts, Trigger, shortened
from relvar.model.physical import ForeignKey


def cascade_triggers(make: Parts) -> Iterator[Trigger]:
    """One trigger a parent."""
    for parent, children in make.removed_first.items():
        table = make.physical.tables[parent]
        name, key = shortened(f"{table.name}_parts_first"), _key(make, parent)
        removals = [_removal(make, child, reference) for child, reference in children]
        handler = f"declare exit handler for sqlexception\nbegin\n  set {_variable(make, parent)} = null;\n  resignal;\nend"
        body = (handler, f"set {_variable(make, parent)} = {key}", *removals, f"set {_variable(make, parent)} = null")
        names = ", ".join(dict.fromkeys(make.table(child) for child, _ in children))
        because = f"{names} go first, or lose their reference, so that what watches them is told"
        yield Trigger(name, parent, "before", "delete", body, because, f"{parent}.parts_first")


def _removal(make: Parts, child: str, reference: str) -> str:
    constraint = make.physical.tables[child].constraints[reference]
    assert isinstance(constraint, ForeignKey)
    pairs = zip(constraint.columns, constraint.to, strict=True)
    same = " and ".join(f"{make.name(child, mine)} = old.{make.name(constraint.table, theirs)}" for mine, theirs in pairs)
    if constraint.on_delete == "cascade":
        return f"delete from {make.table(child)} where {same}"
    columns = make.physical.tables[child].columns
    emptied = ", ".join(f"{make.name(child, c)} = null" for c in constraint.columns if columns[c].nullable)
    return f"update {make.table(child)} set {emptied} where {same}"


def spared(make: Parts, child: str, parent: str, statement: str) -> str:
    """A statement of a child's delete trigger that writes its parent: not while that very row is being deleted."""
    if child not in [c for c, _ in make.removed_first.get(parent, ())]:
        return statement
    reference = next(
        c for c in make.physical.tables[child].constraints.values() if isinstance(c, ForeignKey) and c.table == parent and c.on_delete == "cascade"
    )
    inner = statement.replace("\n", "\n  ")
    return f"if not ({_variable(make, parent)} <=> {_referred_key(make, child, reference)}) then\n  {inner};\nend if"


def _variable(make: Parts, parent: str) -> str:
    return f"@deleted_{make.physical.tables[parent].name}"[:64]


def _key(make: Parts, parent: str) -> str:
    """The deleted row's key as one text."""
    columns = make.physical.tables[parent].primary_key
    return _joined([f"old.{make.name(parent, c)}" for c in columns])


def _referred_key(make: Parts, child: str, reference: ForeignKey) -> str:
    by = dict(zip(reference.to, reference.columns, strict=True))
    columns = make.physical.tables[reference.table].primary_key
    known = [by[c] for c in columns if c in by]
    return _joined([f"old.{make.name(child, c)}" for c in known])


def _joined(parts: list[str]) -> str:
    """In hexadecimal, for a key may be binary."""
    return f"concat_ws('/', {', '.join(f'hex({part})' for part in parts)})"
