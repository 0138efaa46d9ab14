"""access/row_filters.json: with what the pipelines of each role must begin, where people of one role see different documents.

The server knows accounts, not the people behind them: a view can tell roles apart ($$USER_ROLES, from 7.0), but a role of 200,000 people is one
account. An account for each would be a pool for each, and every connection takes up to 1 MB (manual, "Connection Pool Tuning"; ulimit).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relvar.engines.mongodb.expressions import Inexpressible
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.query import pipeline
from relvar.engines.mongodb.use_cases.files import parameters
from relvar.model.design import Artefact, Decision, Design, EngineFact, Manual
from relvar.model.expression import ColumnRef, Expression
from relvar.model.figures import count, listed, size
from relvar.model.physical import Physical
from relvar.model.query import Output, Select
from relvar.plan.advisors.separate_rows import EVERYTHING, rules_by_role

PATH = "access/row_filters.json"
CONNECTION_BYTES = 2.0**20
VIEWS = "https://www.mongodb.com/docs/manual/core/views/"
ROLES = Manual(title="MongoDB manual: $$USER_ROLES", address="https://www.mongodb.com/docs/manual/reference/aggregation-variables/")


def filters(design: Design, store: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Role's name -> collection -> stages, with parameters for who asks. A condition that no pipeline says is left out and decided about."""
    physical = design.physical[store]
    shared = Store.of(physical)
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for role, tables in _narrowed(design, store).items():
        for table, condition in tables.items():
            try:
                stages = _stages(shared, table, condition)
            except Inexpressible:
                continue
            found.setdefault(physical.roles[role].name, {})[shared.layout.collection(table).name] = stages
    return found


def _narrowed(design: Design, store: str) -> dict[str, dict[str, Expression]]:
    """Role -> table whose rows are documents -> the condition of the rows that it may read."""
    physical = design.physical[store]
    found: dict[str, dict[str, Expression]] = {}
    for role, tables in rules_by_role(design, store).items():
        for table, rule in tables.items():
            condition = next((c for operations, c in rule if "select" in operations), EVERYTHING)
            if role in physical.roles and table in physical.collections and condition != EVERYTHING:
                found.setdefault(role, {})[table] = condition
    return found


def _stages(store: Store, table: str, condition: Expression) -> list[dict[str, Any]]:
    key = store.physical.tables[table].primary_key[0]
    shown = Output(expression=ColumnRef(column=key, table=""), name=key)
    return [s for s in pipeline(store, Select(table=table, alias="", outputs=(shown,), where=condition)).pipeline if "$project" not in s]


def row_filters(design: Design, store: str) -> Iterator[Artefact]:
    found = filters(design, store)
    if found:
        said = {
            role: {name: {"begins": stages, "whoAsks": parameters(stages)} for name, stages in collections.items()}
            for role, collections in found.items()
        }
        yield Artefact(path=PATH, text=json.dumps(said, indent=2, ensure_ascii=False) + "\n")


def decided(design: Design, store: str) -> Iterator[Decision]:
    """Why the server does not keep the people of a role apart."""
    physical, narrowed = design.physical[store], _narrowed(design, store)
    if not narrowed:
        return
    names = [physical.roles[role].name for role in narrowed]
    yield Decision(
        advisor="mongodb",
        subject="access.rows",
        store=store,
        choice=f"not kept by the server: pipelines of {listed(names)} begin as {PATH} says, by the key of who is signed in",
        because=_because(physical, list(narrowed)),
        evidence=(EngineFact(engine="mongodb", capability="row_rules", can=False, manual=VIEWS), ROLES),
        instead_of=("an account for each person",),
    )


def _because(physical: Physical, roles: list[str]) -> str:
    people = {r: physical.tables[r].rows for r in roles if r in physical.tables}
    if not people:
        return "each role is one account for all its people, and a view tells accounts apart, not people"
    most = max(people, key=lambda r: people[r])
    pool = physical.roles[most].connection_limit or 1
    needed = f"{count(people[most])} × {pool} connections × 1 MB = {size(people[most] * pool * CONNECTION_BYTES)} of the server's memory"
    return f"an account for each of {physical.tables[most].name} would be {needed}; one account for all of them cannot be told apart by a view"
