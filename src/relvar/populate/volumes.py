"""How many rows of each table: the designed ratios, scaled so that the biggest table has a given number."""

from __future__ import annotations

from relvar.model.physical import ForeignKey, Physical, Table
from relvar.model.query import Select, Statement
from relvar.populate.kinds import kinds_of, shares
from relvar.populate.order import load_order, written_by_rules
from relvar.populate.references import unique_keys

READ_ROWS = 20_000  # rows from which a plan of a table says something, where the design has as many
FAMILY = 20.0  # children of a parent in the sample, where the design has more: questions about one parent stay selective
FEWEST = 3  # rows that even the smallest table gets
UNKNOWN_ROWS = 1_000  # where the design states no volume


def targets(physical: Physical, cap: int) -> dict[str, int]:
    """Rows by table id; tables that patterns read get at least min(designed rows, 20,000, cap)."""
    written = written_by_rules(physical)
    designed = {i: t.rows or t.rows_at_start or UNKNOWN_ROWS for i, t in physical.tables.items() if i not in written}
    scale = min(1.0, cap / max(designed.values(), default=1))
    read = {name for query in physical.queries.values() for name in tables_of(query.statement)}
    found = {i: max(_fewest(rows), round(rows * scale)) for i, rows in designed.items()}
    for id_ in sorted(read & found.keys()):
        found[id_] = max(found[id_], int(min(designed[id_], READ_ROWS, cap)))
    _enough_parents(physical, designed, found)
    return {i: min(rows, int(max(designed[i], _fewest(designed[i])))) for i, rows in _possible(physical, found).items()}


def _fewest(designed: float) -> int:
    """One row where the design says that there is one: what is the same everywhere stands once."""
    return 1 if designed == 1 else FEWEST


def _enough_parents(physical: Physical, designed: dict[str, float], found: dict[str, int]) -> None:
    """Children first: each table's parents are as many as the designed ratio asks for, up to a family of `FAMILY`."""
    for id_ in reversed(load_order(physical)[0]):
        for key in physical.tables[id_].constraints.values():
            if isinstance(key, ForeignKey) and key.table in found and key.table != id_:
                ratio = max(1.0, min(designed[id_] / max(designed[key.table], 1), FAMILY))
                found[key.table] = max(found[key.table], int(min(designed[key.table], found[id_] / ratio)))


def _possible(physical: Physical, found: dict[str, int]) -> dict[str, int]:
    """A table whose key is made of references has at most as many rows as there are combinations; half of that stays quick to find."""
    result = dict(found)
    for id_ in load_order(physical)[0]:
        table = physical.tables[id_]
        for key in unique_keys(table):
            most = _combinations(table, key, result)
            if most:
                result[id_] = max(min(result[id_], most // 2), 1)
        for kind in kinds_of(physical, id_):
            whole = sum((known := shares(physical, id_)[kind.column]).values())
            result[kind.table_id] = max(1, round(result[id_] * known[kind.value] / whole))
    return result


def _combinations(table: Table, unique: tuple[str, ...], rows: dict[str, int]) -> int:
    covered: set[str] = set()
    product = 1
    for key in table.constraints.values():
        if isinstance(key, ForeignKey) and set(key.columns) <= set(unique) and set(key.columns) - covered:
            covered |= set(key.columns)
            product *= rows.get(key.table, 1)
    return product if covered >= set(unique) else 0


def tables_of(statement: Statement) -> list[str]:
    """Tables that a statement names, joined ones too."""
    found = [statement.table]
    if isinstance(statement, Select):
        found += [join.table for join in statement.joins]
    return found
