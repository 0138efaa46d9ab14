"""What the server reports of itself, as the flat facts that expected.py gives.

The server rewrites expressions and views when it keeps them. Its own form of each is learnt once a design, from the design's own deploy
scripts on a database that is thrown away; where a fact has that form, it is reported as the design writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relvar.engines.innodb.deploy import deploy
from relvar.engines.innodb.expected import DEPLOYER, written
from relvar.engines.innodb.roles import with_duty
from relvar.engines.innodb.script import statements, text

if TYPE_CHECKING:
    from relvar.engines.innodb.live import InnodbDatabase

Facts = dict[str, str]
LEFT_OUT = ("deploy/01_roles.sql", "deploy/06_access.sql", "deploy/08_events.sql")  # what has no expression that is rewritten
LONGEST_FACT = 1_000_000  # bytes: group_concat cuts at 1024 by default


def inspect(database: InnodbDatabase) -> Facts:
    facts = raw(database)
    forms = normal_forms(database) if any(key in facts for key in written(database.design, database.store)) else {}
    texts = written(database.design, database.store)
    told = {key: texts[key] if key in texts and value == forms.get(key) else value for key, value in facts.items()}
    return dict(sorted(told.items()))


def normal_forms(database: InnodbDatabase) -> Facts:
    """Key -> how the server keeps the expression of the design; {} where the design's scripts do not run."""
    known = database.server.forms
    key = hash(tuple(text(script) for script in deploy(database.design, database.store)))
    if key not in known:
        known[key] = _learnt(database)
    return known[key]


def _learnt(database: InnodbDatabase) -> Facts:
    with database.server.scratch(database.design, database.store) as scratch:
        for script in deploy(database.design, database.store):
            if script.path not in LEFT_OUT:
                for statement in statements(database.server.as_applied(text(script), [r.name for r in database.physical.roles.values()])):
                    scratch.rows(statement)
        wanted = written(database.design, database.store)
        return {key: value for key, value in raw(scratch).items() if key in wanted}


def raw(database: InnodbDatabase) -> Facts:
    """The facts as the server tells them, roles by the design's own names."""
    renamed = {role.name: database.server.renamed.get(role.name, role.name) for role in database.physical.roles.values()}
    database.rows(f"set session group_concat_max_len = {LONGEST_FACT}")
    for statement in database.server.flavour.prepared:
        database.rows(statement)
    facts: Facts = {}
    for question in database.server.flavour.facts.values():
        for key, value in database.ask(question, {"roles": tuple(renamed.values()) or ("",)}):
            facts[_told(database, str(key), renamed)] = _told(database, _text(value), renamed)
    return _folded(facts, [view.name for view in database.physical.views.values() if view.materialized])


def _folded(facts: Facts, reports: list[str]) -> Facts:
    """A report's table takes its columns from its view: they are one fact, for nobody writes their types down."""
    for name in reports:
        columns = {key: value for key, value in facts.items() if key.startswith(f"column {name}.")}
        if f"table {name}" in facts:
            facts[f"table {name}"] += "".join(f"; {key}: {value}" for key, value in columns.items())
        facts = {key: value for key, value in facts.items() if key not in columns}
    return facts


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else ",".join(sorted(value)) if isinstance(value, set) else str(value or "")


def _told(database: InnodbDatabase, words: str, renamed: dict[str, str]) -> str:
    for name, mine in renamed.items():
        words = words.replace(mine, name) if mine != name else words
    if not with_duty(database.physical, "definer"):
        words = words.replace(f"by {database.deployer}", f"by {DEPLOYER}")
    return words
