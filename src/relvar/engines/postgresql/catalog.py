"""What the server reports of itself, as the flat facts that expected.py gives.

Looked at: the design's schemas and ops, their relations, columns, constraints, indexes, partitions, views, routines, triggers,
policies, privileges, comments; the design's roles; extensions. Partitions count as their parent.
"""

from __future__ import annotations

import psycopg

from relvar.engines.base import Row
from relvar.engines.postgresql import normal
from relvar.engines.postgresql.access import kept_schemas
from relvar.engines.postgresql.catalog_queries import QUERIES
from relvar.engines.postgresql.duties import owner
from relvar.engines.postgresql.expected import written
from relvar.engines.postgresql.expected_access import privileges_text
from relvar.engines.postgresql.expected_code import sorted_events
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.design import Design

SPECIAL = ("grant", "trigger")


def inspect(connection: psycopg.Connection[Row], design: Design, store: str, renamed: dict[str, str], deployer: str = "") -> dict[str, str]:
    """The facts. `renamed`: role names of this run -> they are reported by the design's own. `deployer`: who ran the files, "" for whoever asks."""
    physical = design.physical[store]
    facts = _raw(connection, kept_schemas(physical), [renamed.get(r.name, r.name) for r in physical.roles.values()])
    back = {mine: theirs for theirs, mine in renamed.items()}
    facts = {_renamed(key, back): _renamed(value, back) for key, value in facts.items()}
    if not owner(physical):
        facts = _without_deployer(connection, facts, deployer)
    items = [item for item in written(design, store) if item.key in facts]  # a database may be empty
    forms = normal.normal_forms(connection, PostgresWriter(physical), items)
    return dict(sorted(normal.substituted(facts, forms, items)))


def _renamed(text: str, back: dict[str, str]) -> str:
    for mine, theirs in back.items():
        text = text.replace(mine, theirs)
    return text


def _without_deployer(connection: psycopg.Connection[Row], facts: dict[str, str], deployer: str) -> dict[str, str]:
    """A design without roles is owned by whoever deployed it, whatever he is called."""
    row = (deployer,) if deployer else connection.execute("select current_user").fetchone()
    assert row is not None
    ends = {f"by {row[0]}": "by (deployer)"}
    kinds = ("schema ", "view ", "materialized view ")

    def told(key: str, value: str) -> str:
        if key.startswith(kinds) and value.split(",")[0] == row[0]:
            return "(deployer)" + value[len(row[0]) :]
        for end, instead in ends.items():
            if key.startswith("routine ") and value.endswith(end):
                return value.removesuffix(end) + instead
        return value

    return {key: told(key, value) for key, value in facts.items()}


def _raw(connection: psycopg.Connection[Row], schemas: list[str], roles: list[str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for name, text in QUERIES.items():
        rows = connection.execute(text, {"schemas": schemas, "roles": roles}).fetchall()
        if name == "grant":
            facts.update(_grants(rows))
        elif name == "trigger":
            facts.update(_triggers(rows))
        else:
            facts.update({row[0]: row[1] or "" for row in rows})
    return facts


def _grants(rows: list[Row]) -> dict[str, str]:
    """Rows of (relation, role, privilege, column or ""): a whole privilege takes in those by column."""
    held: dict[tuple[str, str], dict[str, set[str]]] = {}
    for relation, role, privilege, column in rows:
        privileges = held.setdefault((relation, role), {})
        if not column or privileges.get(privilege) == set():
            privileges[privilege] = set()
        else:
            privileges.setdefault(privilege, set()).add(column)
    return {f"grant {relation} to {role}": privileges_text(found) for (relation, role), found in held.items()}


def _triggers(rows: list[Row]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for key, timing, events, call, arguments, definition in rows:
        words = ", ".join(arguments.decode().split("\0")[:-1]) if arguments else ""
        facts[key] = f"{timing} {sorted_events(events)} for each row, {call}({words})"
        found = normal.WHEN.search(definition)
        if found:
            facts[f"{key} when"] = found[1]
    return facts
