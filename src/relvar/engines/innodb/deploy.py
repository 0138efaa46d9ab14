"""The files of deploy/: run in order, once, on an empty database. DDL commits by itself here, so what stops in the middle is taken
back by the down script of 0001 and begun again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.innodb import access, events, partitions, roles, views
from relvar.engines.innodb.behaviours import procedures, triggers
from relvar.engines.innodb.cascades import cascade_triggers
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.dialect import Dialect
from relvar.engines.innodb.objects import Parts, Procedure, Trigger, create_procedure, create_trigger
from relvar.engines.innodb.references import reference_triggers
from relvar.engines.innodb.script import is_compound
from relvar.engines.innodb.turns import turn_statements
from relvar.model.behaviour import Audit
from relvar.model.design import Design
from relvar.model.physical import Physical

# Strict about every table; and so that `||`, quotes and backslashes mean here what the files mean by them.
MODE = "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
HEADS = {
    "01_roles": "Accounts and roles: the one file that needs rights on the whole server. It may run again; it makes only what is missing.",
    "01_roles_hosted": "Accounts and roles, as the host's administrator, who has no right on the server itself to give. It may run again; it makes "
    "only what is missing.",
    "02_schema": "Tables with keys, indexes, references and checks, in the order in which they refer to each other. {client} NAME < 02_schema.sql",
    "03_rules": "Rules that no constraint can say: they look at the row before, at other rows, or at time.",
    "04_views": "Views: masked ones for those who may not read in the clear; reports with the table that holds them.",
    "05_procedures": "Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of times.",
    "06_access": "Grants, by table and column. Nobody of the application may drop or alter.",
    "07_audit": "Triggers that keep the audit trail. Secret columns are named in it, never copied.",
    "08_events": "Jobs on the server's own schedule ({event_default}).",
}


def deploy(design: Design, store: str) -> tuple[Script, ...]:
    """The scripts that create the store; one without statements is left out."""
    physical = design.physical[store]
    make = Parts(physical)
    words = make.writer.dialect
    first = "01_roles_hosted" if lacks(physical, "super") else "01_roles"
    made = [
        _script(words, "01_roles", roles.roles(make.writer), HEADS[first]),
        _script(words, "02_schema", (*Ddl(physical).tables(), *turn_statements(make))),
        _script(words, "03_rules", rules(make)),
        _script(words, "04_views", views.view_statements(make)),
        _script(words, "05_procedures", _procedures(make)),
        _script(words, "06_access", grants(make)),
        _script(words, "07_audit", audits(make)),
        _script(words, "08_events", events.events(make)),
    ]
    return tuple(script for script in made if script.statements)


def _script(words: Dialect, name: str, statements: Iterable[Statement], said: str = "") -> Script:
    """A file; it says first how it is to be read, for triggers and procedures keep the mode that they are made under."""
    made = tuple(statements)
    head = (said or HEADS[name]).format(client=words.client, event_default=words.event_default)
    return Script(path=f"deploy/{name}.sql", head=head, statements=(*session(words), *made) if made else (), transactional=False)


def session(words: Dialect) -> Iterator[Statement]:
    """What a file says first, for what is made keeps the mode and the words that it was made under."""
    yield Statement(text=f"set names utf8mb4 collate {words.words}")
    yield Statement(text=f"set session sql_mode = '{MODE}'", because="Whatever the client was set to; what is made here keeps it")


def all_triggers(physical: Physical) -> list[Trigger]:
    """Every trigger of the design."""
    make = Parts(physical)
    return [*triggers(physical), *reference_triggers(make), *cascade_triggers(make)]


def all_procedures(physical: Physical) -> list[Procedure]:
    """Every procedure of the design."""
    make = Parts(physical)
    return [*partitions.procedures(make), *procedures(physical), *views.refresh_procedures(make)]


def rules(make: Parts) -> Iterator[Statement]:
    """The definer's rights first, for what runs in its name; then triggers of everything but the audit trail."""
    yield from access.definer_rights(make.writer)
    for trigger in all_triggers(make.physical):
        if not isinstance(make.physical.behaviours.get(trigger.element), Audit):
            yield create_trigger(make, trigger)


def audits(make: Parts) -> Iterator[Statement]:
    for trigger in all_triggers(make.physical):
        if isinstance(make.physical.behaviours.get(trigger.element), Audit):
            yield create_trigger(make, trigger)


def _procedures(make: Parts) -> Iterator[Statement]:
    for procedure in all_procedures(make.physical):
        yield create_procedure(make, procedure)
    if partitions.partitioned(make.physical):
        yield Statement(text="call ensure_partitions()")


def grants(make: Parts) -> Iterator[Statement]:
    yield from access.database_rights(make.writer)
    yield from access.grants(make.writer)
    called = [p.name for p in all_procedures(make.physical) if p.name != "make_partitions"]
    yield from access.procedure_rights(make.writer, called)


def table_ddl(design: Design, store: str, table_id: str) -> str:
    """One table's statements together, for the specification."""
    physical = design.physical[store]
    make = Parts(physical)
    statements = [Statement(text=Ddl(physical).table(table_id))]
    statements += [create_trigger(make, t) for t in all_triggers(physical) if t.table == table_id]
    return "\n\n".join(f"{s.text}{'//' if is_compound(s) else ';'}" for s in statements) + "\n"
