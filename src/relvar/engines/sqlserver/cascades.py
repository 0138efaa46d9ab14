"""Which references act by themselves: SQL Server takes no two ways by which one deletion reaches a table (error 1785), nor a circle,
nor the emptying of a column that must have a value.

What it does not take refuses, and a procedure removes a row with what belongs to it, in the order of the references.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.sqlserver.objects import Parts, Procedure, shortened
from relvar.model.physical import ForeignKey, Physical


def acting(physical: Physical) -> set[tuple[str, str]]:
    """(table, reference) whose action the engine does: the first in the design's order where two would meet."""
    edges: list[tuple[str, str]] = []
    found = set()
    for table_id, table in physical.tables.items():
        for id_, key in table.constraints.items():
            if not isinstance(key, ForeignKey) or key.on_delete == "restrict" or _is_kept(physical, table_id, key):
                continue
            if key.table != table_id and _is_tree([*edges, (key.table, table_id)]):
                edges.append((key.table, table_id))
                found.add((table_id, id_))
    return found


def _is_kept(physical: Physical, table_id: str, key: ForeignKey) -> bool:
    columns = physical.tables[table_id].columns
    return key.on_delete == "set_null" and not all(columns[c].nullable for c in key.columns)


def _is_tree(edges: list[tuple[str, str]]) -> bool:
    """Whether from no table any table is reached twice."""
    return all(
        len(reached) == len(set(reached)) and start not in reached for start in {e[0] for e in edges} for reached in [_reached(edges, start, 0)]
    )


def _reached(edges: list[tuple[str, str]], start: str, depth: int) -> list[str]:
    if depth > len(edges):
        return [start, start]  # a circle
    children = [child for parent, child in edges if parent == start]
    return [*children, *(t for child in children for t in _reached(edges, child, depth + 1))]


def refused(physical: Physical) -> Iterator[tuple[str, str, ForeignKey]]:
    """References whose action the engine does not do."""
    acts = acting(physical)
    for table_id, table in physical.tables.items():
        for id_, key in table.constraints.items():
            if isinstance(key, ForeignKey) and key.on_delete != "restrict" and (table_id, id_) not in acts:
                yield table_id, id_, key


def removal_name(physical: Physical, parent: str) -> str:
    return shortened(f"remove_{physical.tables[parent].name}")


def procedures(make: Parts) -> Iterator[Procedure]:
    """One procedure a parent whose children's references refuse."""
    parents: dict[str, list[tuple[str, ForeignKey]]] = {}
    for child, _, key in refused(make.physical):
        parents.setdefault(key.table, []).append((child, key))
    for parent, children in parents.items():
        table = make.physical.tables[parent]
        arguments = ", ".join(f"@{table.columns[c].name} {make.writer.given_type(parent, c)}" for c in table.primary_key)
        same = " and ".join(f"p.{make.name(parent, c)} = @{table.columns[c].name}" for c in table.primary_key)
        steps = [_removal(make, child, key, same) for child, key in children]
        steps.append(f"delete p from {make.table(parent)} as p\nwhere {same}")
        body = "begin transaction;\n" + ";\n".join(steps) + ";\ncommit;"
        names = ", ".join(dict.fromkeys(make.table(child) for child, _ in children))
        says = f"Removes one of {make.table(parent)} with what belongs to it: {names}"
        yield Procedure(removal_name(make.physical, parent), body, arguments, says, f"{parent}.removal")


def _removal(make: Parts, child: str, key: ForeignKey, same: str) -> str:
    on = " and ".join(f"c.{make.name(child, mine)} = p.{make.name(key.table, theirs)}" for mine, theirs in zip(key.columns, key.to, strict=True))
    rows = f"from {make.table(child)} as c join {make.table(key.table)} as p on {on}\nwhere {same}"
    empties = [make.name(child, c) for c in key.columns if make.physical.tables[child].columns[c].nullable]
    if key.on_delete == "cascade" or not empties:
        return f"delete c {rows}"
    return f"update c set {', '.join(f'{c} = null' for c in empties)} {rows}"
