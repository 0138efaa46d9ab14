"""Where the engine has no row rules, each question of a role that sees its own rows only names whose rows they are.

Judged by the statements of the design: the columns that a row rule would compare with who asks must be held equal to a value that the
caller gives, directly or through a join. A question that does not is a doubt: its caller must narrow it, and nothing refuses if not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines import engine
from relvar.model import expression as e
from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.model.query import Query, Select
from relvar.plan.advisors.separate_rows import EVERYTHING, Rule, rules_by_role
from relvar.plan.queries.need import conjuncts
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "rows_are_filtered"
Place = tuple[str, str]  # alias, column


def rows_are_filtered(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        features = engine(physical.engine).features()
        if features.can("row_rules") or not features.can("roles"):
            continue
        rules = rules_by_role(design, store)
        if rules:
            asked = [(role, id_, q) for role in rules for id_, q in physical.queries.items() if role in q.roles or not q.roles]
            faults = [f for role, id_, q in asked for f in _faults(physical, role, id_, q, rules[role])]
            yield from reported(CHECK, faults, f"{len(asked)} questions of {len(rules)} roles name whose rows they ask for", store)


def _faults(physical: Physical, role: str, id_: str, query: Query, rules: dict[str, Rule]) -> Iterator[Fault]:
    select = query.statement
    if not isinstance(select, Select):
        return
    asked = Asked.of(select)
    for alias, table in asked.aliases.items():
        condition = next((c for operations, c in rules.get(table, ()) if "select" in operations), EVERYTHING)
        open_ = [] if condition == EVERYTHING else [c for c in conjuncts(condition) if not _carries(c, alias, asked)]
        if open_:
            name = physical.tables[table].name
            yield Fault(
                f"{id_} as {role}",
                f"“{query.name}” reads {name} without saying whose, and {role} may see its own rows only",
                f"the application narrows {name} by who asks before anything else",
                doubt=True,
            )
            return


def _carries(condition: e.Expression, alias: str, asked: Asked) -> bool:
    """Whether the question holds equal to a given value what the rule compares with who asks."""
    if isinstance(condition, e.Or):
        return any(all(_carries(c, alias, asked) for c in conjuncts(item)) for item in condition.items)
    if isinstance(condition, e.Exists):  # the rule follows a reference: so must the question
        rows = [a for a, table in asked.aliases.items() if table == condition.table]
        return any(all(_follows(c, condition.alias, alias, a, asked) for c in conjuncts(condition.where)) for a in rows)
    sides = (condition.left, condition.right) if isinstance(condition, e.Compare) and condition.op == "=" else ()
    return any(isinstance(side, e.ColumnRef) and (alias, side.column) in asked.held for side in sides)


def _follows(condition: e.Expression, inner: str, outer: str, row: str, asked: Asked) -> bool:
    """The same of a condition within, whose row of the alias `inner` is the question's `row`."""
    sides = (condition.left, condition.right) if isinstance(condition, e.Compare) and condition.op == "=" else ()
    places = [(row if s.table == inner else outer, s.column) for s in sides if isinstance(s, e.ColumnRef)]
    if len(places) == 2:
        return (places[0], places[1]) in asked.pairs or (places[1], places[0]) in asked.pairs
    return bool(places) and places[0] in asked.held


class Asked(NamedTuple):
    """A question's aliases with their tables, columns that it holds equal, and those that are equal to what the caller gives."""

    aliases: dict[str, str]
    pairs: list[tuple[Place, Place]]
    held: set[Place]

    @classmethod
    def of(cls, select: Select) -> Asked:
        pairs: list[tuple[Place, Place]] = []
        held: set[Place] = set()
        for one in (*conjuncts(select.where), *(c for j in select.joins for c in conjuncts(j.on))):
            if not isinstance(one, e.Compare) or one.op != "=":
                continue
            refs = [(s.table or select.alias, s.column) for s in (one.left, one.right) if isinstance(s, e.ColumnRef)]
            if len(refs) == 2:
                pairs.append((refs[0], refs[1]))
            elif refs and any(isinstance(s, e.Parameter | e.Context) for s in (one.left, one.right)):
                held.add(refs[0])
        for _ in pairs:
            held |= {b for a, b in pairs if a in held} | {a for a, b in pairs if b in held}
        return cls({select.alias: select.table, **{j.alias: j.table for j in select.joins}}, pairs, held)
